import { type Html, html, nothing, type Visit } from '#platform';

/** Rows of a list that a page shows at once. */
export const rowsPerPage = 50;

/** Which rows a page asks for: one more than it shows, to see whether there are others. */
export function pageIn({ context }: Visit): { readonly limit: number; readonly offset: number } {
  const from = Number.parseInt(context.req.query('from') ?? '0', 10) || 0;
  return { limit: rowsPerPage + 1, offset: Math.min(Math.max(0, from), 10_000) };
}

/** The way to what comes after this page, where there is more. */
export const moreLink = ({ t }: Visit, path: string, found: number, offset: number): Html =>
  found > rowsPerPage
    ? html`<p><a href="${path}?from=${offset + rowsPerPage}">${t('console.cases.more')}</a></p>`
    : nothing;
