import { type Clerk, clerkOf, type FilingServices } from '#filings';
import { AppError } from '#kernel';
import { type Employer, employerByNumber } from '#members';
import type { FormFields, Html, StreamedFile, Visit, VisitFrame } from '#platform';
import { page } from '#web/layout';

/** What every page of this face works with. */
export type Services = FilingServices;

/** The clerk behind the session and the employer of the address. */
export type AtWork = { readonly clerk: Clerk; readonly employer: Employer };

export const addressOf = ({ npp }: Employer, rest = '') => `/employer/${npp}${rest}`;

const entries = [
  ['', 'employer.menu.overview'],
  ['/bills', 'employer.menu.bills'],
  ['/clerks', 'employer.menu.clerks'],
] as const;

/** The menu of the employer that the address names, and the way out, for every page of this face. */
export function employerFrame({ t, context }: Visit): VisitFrame {
  const { path } = context.req;
  const npp = /^\/employer\/([A-Z0-9]{1,20})(?:\/|$)/.exec(path)?.[1];
  const own = npp
    ? entries.map(([rest, key]) => {
        const href = `/employer/${npp}${rest}`;
        return {
          href,
          label: t(key),
          current: path === href || (rest !== '' && path.startsWith(`${href}/`)),
        };
      })
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

/**
 * The appointment is looked at for every request, so that it ends with the next page. Whoever has none finds nothing here,
 * as where no such employer is.
 */
async function atWork({ database }: Services, visit: Visit): Promise<AtWork> {
  const { session, context } = visit;
  const employer = await employerByNumber(database, context.req.param('npp') ?? '');
  const clerk = session && employer && (await clerkOf(database, session.accountId, employer.employerId));
  if (!employer || !clerk) throw new AppError('not_found', 'no clerk of such an employer');
  return { clerk, employer };
}

/** Runs a page for the clerk behind the session. */
export function forClerk(
  services: Services,
  answer: (visit: Visit, work: AtWork) => Promise<Response>,
): (visit: Visit) => Promise<Response> {
  return async (visit) => answer(visit, await atWork(services, visit));
}

/** The same for a form. */
export function formForClerk(
  services: Services,
  answer: (visit: Visit, work: AtWork, sent: FormFields) => Promise<Response>,
): (visit: Visit, sent: FormFields) => Promise<Response> {
  return async (visit, sent) => answer(visit, await atWork(services, visit), sent);
}

/** The same for a form with a file. */
export function fileForClerk(
  services: Services,
  answer: (visit: Visit, work: AtWork, sent: FormFields, file: StreamedFile) => Promise<Response>,
): (visit: Visit, sent: FormFields, file: StreamedFile) => Promise<Response> {
  return async (visit, sent, file) => answer(visit, await atWork(services, visit), sent, file);
}
