import type { FormFields } from '#platform';
import { type AskedCorrection, type Correction, longestName, longestReason } from '#privacy';
import { readBirthDate } from '#web/layout';

export type TypedCorrection = {
  readonly fullName: string;
  readonly birthDate: string;
  readonly nationalNumber: string;
  readonly reason: string;
};

export const nothingTyped: TypedCorrection = { fullName: '', birthDate: '', nationalNumber: '', reason: '' };

export function typedIn(sent: FormFields): TypedCorrection {
  const text = (name: Fault, longest: number) => (sent[name] ?? '').trim().slice(0, longest);
  return {
    fullName: text('full_name', longestName + 1),
    birthDate: text('birth_date', 30),
    nationalNumber: text('national_number', 30),
    reason: text('reason', longestReason),
  };
}

/** What a draft holds, to be changed. */
export const typedBefore = ({ values, reason }: Correction): TypedCorrection => ({
  fullName: values.fullName ?? '',
  birthDate: values.birthDate ?? '',
  nationalNumber: values.nationalNumber ?? '',
  reason,
});

export type Fault = 'full_name' | 'birth_date' | 'national_number' | 'reason';

/** What was typed as values of the register; empty means that it is right as it stands. */
export function readAsked(
  typed: TypedCorrection,
  now: Date,
): { asked: AskedCorrection; faults: readonly Fault[] } {
  const fullName = typed.fullName.replaceAll(/\s+/g, ' ');
  const nationalNumber = typed.nationalNumber.replaceAll(/[\s.-]/g, '');
  const birthDate = typed.birthDate === '' ? undefined : readBirthDate(typed.birthDate, now);
  const isName = fullName.length <= longestName && !/[\p{Cc}\p{Cf}<>]|\d/u.test(fullName);
  const checks: readonly (readonly [Fault, boolean])[] = [
    ['full_name', isName],
    ['birth_date', typed.birthDate === '' || birthDate !== undefined],
    ['national_number', nationalNumber === '' || /^\d{16}$/.test(nationalNumber)],
    ['reason', typed.reason !== ''],
  ];
  return {
    asked: {
      values: {
        ...(fullName === '' ? {} : { fullName }),
        ...(birthDate === undefined ? {} : { birthDate }),
        ...(nationalNumber === '' ? {} : { nationalNumber }),
      },
      reason: typed.reason,
    },
    faults: checks.flatMap(([fault, isRight]) => (isRight ? [] : fault)),
  };
}
