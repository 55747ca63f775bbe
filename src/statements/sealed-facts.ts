import { isoDate, type Rupiah } from '#kernel';
import { sealWith, unsealWith } from '#platform';
import { type ProofFacts, textOf } from './facts.ts';
import type { StatementAmounts } from './types.ts';

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
