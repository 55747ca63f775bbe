import { type IsoDate, type Rupiah, sumRupiah, yearOf } from '#kernel';
import type { Executor } from '#platform';
import {
  type FrameRow,
  type LineRow,
  type RecordRow,
  selectFrame,
  selectLines,
  selectRecords,
} from './queries-statement.ts';
import type { EntryKind } from './types.ts';
import type { YearTerms } from './years.ts';

export type YearLine = {
  readonly effectiveOn: IsoDate;
  readonly kind: EntryKind;
  readonly reason: string;
  readonly period: string | undefined;
  readonly payerId: string | undefined;
  readonly amount: Rupiah;
};

export type YearDetail = {
  readonly opening: Rupiah;
  /** Oldest first. */
  readonly lines: readonly YearLine[];
  /** Of the snapshot when the year is closed, else what the lines lead to. */
  readonly closing: Rupiah;
  readonly isClosed: boolean;
  /** How the return of a closed year was reckoned. */
  readonly terms: YearTerms | undefined;
  /** Rupiah times months for which a return was given within the year. */
  readonly rewarded: bigint;
  /**
   * Each record by itself, where several that were merged later each got their own return of this closed year, rounded
   * down; undefined for nearly everybody.
   */
  readonly apart?: readonly RecordOfYear[] | undefined;
};

/** What the return of one record was reckoned from. */
export type RecordOfYear = {
  readonly opening: Rupiah;
  readonly lines: readonly Pick<YearLine, 'effectiveOn' | 'reason' | 'amount'>[];
  readonly rewarded: bigint;
};

/**
 * One year of a person's savings line by line, from `until`'s 1 January to that day: the snapshot before, and what was
 * written or carried since. Two statements; their cost does not depend on the years before. A third is needed only for a
 * closed year into which something counts that was written later, or in which two records stood that are one now.
 */
export async function yearDetail(executor: Executor, ownerId: string, until: IsoDate): Promise<YearDetail> {
  const year = yearOf(until);
  const frame = await selectFrame(executor, ownerId, year);
  const { after, closing: snapshot } = frame;
  const isClosed = frame.state === 'closed';
  let rows = await selectLines(executor, ownerId, { after, within: isClosed ? year : undefined, until });
  const isShort = () => isClosed && frame.opening + sumOf(rows) !== (snapshot ?? 0n);
  if (isShort()) rows = await selectLines(executor, ownerId, { after, within: undefined, until });
  const before = rows.filter(({ effectiveOn }) => yearOf(effectiveOn) < year);
  const within = rows.filter(({ effectiveOn }) => yearOf(effectiveOn) === year);
  const terms = isClosed ? termsOf(year, frame) : undefined;
  const opening = frame.opening + sumOf(before);
  return {
    opening,
    lines: within.map((row) => ({
      ...row,
      period: row.period ?? undefined,
      payerId: row.payerId ?? undefined,
    })),
    closing: isClosed ? (snapshot ?? 0n) : opening + sumOf(within),
    isClosed,
    terms,
    rewarded: frame.rewarded,
    apart: terms && frame.apart > 1n ? recordsIn(await selectRecords(executor, ownerId, year)) : undefined,
  };
}

function recordsIn(rows: readonly RecordRow[]): RecordOfYear[] {
  return [...Map.groupBy(rows, ({ head }) => head).values()].map((of) => ({
    opening: of[0]?.opening ?? 0n,
    rewarded: of[0]?.rewarded ?? 0n,
    lines: of.flatMap(({ effectiveOn, reason, amount }) =>
      effectiveOn === null ? [] : { effectiveOn, reason: reason ?? '', amount: amount ?? 0n },
    ),
  }));
}

const sumOf = (rows: readonly LineRow[]): bigint => sumRupiah(rows.map(({ amount }) => amount));

function termsOf(year: number, frame: FrameRow): YearTerms {
  const { method, rate, openingWeight, monthWeights, belowZero } = frame;
  return {
    year,
    method: method ?? '',
    rate: rate ?? 0,
    openingWeight: openingWeight ?? 0,
    monthWeights: monthWeights ?? [],
    belowZero: belowZero ?? 'weighed',
  };
}
