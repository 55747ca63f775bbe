import { type Html, html, type PdfBlock, type Translate } from '#platform';
import type { YearStatement } from '#statements';
import { card, dataTable, definitions } from '#web/layout';
import { contributionBlocks, otherBlocks } from './statement-lines.ts';
import { returnBlocks } from './statement-return.ts';
import { summaryBlocks } from './statement-summary.ts';

/** What a statement says, once for the page and for the paper, so that both say the same. */
export function statementBlocks(t: Translate, statement: YearStatement): PdfBlock[] {
  return [
    ...summaryBlocks(t, statement),
    ...contributionBlocks(t, statement),
    ...returnBlocks(t, statement),
    ...otherBlocks(t, statement),
  ];
}

/** The blocks as cards, each under its heading. */
export function blockCards(blocks: readonly PdfBlock[]): Html {
  const cards: { title: string; body: Html[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') cards.push({ title: block.text, body: [] });
    else {
      const last = cards.at(-1);
      last?.body.push(shown(block, last.title));
    }
  }
  return html`${cards.map(({ title, body }) => card({ title, body: html`${body}` }))}`;
}

function shown(block: PdfBlock, title: string): Html {
  if (block.kind === 'pairs') return definitions(block.rows.map(([term, value]) => ({ term, value })));
  if (block.kind === 'table')
    return dataTable({
      caption: title,
      captionUnseen: true,
      columns: block.columns.map(({ label, numeric }) => ({ label, numeric: numeric ?? false })),
      rows: block.rows,
    });
  return block.kind === 'text' ? html`<p>${block.text}</p>` : html``;
}
