import { type Filing, filingOf } from '#filings';
import { AppError, isId } from '#kernel';
import type { Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';

/** The filing of the address; only this employer's. */
export async function filingAsked({ database }: Services, visit: Visit, { clerk }: AtWork): Promise<Filing> {
  const filingId = visit.context.req.param('filingId') ?? '';
  const filing = isId(filingId) ? await filingOf(database, clerk.employerId, filingId) : undefined;
  if (!filing) throw new AppError('not_found', 'no such filing of this employer');
  return filing;
}
