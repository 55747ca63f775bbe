import type { Attention } from '#contributions';
import { addMonths, type Month } from '#kernel';
import { formatMonth, type Visit } from '#platform';

/** Months on end of the same kind and employer, which are one matter to ask about. */
export type Run = { readonly newest: Attention; readonly first: Month; readonly count: number };

/** Groups what needs attention, newest first as it comes. */
export function runsOf(attention: readonly Attention[]): Run[] {
  const runs: Run[] = [];
  for (const item of attention) {
    const open = runs.findIndex(
      ({ newest, first }) =>
        newest.kind === item.kind &&
        newest.employerName === item.employerName &&
        addMonths(item.month, 1) === first,
    );
    const run = runs[open];
    if (run) runs[open] = { ...run, first: item.month, count: run.count + 1 };
    else runs.push({ newest: item, first: item.month, count: 1 });
  }
  return runs;
}

/** `Okt 2026` for one month, `Mei–Oktober 2026` for several. */
export function runName({ t }: Visit, { newest, first, count }: Run): string {
  if (count === 1) return formatMonth(first, t.language, 'short');
  const until = formatMonth(newest.month, t.language);
  const from = formatMonth(first, t.language);
  const year = newest.month.slice(0, 4);
  return `${first.startsWith(year) ? from.replace(year, '').trim() : from}–${until}`;
}
