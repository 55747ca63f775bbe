import { isoDate, type IsoDate, type Rupiah } from '#kernel';
import { maskName } from '#members';
import { sealWith, unsealWith } from '#platform';
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

const placeOf = (proofId: string) => `statements.proof.facts/${proofId}`;

export function sealFacts(key: Buffer, proofId: string, facts: ProofFacts): Buffer {
  return sealWith(key, placeOf(proofId), textOf(facts));
}

export function openFacts(key: Buffer, proofId: string, sealed: Buffer): ProofFacts {
  const { year, until, state, maskedName, memberNumberEnds, amounts } = JSON.parse(
    unsealWith(key, placeOf(proofId), sealed).toString(),
  ) as Omit<ProofFacts, 'amounts'> & { readonly amounts: Record<keyof StatementAmounts, string> };
  const amount = (name: keyof StatementAmounts): Rupiah => BigInt(amounts[name]);
  return {
    year,
    until: isoDate(until),
    state,
    maskedName,
    memberNumberEnds,
    amounts: {
      opening: amount('opening'),
      contributions: amount('contributions'),
      returns: amount('returns'),
      payments: amount('payments'),
      corrections: amount('corrections'),
      closing: amount('closing'),
    },
  };
}

/** Whether a statement made now would say what the paper says. */
export function isAsIssued(facts: ProofFacts, statement: YearStatement): boolean {
  return textOf(facts) === textOf(factsOf(statement));
}

/** Amounts as text, because a number of JSON loses rupiah. */
function textOf(facts: ProofFacts): string {
  return JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
