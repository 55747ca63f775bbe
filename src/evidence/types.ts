import type { Clock } from '#kernel';
import type { Config, Database, KeyRing } from '#platform';

/** What is taken; found out by the content, never by a name or by what a browser says. */
export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** The kinds of case that documents may be handed in with; a request for a correction has its own id. */
export const evidenceCaseKinds = ['wage_report', 'exit_notice'] as const;
export type EvidenceCaseKind = (typeof evidenceCaseKinds)[number];

/** What a document is evidence for; closed list. */
export type Subject = { readonly kind: 'correction' | EvidenceCaseKind; readonly id: string };

export type EvidenceServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly clock: Clock;
};

/** Why a document is not taken; each has a sentence that says what to do. */
export type DocumentRefusal =
  /** There is nothing in it. */
  | 'empty'
  /** Neither JPEG nor PNG nor PDF. */
  | 'type'
  /** It begins like one of them and then is none: cut off, or broken. */
  | 'damaged'
  /** More pixels than EVIDENCE_MEGAPIXELS, or far larger unpacked. */
  | 'too-large-unpacked'
  /** A PDF that asks for a password. */
  | 'encrypted'
  /** A PDF with a program, a form that sends, or other files in it. */
  | 'active'
  /** Something else as well: a file that another program would take for a page, an archive or a program. */
  | 'several-types';

/** How much a document may hold, in pixels and in bytes when unpacked. */
export type DocumentLimits = { readonly mostPixels: number; readonly mostUnpackedBytes: number };

/** One document, without its content. */
export type EvidenceDocument = {
  readonly documentId: string;
  readonly mediaType: MediaType;
  readonly sizeBytes: number;
  readonly addedAt: Date;
};
