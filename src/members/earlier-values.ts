import { type IsoDate, isoDate } from '#kernel';
import { type Executor, type KeyRing, unseal } from '#platform';
import * as queries from './queries-held.ts';
import { correctedPlace } from './sealed.ts';

export type EarlierValues = {
  readonly caseNumber: string;
  readonly correctedAt: Date;
  /** Only what was corrected. */
  readonly fullName: string | undefined;
  readonly birthDate: IsoDate | undefined;
  readonly nationalNumber: string | undefined;
};

/** What the register held before each correction, the newest first: for the person's own copy. */
export async function earlierValues(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<EarlierValues[]> {
  return (await queries.earlierValues(executor, personId)).map((row) => ({
    caseNumber: row.caseNumber,
    correctedAt: row.correctedAt,
    fullName: row.fullName ?? undefined,
    birthDate: row.birthDate === null ? undefined : isoDate(row.birthDate),
    nationalNumber:
      row.nationalNumber === null
        ? undefined
        : unseal(keys, 'national-number', correctedPlace(row.correctionId), row.nationalNumber).toString(),
  }));
}
