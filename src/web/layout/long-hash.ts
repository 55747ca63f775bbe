import { type Html, html } from '#platform';

/** A hash or key that may be broken over lines anywhere after eight characters, and is copied without a gap. */
export function longHash(text: string): Html {
  const pieces = text.match(/.{1,8}/g) ?? [];
  return html`<span class="small">${pieces.map((piece) => html`${piece}<wbr />`)}</span>`;
}
