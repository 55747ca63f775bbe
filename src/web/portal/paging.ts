import { type Html, html, nothing, type Visit } from '#platform';

const lastPage = 500;

/** `?page=`, from 1; anything else is the first page. */
export function readPageNumber(visit: Visit): number {
  const asked = /^[1-9]\d{0,2}$/.exec(visit.context.req.query('page') ?? '')?.[0];
  return Math.min(lastPage, Number(asked ?? 1));
}

/** Newer and older; nothing when all is on one page. */
export function pageLinks(
  visit: Visit,
  parts: {
    readonly address: string;
    readonly query?: URLSearchParams;
    readonly number: number;
    readonly more: boolean;
  },
): Html {
  const { address, number, more } = parts;
  if (number === 1 && !more) return nothing;
  const link = (to: number, key: 'portal.paging.newer' | 'portal.paging.older') => {
    const query = new URLSearchParams(parts.query);
    if (to > 1) query.set('page', String(to));
    return html`<a href="${address}${query.size > 0 ? `?${query.toString()}` : ''}">${visit.t(key)}</a>`;
  };
  return html`<nav class="pair links" aria-label="${visit.t('portal.paging.label')}">
    <span>${number > 1 ? link(number - 1, 'portal.paging.newer') : nothing}</span
    ><span>${more ? link(number + 1, 'portal.paging.older') : nothing}</span>
  </nav>`;
}
