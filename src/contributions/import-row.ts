import { dayIn, isIsoDate, type Month, monthOf, ok, parseMonth, refused } from '#kernel';
import { refusal, type StagingPlan } from '#members';
import { firstContributionMonth } from '#rates';
import { largestWage } from './limits.ts';
import { countsActiveWorkers } from './sql-terms.ts';

export const contributionColumns = [
  'npp',
  'kpj',
  'month',
  'wage',
  'reported_on',
  'billed_on',
  'paid_on',
  'posted_on',
] as const;
type Column = (typeof contributionColumns)[number];
type Row = Readonly<Record<Column, string>>;
type Refusal = ReturnType<typeof refusal>;

const wholeRupiah = /^(?:0|[1-9]\d*)$/;

/**
 * How contributions.csv is staged: every row checked by itself, with the month for which the employer's active
 * workers must be counted beside it (only some discounts ask for them).
 */
export function contributionPlan(now: Date): StagingPlan<Column> {
  const today = dayIn(now);
  const currentMonth = monthOf(today);
  const isDay = remembering(isIsoDate);
  const monthRefusal = remembering((text) => refusedMonth(text, currentMonth));
  const counted = remembering((text) => countsActiveWorkers(text as Month));
  const refuses = (row: Row): Refusal | undefined => {
    if (row.kpj === '') return refusal('kpj', '', 'value_missing');
    const reason = monthRefusal(row.month);
    if (reason) return refusal('month', row.month, reason);
    return refusedWage(row.wage) ?? refusedDates(row, today, isDay);
  };
  return {
    columns: contributionColumns,
    copy: `copy pg_temp.contribution_row (row_number, npp, member_number, month, counted_month, wage, reported_on,
      billed_on, paid_on, posted_on) from stdin`,
    toValues: (row, line) => {
      const wrong = refuses(row);
      if (wrong) return refused(wrong);
      const countedMonth = counted(row.month) ? row.month : currentMonth;
      return ok([
        line,
        row.npp,
        row.kpj,
        row.month,
        countedMonth,
        row.wage,
        row.reported_on,
        row.billed_on || undefined,
        row.paid_on || undefined,
        row.posted_on || undefined,
      ]);
    },
  };
}

function refusedMonth(text: string, currentMonth: Month): string | undefined {
  const month = parseMonth(text);
  if (!month) return 'month_wrong';
  if (month > currentMonth) return 'month_in_future';
  return month < firstContributionMonth ? 'before_the_programme' : undefined;
}

function refusedWage(text: string): Refusal | undefined {
  if (!wholeRupiah.test(text)) return refusal('wage', text, 'wage_not_whole_rupiah');
  if (text === '0') return refusal('wage', text, 'wage_zero');
  return text.length > 13 || BigInt(text) > largestWage ? refusal('wage', text, 'wage_too_large') : undefined;
}

/** Reported, billed, paid and posted in this order; what has not happened is empty, and nothing is posted unpaid. */
function refusedDates(row: Row, today: string, isDay: (text: string) => boolean): Refusal | undefined {
  if (row.reported_on === '') return refusal('reported_on', '', 'value_missing');
  let before = '';
  for (const column of ['reported_on', 'billed_on', 'paid_on', 'posted_on'] as const) {
    const value = row[column];
    if (value === '') continue;
    if (!isDay(value)) return refusal(column, value, 'date_wrong');
    if (value > today) return refusal(column, value, 'date_in_future');
    if (value < before) return refusal(column, value, 'dates_out_of_order');
    before = value;
  }
  if (row.posted_on !== '' && row.paid_on === '')
    return refusal('posted_on', row.posted_on, 'posted_without_payment');
  return undefined;
}

const mostRemembered = 20_000;

/** A file says the same few thousand days and months a million times. */
function remembering<Value>(work: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = work(text);
    if (known.size < mostRemembered) known.set(text, value);
    return value;
  };
}
