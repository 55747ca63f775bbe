import type { Clerk, FilingServices } from '#filings';
import type { Employer } from '#members';
import type { Html, Visit, VisitFrame } from '#platform';
import { page } from '#web/layout';

/** What every page of this face works with. */
export type Services = FilingServices;

/** The clerk behind the session and the employer of the address. */
export type AtWork = { readonly clerk: Clerk; readonly employer: Employer };

export const addressOf = ({ npp }: Employer, rest = '') => `/employer/${npp}${rest}`;

/** Each entry of the menu: address, text, and the addresses behind it. */
const entries = [
  ['', 'employer.menu.overview', /^\/employer\/\w+(?:\/(?!bills|refund|clerks)|$)/],
  ['/bills', 'employer.menu.bills', /\/(?:bills|refund)(?:\/|$)/],
  ['/clerks', 'employer.menu.clerks', /\/clerks$/],
] as const;

/** The menu of the employer that the address names, and the way out, for every page of this face. */
export function employerFrame({ t, context }: Visit): VisitFrame {
  const { path } = context.req;
  const npp = /^\/employer\/([A-Z0-9]{1,20})(?:\/|$)/.exec(path)?.[1];
  const own = npp
    ? entries.map(([rest, key, within]) => ({
        href: `/employer/${npp}${rest}`,
        label: t(key),
        current: within.test(path),
      }))
    : [];
  const all = { href: '/employers', label: t('employer.menu.employers'), current: path === '/employers' };
  return { menu: [...own, all], signOut: '/logout' };
}

/** A page of this face: the wide shell with the menu and the way out. */
export function employerPage(
  visit: Visit,
  parts: { readonly title: string; readonly body: Html; readonly languageAddress?: string },
  status = 200,
): Response {
  return visit.html(page(visit, { ...parts, ...employerFrame(visit), width: 'wide' }), status);
}
