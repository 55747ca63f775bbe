import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import { holdPayers } from './queries-allocate.ts';
import * as queries from './queries-claims.ts';
import { isOpenClaim } from './queries-reversals.ts';
import type { BillingServices } from './types.ts';

/** How a claim for money that went out as a refund ended: the payer gave it back, or nobody asks for it any more. */
export const claimOutcomes = ['paid_back', 'given_up'] as const;
export type ClaimOutcome = (typeof claimOutcomes)[number];

export type SaidClaim = {
  readonly outcome: ClaimOutcome;
  /** Number under which the money came in or the decision stands, as the officer typed it. */
  readonly reference: string;
  readonly saidBy: string;
};

export type ClaimDecision =
  | { readonly act: 'say'; readonly outcome: ClaimOutcome; readonly reference: string }
  | { readonly act: 'confirm' | 'take_back' };

export type ClaimRefusal =
  /** Closed already, no such claim, or another officer was quicker. */
  | 'gone'
  /** Whoever said it does not confirm it. */
  | 'own'
  /** Empty, or over 64 characters. */
  | 'reference';

const longestReference = 64;

/**
 * Closes a claim (`reversedAfterRefund`): one officer says how it ended, another confirms it, and it leaves the list. Until then
 * either takes it back. It moves no money: what came in goes by the bank as ever. Each step stands once. Recorded.
 */
export function closeClaim(
  { database, clock }: BillingServices,
  paymentId: string,
  officerId: string,
  decision: ClaimDecision,
): Promise<Result<undefined, ClaimRefusal>> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const first = await queries.openClaim(tx, paymentId, isOpenClaim);
    if (!first) return refused('gone');
    await holdPayers(tx, [first.payerId]);
    const said = (await queries.openClaim(tx, paymentId, isOpenClaim))?.said ?? undefined;
    const step = stepOf(decision, said, officerId);
    if (!step.ok) return step;
    if (!(await queries.insertClaimStep(tx, { paymentId, officerId, now, ...step.value })))
      return refused('gone');
    await record(tx, {
      event: recorded[step.value.step],
      actor: { kind: 'officer', accountId: officerId },
      accountId: officerId,
      at: now,
      details: { payment: paymentId, outcome: step.value.outcome },
    });
    return ok(undefined);
  });
}

const recorded = {
  said: 'claim_end_said',
  taken_back: 'claim_end_taken_back',
  confirmed: 'claim_end_confirmed',
} as const;

type Step = {
  readonly step: keyof typeof recorded;
  readonly outcome: ClaimOutcome;
  readonly reference: string;
};

function stepOf(
  decision: ClaimDecision,
  said: SaidClaim | undefined,
  officerId: string,
): Result<Step, ClaimRefusal> {
  if (decision.act === 'say') {
    const reference = decision.reference.trim();
    if (reference === '' || reference.length > longestReference) return refused('reference');
    return said ? refused('gone') : ok({ step: 'said', outcome: decision.outcome, reference });
  }
  if (!said) return refused('gone');
  const { outcome, reference } = said;
  if (decision.act === 'take_back') return ok({ step: 'taken_back', outcome, reference });
  return said.saidBy === officerId ? refused('own') : ok({ step: 'confirmed', outcome, reference });
}
