import { dayIn, newId, ok, refused } from '#kernel';
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
  text,
} from './row-rules.ts';
import { nationalNumberIndex, sealFor, sealedDigest } from './sealed.ts';
import type { StagingPlan } from './stage-csv.ts';
import type { Sex } from './types.ts';

const columns = [
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
type MemberRow = Readonly<Record<(typeof columns)[number], string>>;

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

/** How a row of members.csv is checked by itself, sealed and staged. */
export function memberPlan(
  options: Pick<ImportOptions, 'keys' | 'now'>,
  warnings: { count: number },
): StagingPlan<(typeof columns)[number]> {
  const { keys, now } = options;
  const rules = rulesOn(now);
  return {
    columns,
    copy: copyMemberRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      if (!tellsBirth(row.nik, row.birth_date, row.sex as Sex)) warnings.count += 1;
      const index = nationalNumberIndex(keys, row.nik);
      return ok([
        line,
        newId(now),
        newId(now),
        index,
        sealFor(keys, 'national_number', index, row.nik),
        row.full_name,
        row.birth_date,
        row.birth_place || undefined,
        row.sex,
        sealFor(keys, 'mother_name', index, row.mother_name),
        row.address || undefined,
        row.province_code || undefined,
        sealFor(keys, 'email', index, row.email),
        sealFor(keys, 'phone', index, row.phone),
        sealedDigest(keys, row.mother_name, row.email, row.phone),
        row.kpj,
        row.npp || undefined,
        row.segment,
        row.started_on,
        row.ended_on || undefined,
      ]);
    },
  };
}
