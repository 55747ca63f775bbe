import { dayIn, newId, ok, refused } from '#kernel';
import type { KeyRing } from '#platform';
import type { ImportOptions } from './import-types.ts';
import { nationalNumberPattern, tellsBirth } from './national-number.ts';
import { copyMemberRow } from './queries-member-checks.ts';
import {
  type RowRule,
  day,
  firstRefusal,
  inOrder,
  matches,
  oneOf,
  refusal as refusalOf,
  seen,
  text,
} from './row-rules.ts';
import { contactHash, nationalNumberIndex, sealFor, sealedDigest } from './sealed.ts';
import type { CopyValue, FieldRefusal, StagingPlan } from './stage-csv.ts';
import type { Sex } from './types.ts';

/** The columns of a file of members, in its order. */
export const memberColumns = [
  'nik',
  'full_name',
  'birth_date',
  'birth_place',
  'sex',
  'mother_name',
  'address',
  'province_code',
  'email',
  'phone',
  'kpj',
  'npp',
  'segment',
  'started_on',
  'ended_on',
] as const;
export type MemberRow = Readonly<Record<(typeof memberColumns)[number], string>>;

const withEmployer = new Set(['PU', 'JAKON']);

function employerFits(row: MemberRow) {
  const expected = withEmployer.has(row.segment);
  if (expected && row.npp === '') return refusalOf('npp', '', 'employer_missing');
  return !expected && row.npp !== '' ? refusalOf('npp', row.npp, 'employer_not_expected') : undefined;
}

function rulesOn(now: Date): readonly RowRule<MemberRow>[] {
  const today = dayIn(now);
  return [
    matches('nik', nationalNumberPattern, 'national_number_wrong'),
    text('full_name', 200, 'needed'),
    day('birth_date', { today }),
    text('birth_place', 100, 'may be empty'),
    oneOf('sex', ['L', 'P'], 'sex_wrong'),
    text('mother_name', 200, 'may be empty'),
    text('address', 500, 'may be empty'),
    matches('province_code', /^(?:\d{2})?$/, 'province_wrong'),
    seen('email'),
    matches('email', /^(?=.{0,254}$)(?:[^\s@]+@[^\s@]+)?$/, 'email_wrong'),
    matches('phone', /^(?:\+[1-9]\d{6,14})?$/, 'phone_wrong'),
    matches('kpj', /^\d{10,11}$/, 'member_number_wrong'),
    matches('npp', /^[A-Z0-9]{0,20}$/, 'npp_wrong'),
    oneOf('segment', ['PU', 'BPU', 'PMI', 'JAKON'], 'segment_unknown'),
    employerFits,
    day('started_on', { today }),
    inOrder('birth_date', 'started_on', 'started_before_birth'),
    day('ended_on', { mayBeEmpty: true }),
    inOrder('started_on', 'ended_on', 'ended_before_start'),
  ];
}

type SealedColumns = {
  readonly index: Buffer;
  readonly nationalNumber: CopyValue;
  readonly motherName: CopyValue;
  readonly email: CopyValue;
  readonly phone: CopyValue;
  readonly emailHash: CopyValue;
  readonly phoneHash: CopyValue;
  readonly digest: Buffer;
};

/** Seals what must not stand open. Sealing is most of the work, and the cards of a person mostly follow each other. */
function personSealer(keys: KeyRing): (row: MemberRow) => SealedColumns {
  let lastKey = '';
  let last: SealedColumns | undefined;
  return (row) => {
    const { nik, mother_name: motherName, email, phone } = row;
    const key = [nik, motherName, email, phone].join('\n');
    if (last && key === lastKey) return last;
    const index = nationalNumberIndex(keys, nik);
    lastKey = key;
    last = {
      index,
      nationalNumber: sealFor(keys, 'national_number', index, nik),
      motherName: sealFor(keys, 'mother_name', index, motherName),
      email: sealFor(keys, 'email', index, email),
      phone: sealFor(keys, 'phone', index, phone),
      emailHash: contactHash(keys, 'email', email),
      phoneHash: contactHash(keys, 'phone', phone),
      digest: sealedDigest(keys, motherName, email, phone),
    };
    return last;
  };
}

/** What is wrong with one row by itself, in the words of the import; undefined when nothing is. */
export function refusalOfMember(row: MemberRow, now: Date): FieldRefusal | undefined {
  return firstRefusal(rulesOn(now), row);
}

/** How a row of members.csv is checked by itself, sealed and staged. */
export function memberPlan(
  options: Pick<ImportOptions, 'keys' | 'now'>,
  warnings: { count: number },
): StagingPlan<(typeof memberColumns)[number]> {
  const { keys, now } = options;
  const rules = rulesOn(now);
  const sealPerson = personSealer(keys);
  return {
    columns: memberColumns,
    copy: copyMemberRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      if (!tellsBirth(row.nik, row.birth_date, row.sex as Sex)) warnings.count += 1;
      const sealed = sealPerson(row);
      return ok([
        line,
        newId(now),
        newId(now),
        sealed.index,
        sealed.nationalNumber,
        row.full_name,
        row.birth_date,
        row.birth_place || undefined,
        row.sex,
        sealed.motherName,
        row.address || undefined,
        row.province_code || undefined,
        sealed.email,
        sealed.phone,
        sealed.emailHash,
        sealed.phoneHash,
        sealed.digest,
        row.kpj,
        row.npp || undefined,
        row.segment,
        row.started_on,
        row.ended_on || undefined,
      ]);
    },
  };
}
