import { isReadOnly } from '#accounts';
import { clerkOf } from '#filings';
import { AppError } from '#kernel';
import { employerByNumber } from '#members';
import { type FormFields, html, type StreamedFile, type Visit } from '#platform';
import { notice } from '#web/layout';
import { type AtWork, employerPage, type Services } from './frame.ts';

const numberShape = /^[A-Z0-9]{1,20}$/;

/**
 * The appointment is looked at for every request, so that it ends with the next page. Whoever has none finds nothing here,
 * as where no such employer is.
 */
async function atWork({ database }: Services, visit: Visit): Promise<AtWork> {
  const { session, context } = visit;
  const npp = context.req.param('npp') ?? '';
  const employer = numberShape.test(npp) ? await employerByNumber(database, npp) : undefined;
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

/**
 * While a recovery of the account waits nobody has proven enough to act for an employer, so no form of this face does
 * anything; its verbs hold the same rule within their transactions. Undefined when nothing stands in the way.
 */
export async function standsStill(
  { database }: Services,
  visit: Visit,
  accountId: string,
): Promise<Response | undefined> {
  if (!(await isReadOnly(database, accountId))) return undefined;
  const { t } = visit;
  const title = t('employer.recovery.title');
  const body = html`<h1>${title}</h1>
    ${notice({ kind: 'bad', body: html`<p>${t('employer.recovery.text')}</p>` })}
    <p><a href="/employers">${t('employer.menu.employers')}</a></p>`;
  return employerPage(visit, { title, body }, 422);
}

/** The same for a form. */
export function formForClerk(
  services: Services,
  answer: (visit: Visit, work: AtWork, sent: FormFields) => Promise<Response>,
): (visit: Visit, sent: FormFields) => Promise<Response> {
  return async (visit, sent) => {
    const work = await atWork(services, visit);
    return (await standsStill(services, visit, work.clerk.accountId)) ?? answer(visit, work, sent);
  };
}

/** The same for a form with a file. */
export function fileForClerk(
  services: Services,
  answer: (visit: Visit, work: AtWork, sent: FormFields, file: StreamedFile) => Promise<Response>,
): (visit: Visit, sent: FormFields, file: StreamedFile) => Promise<Response> {
  return async (visit, sent, file) => {
    const work = await atWork(services, visit);
    return (await standsStill(services, visit, work.clerk.accountId)) ?? answer(visit, work, sent, file);
  };
}
