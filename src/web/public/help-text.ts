/** A piece of a line: plain or strong words, a figure from the settings, what a button says, or a link to another topic or page. */
export type Inline =
  | { readonly kind: 'text' | 'strong' | 'figure' | 'label'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string };

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'steps' | 'points'; readonly items: readonly (readonly Inline[])[] };

export type HelpText = {
  readonly title: string;
  /** What people type when they look for this topic; not shown. */
  readonly words: readonly string[];
  /** Related topics, by name. */
  readonly see: readonly string[];
  readonly blocks: readonly Block[];
};

/**
 * Reads the text of one topic. It begins with `# Title`, `words:` and `see:`; then come paragraphs, `## Headings`,
 * `1. steps` and `- points`, with a blank line between them; in a line **strong**, {figure}, {=key.of.a.button},
 * [words](help:topic) and [words](page:name). Nothing else is markup: what is written otherwise stands there as written. Throws when the head is incomplete.
 */
export function readHelpText(source: string): HelpText {
  const [head = '', ...rest] = source.trim().split(/\n\s*\n/);
  const field = (pattern: RegExp) => pattern.exec(head)?.[1]?.trim() ?? '';
  const list = (text: string) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  const title = field(/^# (.+)$/m);
  const words = list(field(/^words: (.+)$/m));
  if (title === '' || words.length === 0) throw new Error(`a help text without title or words: ${head}`);
  return { title, words, see: list(field(/^see: (.+)$/m)), blocks: rest.map(readBlock) };
}

const markers = { steps: /^\d+\. /, points: /^- / };

function readBlock(source: string): Block {
  const lines = source.split('\n').map((line) => line.trim());
  const [first = ''] = lines;
  if (first.startsWith('## ')) return { kind: 'heading', text: first.slice(3) };
  for (const kind of ['steps', 'points'] as const)
    if (lines.every((line) => markers[kind].test(line)))
      return { kind, items: lines.map((line) => readInline(line.replace(markers[kind], ''))) };
  return { kind: 'paragraph', text: readInline(lines.join(' ')) };
}

function readInline(line: string): Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(/\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|\{(=?)([\w.-]+)\}/g)) {
    if (match.index > from) pieces.push({ kind: 'text', text: line.slice(from, match.index) });
    const [whole, strong, words, target, equals, name] = match;
    if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else if (name !== undefined) pieces.push({ kind: equals === '=' ? 'label' : 'figure', text: name });
    else pieces.push({ kind: 'link', text: words ?? '', target: target ?? '' });
    from = match.index + whole.length;
  }
  if (from < line.length) pieces.push({ kind: 'text', text: line.slice(from) });
  return pieces;
}

/** The words of some blocks, without the figures and labels, for the search. */
export function plainWords(blocks: readonly Block[]): string {
  const inline = (pieces: readonly Inline[]) =>
    pieces.map(({ kind, text }) => (kind === 'figure' || kind === 'label' ? ' ' : text)).join('');
  return blocks
    .map((block) => {
      if (block.kind === 'heading') return block.text;
      return block.kind === 'paragraph' ? inline(block.text) : block.items.map(inline).join(' ');
    })
    .join(' ');
}
