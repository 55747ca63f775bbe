import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import { queueAllocation } from './queries.ts';
import { holdPayers } from './queries-allocate.ts';
import * as queries from './queries-refunds.ts';
import { refundFrom } from './refund.ts';
import type { Refund, RefundServices, RefundStep } from './refund-types.ts';

export type DecideRefusal =
  /** No such refund, or it stands otherwise by now. */
  | 'gone'
  /** The officer looked at it first, said first that it came back, or asked for it: another one decides. */
  | 'own';

export type RefundDecision = 'approve' | 'refuse' | 'returned' | 'not_returned';
type Decision = { readonly refundId: string; readonly officerId: string; readonly decision: RefundDecision };
type Services = Pick<RefundServices, 'database' | 'clock'>;

/**
 * An officer looks at a refund: the first approval notes that it was checked, the second, by another officer, approves it. Either
 * may refuse it. `returned`: the bank could not pay it out; the first officer notes it, and the second, another one, confirms it,
 * because the bank may have paid; `not_returned` takes the first word back, by whoever gave it or another. What comes to nothing is free for bills again. Each step stands once, however many decide at
 * once. Recorded.
 */
export function decideRefund(
  { database, clock }: Services,
  { refundId, officerId, decision }: Decision,
): Promise<Result<{ readonly step: RefundStep }, DecideRefusal>> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const asked = await queries.refundById(tx, refundId);
    if (!asked) return refused('gone');
    await holdPayers(tx, [asked.payerId]);
    const refund = await queries.refundById(tx, refundId);
    const step = refund && nextStep(refund, decision);
    if (!step) return refused('gone');
    if (isOwn(refund, step, officerId)) return refused('own');
    if (!(await queries.insertStep(tx, { refundId, step, doneBy: officerId, now }))) return refused('gone');
    if (step === 'refused' || step === 'returned') await queueAllocation(tx, [refund.payerId]);
    await record(tx, {
      event: recorded[step],
      actor: { kind: 'officer', accountId: officerId },
      accountId: officerId,
      at: now,
      details: { refund: refundId },
    });
    return ok({ step });
  });
}

type OfficersStep = Extract<
  RefundStep,
  'checked' | 'approved' | 'refused' | 'returning' | 'not_returned' | 'returned'
>;

const recorded = {
  checked: 'refund_checked',
  approved: 'refund_approved',
  refused: 'refund_refused',
  returning: 'refund_returning',
  not_returned: 'refund_not_returned',
  returned: 'refund_returned',
} as const satisfies Record<OfficersStep, string>;

/** Whether this officer may take that decision now; a page shows the others who must. */
export function mayDecideRefund(refund: Decided, officerId: string, decision: RefundDecision): boolean {
  const step = nextStep(refund, decision);
  return step !== undefined && !isOwn(refund, step, officerId);
}

type Decided = Pick<Refund, 'state' | 'askedBy' | 'checkedBy' | 'returningBy'>;

function nextStep({ state }: Decided, decision: RefundDecision): OfficersStep | undefined {
  if (decision === 'not_returned') return state === 'returning' ? 'not_returned' : undefined;
  if (decision === 'returned') {
    if (state === 'returning') return 'returned';
    return state === 'sent' ? 'returning' : undefined;
  }
  if (state !== 'asked' && state !== 'checked') return undefined;
  if (decision === 'refuse') return 'refused';
  return state === 'asked' ? 'checked' : 'approved';
}

function isOwn(refund: Decided, step: OfficersStep, officerId: string): boolean {
  if (step === 'refused') return false;
  if (refund.askedBy === officerId) return true;
  if (step === 'approved') return refund.checkedBy === officerId;
  return step === 'returned' && refund.returningBy === officerId;
}

const lookBackDays = 90;

/** What waits for officers, and what was sent in the last 90 days, because a bank may return it, or is said to be returned; at most 200. */
export async function refundsAtWork({ database, keys, clock }: RefundServices): Promise<Refund[]> {
  const since = new Date(clock.now().getTime() - lookBackDays * 86_400_000);
  return (await queries.refundsAtWork(database, since, 200)).map((row) => refundFrom(keys, row));
}
