import { clerkOf } from '#filings';
import { AppError } from '#kernel';
import { employerByNumber } from '#members';
import type { FormFields, StreamedFile, Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';

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
