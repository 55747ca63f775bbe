import type { FilingReason, TypedFaults } from '#filings';
import type { Visit } from '#platform';

/** Reasons whose words for a file speak of cells and rows. */
const ofForms = [
  'already_employed',
  'date_wrong',
  'exit_reason_unknown',
  'formula_cell',
  'member_number_missing',
  'national_number_wrong',
  'row_repeated',
  'sex_wrong',
  'value_missing',
] as const;

/** What is wrong in a field of a form and what to do. */
export function typedReason({ t }: Visit, reason: FilingReason): string {
  const own = ofForms.find((one) => one === reason);
  return own ? t(`employer.typed.${own}`) : t(`filing.reason.${reason}`);
}

/** The words for one column, undefined where nothing is wrong. */
export function faultWords(
  visit: Visit,
  faults: TypedFaults | undefined,
  column: string,
): string | undefined {
  const reason = faults?.get(column);
  return reason && typedReason(visit, reason);
}

const labels = [
  'address',
  'birth_date',
  'birth_place',
  'email',
  'ended_on',
  'exit_reason',
  'full_name',
  'member_number',
  'mother_name',
  'national_number',
  'phone',
  'sex',
  'started_on',
] as const;

/** A column as the forms call it; undefined for one that no form asks for. */
export function labelOf({ t }: Visit, column: string): string | undefined {
  const known = labels.find((one) => one === column);
  return known && t(`employer.typed.label.${known}`);
}
