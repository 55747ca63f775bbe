import { takeDownload } from '#accounts';
import { record } from '#activity';
import { AppError, type IsoDate } from '#kernel';
import type { Visit } from '#platform';
import { type StatementServices, yearStatement, type YearStatement } from '#statements';
import type { Member } from './frame.ts';

export async function statementOf(
  { database, keys }: StatementServices,
  { personId, today }: Member,
  at: { readonly year: number; readonly until?: IsoDate },
): Promise<YearStatement> {
  const statement = await yearStatement(database, keys, personId, { ...at, today });
  if (!statement) throw new AppError('not_found', 'no savings of this member in that year');
  return statement;
}

/** A file that leaves the house is counted and recorded, as the download of the history. Before it is made. */
export async function noteDownload(
  services: StatementServices,
  visit: Visit,
  { accountId, personId }: Member,
  year: number,
): Promise<void> {
  await takeDownload(services, 'statement_downloads', accountId, visit.now);
  await record(services.database, {
    event: 'statement_downloaded',
    actor: { kind: 'member', accountId },
    accountId,
    personId,
    at: visit.now,
    address: visit.address,
    userAgent: visit.userAgent,
    details: { year },
  });
}
