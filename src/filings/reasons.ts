import { AppError } from '#kernel';
import { termsRefusals } from '#rates';

/** Why a row is refused; each has its words in locales/ under `filing.reason.<name>`, with what to do. */
export const filingReasons = [
  'column_count_wrong',
  'formula_cell',
  'member_number_missing',
  'member_number_wrong',
  'member_number_unknown',
  'member_number_of_other_employer',
  'month_outside_employment',
  'duplicate_in_file',
  'wage_missing',
  'wage_ambiguous',
  'wage_not_whole_rupiah',
  'wage_zero',
  'wage_too_large',
  'back_pay_apart',
  'month_wrong',
  'month_differs',
  'reported_otherwise',
  'nothing_to_correct',
  ...termsRefusals,
  'band_not_known',
  'employer_unknown',
  'value_missing',
  'value_too_long',
  'control_character',
  'date_wrong',
  'date_in_future',
  'identity_kind_not_taken',
  'national_number_wrong',
  'sex_wrong',
  'email_wrong',
  'phone_wrong',
  'started_before_birth',
  'row_repeated',
  'national_number_corrected',
  'person_described_differently',
  'already_employed',
  'exit_reason_unknown',
  'already_ended',
  'ended_before_start',
] as const;
export type FilingReason = (typeof filingReasons)[number];

/** The reason of a name that a check in SQL gave. A name without words stops the job, rather than every page of its filing. */
export function reasonNamed(name: string): FilingReason {
  const reason = filingReasons.find((one) => one === name);
  if (!reason) throw new AppError('bug', `a row is refused for a reason without words: ${name}`);
  return reason;
}

/**
 * What a clerk is told of a member number that is not this employer's: one answer, whether somebody else has it or nobody,
 * because it is not the clerk's to know. Rows refused before that was so have the other name, with the same words.
 */
export const ofThisEmployer = (reason: FilingReason): FilingReason =>
  reason === 'member_number_of_other_employer' ? 'member_number_unknown' : reason;
