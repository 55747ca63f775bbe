import { type IsoDate, isoDate } from '#kernel';
import { type Executor, type KeyRing, unseal } from '#platform';
import type { FamilyChange } from './family-change.ts';
import { earlierAddresses } from './queries-address.ts';
import { earlierFamily, type EarlierRelative } from './queries-family-change.ts';
import * as queries from './queries-held.ts';
import { correctedPlace } from './sealed.ts';

export type EarlierValues = {
  /** Empty where the member changed it without a case. */
  readonly caseNumber: string | undefined;
  readonly correctedAt: Date;
  /** Only what was corrected. */
  readonly fullName: string | undefined;
  readonly birthDate: IsoDate | undefined;
  readonly nationalNumber: string | undefined;
  /** Of a changed address: what stood before, each empty where there was none. */
  readonly home:
    | { readonly address: string | undefined; readonly provinceCode: string | undefined }
    | undefined;
  readonly family: readonly FamilyChange[];
};

/** What the register held before each correction and change of address, the newest first: for the person's own copy. */
export async function earlierValues(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<EarlierValues[]> {
  const family = await earlierFamily(executor, personId);
  const corrected = (await queries.earlierValues(executor, personId)).map((row) => ({
    caseNumber: row.caseNumber,
    correctedAt: row.correctedAt,
    fullName: row.fullName ?? undefined,
    birthDate: row.birthDate === null ? undefined : isoDate(row.birthDate),
    nationalNumber:
      row.nationalNumber === null
        ? undefined
        : unseal(keys, 'national-number', correctedPlace(row.correctionId), row.nationalNumber).toString(),
    home: undefined,
    family: family.filter(({ correctionId }) => correctionId === row.correctionId).map(changeIn),
  }));
  const moved = (await earlierAddresses(executor, personId)).map(({ changedAt, address, provinceCode }) => ({
    caseNumber: undefined,
    correctedAt: changedAt,
    fullName: undefined,
    birthDate: undefined,
    nationalNumber: undefined,
    home: { address: address ?? undefined, provinceCode: provinceCode ?? undefined },
    family: [],
  }));
  return [...corrected, ...moved].sort((one, other) => Number(other.correctedAt) - Number(one.correctedAt));
}

function changeIn(row: EarlierRelative): FamilyChange {
  const date = (day: string | null) => (day === null ? undefined : isoDate(day));
  const before = row.relationBefore && {
    relation: row.relationBefore,
    fullName: row.fullNameBefore ?? '',
    birthDate: date(row.birthDateBefore),
  };
  const after = row.relationAfter && {
    relation: row.relationAfter,
    fullName: row.fullNameAfter ?? '',
    birthDate: date(row.birthDateAfter),
  };
  return { before: before ?? undefined, after: after ?? undefined };
}
