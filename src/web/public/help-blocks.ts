import { type Html, html, isMessageKey, type Visit } from '#platform';
import { card } from '#web/layout';
import { figureOf } from './help-figures.ts';
import { addressOfLink } from './help-links.ts';
import type { Block, Inline } from './help-text.ts';

/** The blocks of a topic as cards, a new one at each heading. */
export function helpCards(visit: Visit, blocks: readonly Block[]): Html[] {
  const cards: { title?: string; body: Html[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') cards.push({ title: block.text, body: [] });
    else {
      if (cards.length === 0) cards.push({ body: [] });
      cards.at(-1)?.body.push(helpBlock(visit, block));
    }
  }
  return cards.map(({ title, body }) => card({ ...(title ? { title } : {}), body: html`${body}` }));
}

function helpBlock(visit: Visit, block: Exclude<Block, { kind: 'heading' }>): Html {
  if (block.kind === 'paragraph') return html`<p>${inlineHtml(visit, block.text)}</p>`;
  const items = block.items.map((item) => html`<li>${inlineHtml(visit, item)}</li>`);
  return block.kind === 'steps'
    ? html`<ol>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

export function inlineHtml(visit: Visit, pieces: readonly Inline[]): Html {
  return html`${pieces.map((piece) => inlinePiece(visit, piece))}`;
}

/** A figure or link that is not known stays as words; a test holds that there is none. */
function inlinePiece(visit: Visit, piece: Inline): Html {
  const { text } = piece;
  if (piece.kind === 'link') {
    const address = addressOfLink(visit, piece.target);
    return address === undefined ? html`${text}` : html`<a href="${address}">${text}</a>`;
  }
  if (piece.kind === 'strong') return html`<strong>${text}</strong>`;
  if (piece.kind === 'label') return html`<strong>${isMessageKey(text) ? visit.t(text) : text}</strong>`;
  return piece.kind === 'figure' ? html`${figureOf(visit, text) ?? `{${text}}`}` : html`${text}`;
}
