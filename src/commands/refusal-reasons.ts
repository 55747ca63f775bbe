/** What a reason in the report of refused rows means, and what mends it; docs/files.md lists the same. */
type Reason = { readonly means: string; readonly remedy: string };

const reason = (means: string, remedy: string): Reason => ({ means, remedy });

/** Every reason that an import can name, in the order of the files. */
export const refusalReasons: Readonly<Record<string, Reason>> = {
  column_count_wrong: reason(
    'the row has more or fewer columns than the header',
    'Quote a field that holds a comma; give an empty column its comma.',
  ),
  value_missing: reason('a value that is needed is empty', 'Fill in the column that the report names.'),
  value_too_long: reason('the text is longer than its column takes', 'Shorten it.'),
  control_character: reason(
    'the text holds an invisible character: a control character or one that turns the direction of writing',
    'Type the text anew.',
  ),
  date_wrong: reason(
    'the date is no day of the calendar written YYYY-MM-DD, or lies too far back',
    'Write it like 2026-10-31.',
  ),
  date_in_future: reason('the date lies ahead', 'Correct it, or send the row when the day has come.'),
  row_repeated: reason('the row stands in the file already', 'Keep one of them.'),
  npp_wrong: reason(
    'the employer number (NPP) is not 1 to 20 capital letters and digits',
    'Write it without dots and spaces.',
  ),
  scale_unknown: reason('the scale is not known', 'Write large, medium, small or micro.'),
  risk_class_wrong: reason(
    'the risk class is not 1 to 5',
    'Write the class of the employer for JKK, 1 to 5.',
  ),
  yes_or_no_expected: reason('the value is neither yes nor no', 'Write yes or no.'),
  province_wrong: reason(
    'the province code is not two digits',
    'Write the code of the province, such as 32.',
  ),
  national_number_wrong: reason(
    'the NIK is not 16 digits',
    'Check it; a spreadsheet may have rounded it: format the column as text.',
  ),
  sex_wrong: reason('the sex is neither L nor P', 'Write L or P.'),
  email_wrong: reason('the e-mail address cannot be one', 'Correct it or leave it empty.'),
  phone_wrong: reason(
    'the phone number is not written with its country code',
    'Write it like +6281234567890 or leave it empty.',
  ),
  member_number_wrong: reason(
    'the member number (KPJ) is not 10 or 11 digits',
    'Keep its leading zeros: format the column as text.',
  ),
  segment_unknown: reason('the segment is not known', 'Write PU, BPU, PMI or JAKON.'),
  employer_missing: reason('a card of PU or JAKON has no employer', 'Fill in npp.'),
  employer_not_expected: reason(
    'a card of BPU or PMI has an employer',
    'Leave npp empty, or correct segment.',
  ),
  started_before_birth: reason(
    'the card starts before the person was born',
    'Correct started_on or birth_date.',
  ),
  ended_before_start: reason('the card ends before it starts', 'Correct started_on or ended_on.'),
  employer_unknown: reason(
    'no employer with this number (NPP) is on the register',
    'Import the employers first, or correct npp.',
  ),
  person_described_differently: reason(
    'this NIK stands for somebody with another name, birth date or sex',
    'Check the NIK; when it is right, describe the person alike in all rows.',
  ),
  national_number_corrected: reason(
    'this NIK was corrected: the person stands under another one',
    'Write the corrected NIK; the case of the correction tells it.',
  ),
  member_number_taken: reason(
    'this member number (KPJ) belongs to another person',
    'Check kpj and nik against the card.',
  ),
  relation_unknown: reason('the relation is not known', 'Write spouse, child, parent or sibling.'),
  person_unknown: reason(
    'no person with this NIK is on the register',
    'Import the members first, or correct nik.',
  ),
  member_number_unknown: reason(
    'no card with this member number (KPJ) is on the register',
    'Import the members first, or correct kpj.',
  ),
  member_number_of_other_employer: reason(
    'this card is one of another employer, or of none',
    'Correct npp or kpj.',
  ),
  month_wrong: reason('the month is not written YYYY-MM', 'Write it like 2026-10.'),
  month_in_future: reason('the month lies ahead', 'Correct it, or send the row when the month has begun.'),
  before_the_programme: reason('the month lies before July 2015', 'Leave the row out.'),
  month_outside_employment: reason(
    'the card did not run in this month',
    'Correct the month, or the days of the card by a file of members.',
  ),
  wage_not_whole_rupiah: reason(
    'the wage is not whole rupiah',
    'Write digits only, without dots, commas and Rp.',
  ),
  wage_zero: reason('the wage is 0', 'Leave out a month without wage.'),
  wage_too_large: reason('the wage is more than 1,000,000,000,000', 'Check the number of its zeros.'),
  dates_out_of_order: reason(
    'reported, billed, paid and posted do not follow each other',
    'Correct the dates; an earlier file may have told one of them.',
  ),
  year_closed: reason(
    'the row was posted, or the savings were paid, in a year that is closed by now',
    'Send it with the day in the open year from which it counts.',
  ),
  posted_without_payment: reason('the row is posted and not paid', 'Fill in paid_on, or empty posted_on.'),
  duplicate_in_file: reason(
    'this card and month stand in the file already',
    'Keep one row; the first was looked at.',
  ),
  paid_by_package: reason(
    'a card of PMI pays by the package of its contract, not by the month',
    'Leave the row out.',
  ),
  rate_not_known: reason(
    'no rate of this segment is known for this month',
    'Check the segment of the card and the month.',
  ),
  band_not_known: reason(
    'the declared income lies between the bands whose contribution is known',
    'Check the income; the bands are those of rates/fixed-amounts.json.',
  ),
  ceiling_not_known: reason(
    'the highest wage that counts for JP in this month is not announced or not entered',
    'Add the line of the year to rates/jp-wage-ceilings.json.',
  ),
  figure_uncertain: reason(
    'a figure of this month was only remembered and seen in no source',
    'Look it up, and mark its line in rates/ as verified.',
  ),
  discount_uncertain: reason(
    'a discount was in force in this month whose terms were seen in no source',
    'Look them up, and mark its rule in rates/discounts.json as verified.',
  ),
  already_reported_otherwise: reason(
    'this card and month are known with another wage or other dates',
    'That is a correction, which an import does not take.',
  ),
  bank_wrong: reason(
    'the name of the bank is not 2 to 20 small letters, digits and hyphens',
    'Write the short name of the bank as in BANK_KEYS.',
  ),
  reference_wrong: reason(
    'the reference is empty, holds a space, or has more than 64 characters',
    'Write it as the bank or the branch does.',
  ),
  billing_code_wrong: reason('the billing code is not digits only', 'Write it without dots and spaces.'),
  amount_wrong: reason(
    'the amount is not whole rupiah above 0',
    'Write digits only, without dots, commas and Rp.',
  ),
  told_otherwise: reason(
    'the bank told of this reference before, with another amount, day or code',
    'Ask the bank which is right; a mistake is mended by another payment with a reference of its own.',
  ),
  paid_otherwise: reason(
    'a pay-out with this reference is known with another amount, day or person',
    'Correct the row to what was paid; another pay-out has a reference of its own.',
  ),
  more_than_balance: reason(
    'the amount is more than the savings that were there on the day and are there now',
    'Check the amount, which is without the return, the day and the card; import what was posted before it first.',
  ),
  provisional_not_declared: reason(
    'no provisional return is declared for the year of the pay-out',
    'Declare it with ./goid returns declare YEAR RATE --provisional, and import the file again.',
  ),
  username_wrong: reason(
    'the user name is not 3 to 32 letters, digits, dots, dashes or underscores after a letter',
    'Leave it empty: its owner signs in with member number, e-mail or phone.',
  ),
  username_taken: reason(
    'the user name belongs to another account or to a row further up',
    'Leave it empty, or ask its owner for another.',
  ),
  person_has_account: reason(
    'the person has an account already, or another row of the file',
    'Leave the row out; the account that is there stays as it is.',
  ),
  password_hash_unknown: reason(
    'the password hash is written in no known notation, or is cut short',
    'Write it in one of the notations of docs/files.md.',
  ),
  password_hash_too_costly: reason(
    'checking the password once would take seconds',
    'Leave the row out: its owner opens the account anew by registering.',
  ),
};

/** How many rows were refused for which reason, the most frequent first, each with its sentence. */
export function reasonLines(counts: ReadonlyMap<string, number>, write: (count: number) => string): string[] {
  return [...counts]
    .toSorted(([, one], [, another]) => another - one)
    .map(([name, count]) => `  ${write(count)} × ${refusalReasons[name]?.means ?? name}`);
}
