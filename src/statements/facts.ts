import type { IsoDate } from '#kernel';
import { maskName } from '#members';
import type { StatementAmounts, YearStatement } from './types.ts';

/** What the paper says, as it was when the code was made. */
export type ProofFacts = {
  readonly year: number;
  readonly until: IsoDate;
  readonly state: 'closed' | 'open';
  /** First letters only. */
  readonly maskedName: string;
  /** The last four digits of each card. */
  readonly memberNumberEnds: readonly string[];
  readonly amounts: StatementAmounts;
};

export function factsOf({ year, until, state, holder, amounts }: YearStatement): ProofFacts {
  return {
    year,
    until,
    state,
    maskedName: maskName(holder.fullName),
    memberNumberEnds: holder.memberNumbers.map((number) => number.slice(-4)),
    amounts,
  };
}

/** Whether a statement made now would say what the paper says. */
export function isAsIssued(facts: ProofFacts, statement: YearStatement): boolean {
  return textOf(facts) === textOf(factsOf(statement));
}

/** Amounts as text, because a number of JSON loses rupiah. */
export function textOf(facts: ProofFacts): string {
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
