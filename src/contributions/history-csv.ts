import type { IsoDate } from '#kernel';
import {
  type Executor,
  type Language,
  type MessageKey,
  type Translate,
  safeCsvCell,
  translatorFor,
} from '#platform';
import { programmes } from '#rates';
import { contributionHistory } from './history.ts';
import type { ContributionRow, HistoryFilter } from './types.ts';

const rowsAtOnce = 500;

/**
 * The history as the lines of a CSV file (RFC 4180, UTF-8), the header first, newest month first: amounts as plain
 * digits and dates as YYYY-MM-DD, so that a spreadsheet can count with them; words in the language asked for.
 */
export async function* historyCsv(
  executor: Executor,
  personId: string,
  today: IsoDate,
  filter: HistoryFilter,
  language: Language = 'id',
): AsyncGenerator<string> {
  const translate = translatorFor(language);
  yield line(headings(translate));
  for (let offset = 0; ; offset += rowsAtOnce) {
    const page = { limit: rowsAtOnce, offset };
    const { rows, more } = await contributionHistory(executor, personId, today, filter, page);
    for (const row of rows) yield line(cells(row, translate));
    if (!more) return;
  }
}

/** JKP adds nothing to a bill, so it has no columns. */
const billed = programmes.filter((programme) => programme !== 'JKP');
const leading = ['month', 'employer', 'member_number', 'wage'] as const;
const trailing = ['reported_on', 'billed_on', 'due_on', 'paid_on', 'posted_on', 'state'] as const;

function headings(translate: Translate): string[] {
  return [
    ...leading.map((name) => translate(`contributions.csv.${name}`)),
    ...billed.flatMap((programme) => [
      translate('contributions.csv.employer_share', { programme }),
      translate('contributions.csv.employee_share', { programme }),
    ]),
    ...trailing.map((name) => translate(`contributions.csv.${name}`)),
  ];
}

function cells(row: ContributionRow, translate: Translate): string[] {
  const stateKey: MessageKey = `contributions.state.${row.state}`;
  return [
    row.month,
    row.employerName ?? '',
    row.memberNumber,
    String(row.wage ?? ''),
    ...billed.flatMap((programme) => {
      const share = row.shares.find((candidate) => candidate.programme === programme);
      return share ? [String(share.employerShare), String(share.employeeShare)] : ['', ''];
    }),
    row.reportedOn ?? '',
    row.billedOn ?? '',
    row.dueOn,
    row.paidOn ?? '',
    row.postedOn ?? '',
    translate(stateKey),
  ];
}

function line(fields: readonly string[]): string {
  return `${fields.map(safeCsvCell).join(',')}\r\n`;
}
