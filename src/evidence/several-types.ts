import type { MediaType } from './types.ts';

/** What a browser or a server would take for a page or a program, wherever it stands. */
const pages = ['<script', '<html', '<!doctype', '<svg', '<iframe', '<?php'];

/**
 * Whether a document is a second thing as well, which some program would open as such: an archive (read from its end), a
 * page, or a PDF that begins within the first kilobyte. By chance none of these comes about.
 */
export function isSomethingElseToo(bytes: Buffer, mediaType: MediaType): boolean {
  const isArchive = bytes.includes('PK\x03\x04', 0, 'latin1') && bytes.includes('PK\x05\x06', 0, 'latin1');
  if (isArchive) return true;
  const text = bytes.toString('latin1').toLowerCase();
  // A PDF describes itself in XML, which is no page; what would be one stands at its beginning.
  if (mediaType === 'application/pdf') return pages.some((page) => text.slice(0, 1024).includes(page));
  return text.slice(0, 2048).includes('%pdf-') || pages.some((page) => text.includes(page));
}
