import type { Executor, KeyRing, Transaction } from '#platform';
import { type Result, ok, refused } from '#kernel';
import { seal } from '#platform';
import { changeFamily, type FamilyChange, fitsFamily } from './family-change.ts';
import * as queries from './queries-corrections.ts';
import { familyForCorrection } from './queries-family-change.ts';
import { correctedPlace, nationalNumberIndex, openFor, sealFor } from './sealed.ts';

/** What is to stand on the register from now on; what is not named stays. `birthDate` as YYYY-MM-DD. */
export type CorrectedValues = {
  readonly fullName?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly nationalNumber?: string | undefined;
  /** In this order. */
  readonly family?: readonly FamilyChange[] | undefined;
};

export type PersonCorrection = {
  readonly correctionId: string;
  readonly personId: string;
  readonly values: CorrectedValues;
  readonly caseNumber: string;
  /** Officers' accounts. */
  readonly proposedBy: string;
  readonly decidedBy: string;
  readonly now: Date;
};

/**
 * `unknown`: no such person; `number-taken`: the NIK stands for another person, who has to be looked at first; `after-death`: the
 * birth date is later than the day of death; `family-changed`: the family is no longer recorded as it was when the request was made.
 */
export type CorrectionRefusal = 'unknown' | 'number-taken' | 'after-death' | 'family-changed';

/**
 * Corrects name, birth date, NIK or family of a person and keeps what stood there before. A new NIK is found by its own blind index from
 * then on, and what was sealed for the old one is sealed anew. Imports wait meanwhile, so that no file brings the same NIK in.
 */
export async function correctPerson(
  tx: Transaction,
  keys: KeyRing,
  correction: PersonCorrection,
): Promise<Result<undefined, CorrectionRefusal>> {
  await queries.lockRegister(tx);
  const { correctionId, personId, values, now } = correction;
  const before = await queries.personForCorrection(tx, personId);
  if (!before) return refused('unknown');
  const { fullName, birthDate, nationalNumber } = values;
  if (before.diedOn !== null && (birthDate ?? '') > before.diedOn) return refused('after-death');
  const index = nationalNumber === undefined ? before.index : nationalNumberIndex(keys, nationalNumber);
  const changesNumber = !index.equals(before.index);
  if (changesNumber && (await isTaken(tx, index, personId))) return refused('number-taken');
  if (!(await fits(tx, personId, values.family ?? []))) return refused('family-changed');
  await queries.keepBefore(tx, {
    ...correction,
    fullNameBefore: fullName === undefined ? undefined : before.fullName,
    birthDateBefore: birthDate === undefined ? undefined : before.birthDate,
    indexBefore: changesNumber ? before.index : undefined,
    nationalNumberBefore: changesNumber
      ? seal(
          keys,
          'national-number',
          correctedPlace(correctionId),
          openFor(keys, 'national_number', before.index, before.nationalNumber) ?? '',
        )
      : undefined,
    now,
  });
  await changeFamily(tx, correction, values.family ?? []);
  await queries.writeNameAndDate(tx, personId, fullName ?? before.fullName, birthDate ?? before.birthDate);
  if (changesNumber) {
    const again = (column: 'mother_name' | 'email' | 'phone', sealed: Buffer | null) =>
      sealFor(keys, column, index, openFor(keys, column, before.index, sealed) ?? '');
    await queries.writeNumber(tx, personId, index, {
      nationalNumber: sealFor(keys, 'national_number', index, nationalNumber ?? ''),
      motherName: again('mother_name', before.motherName),
      email: again('email', before.email),
      phone: again('phone', before.phone),
    });
  }
  return ok(undefined);
}

async function fits(tx: Transaction, personId: string, changes: readonly FamilyChange[]): Promise<boolean> {
  if (changes.length === 0) return true;
  const rows = await familyForCorrection(tx, personId);
  return fitsFamily(
    rows.map(({ relation, fullName }) => ({ relation, fullName, birthDate: undefined })),
    changes,
  );
}

const isTaken = async (tx: Executor, index: Buffer, personId: string) =>
  ((await queries.holderOf(tx, index)) ?? personId) !== personId;

/** Whether a NIK stands for somebody else on the register. For the desk only: nobody else is told. */
export async function isNumberOfAnother(
  executor: Executor,
  keys: KeyRing,
  personId: string,
  nationalNumber: string,
): Promise<boolean> {
  return isTaken(executor, nationalNumberIndex(keys, nationalNumber), personId);
}
