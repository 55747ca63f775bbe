import { isReadOnly } from '#accounts';
import { record } from '#activity';
import { newId, ok, refused, type Result, type Rupiah } from '#kernel';
import { type Executor, seal, unseal } from '#platform';
import { payerAccount } from './bills.ts';
import { queueAllocation } from './queries.ts';
import { credits, holdPayers } from './queries-allocate.ts';
import * as queries from './queries-refunds.ts';
import type { Refund, RefundDestination, RefundServices } from './refund-types.ts';

export type AskRefund = {
  readonly payerId: string;
  /** What the page showed, so that nobody asks for another amount than was seen. */
  readonly amount: Rupiah;
  readonly destination: RefundDestination;
  /** Account of who asks; the page sees to it that this one may, and signed in with a strong factor. */
  readonly accountId: string;
  /** Number of the employer; the self-employed have none. */
  readonly npp?: string;
  /** Of the self-employed an unpaid month is no debt, so nothing stands against a refund. */
  readonly owesNothing?: boolean;
};

export type AskRefusal =
  /** A bill is still open: what is over is used for it. */
  | 'owes'
  /** Nothing is over, or another amount than the page showed. */
  | 'changed'
  /** One is on its way already. */
  | 'waiting'
  /** A recovery of the account waits: nobody has proven enough to say where money goes. */
  | 'recovery'
  | 'bank_wrong'
  | 'number_wrong'
  | 'holder_wrong';

/**
 * Asks for all that is over to be paid back. It is held at once, so that no bill uses it; two officers decide. Of several at
 * once one is written. Recorded.
 */
export function askRefund(
  { database, keys, clock }: RefundServices,
  asked: AskRefund,
): Promise<Result<{ readonly refundId: string }, AskRefusal>> {
  const { payerId, accountId, destination } = asked;
  const wrong = faultOf(destination);
  if (wrong) return Promise.resolve(refused(wrong));
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, accountId)) return refused('recovery');
    await holdPayers(tx, [payerId]);
    if ((await queries.refundsOf(tx, payerId, 20)).some(isWaiting)) return refused('waiting');
    const { outstanding } = await payerAccount({ database: tx }, payerId);
    if (outstanding > 0n && !asked.owesNothing) return refused('owes');
    const parts = await credits(tx, [payerId]);
    const over = parts.reduce((sum, { left }) => sum + left, 0n);
    if (over !== asked.amount || over === 0n) return refused('changed');
    const refundId = newId(now);
    const sealed = seal(keys, 'billing', destinationPlace(refundId), JSON.stringify(destination));
    await queries.insertRefund(tx, {
      payerId,
      refundId,
      parts,
      askedBy: accountId,
      destination: sealed,
      now,
    });
    await record(tx, activityOf('refund_asked', accountId, asked.npp, now));
    return ok({ refundId });
  });
}

/** Takes it back while no officer has approved it; what it held is free for bills again. */
export function withdrawRefund(
  { database, clock }: Pick<RefundServices, 'database' | 'clock'>,
  asked: {
    readonly payerId: string;
    readonly refundId: string;
    readonly accountId: string;
    readonly npp?: string;
  },
): Promise<Result<undefined, 'gone' | 'recovery'>> {
  const { payerId, refundId, accountId, npp } = asked;
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, accountId)) return refused('recovery');
    await holdPayers(tx, [payerId]);
    const refund = await queries.refundById(tx, refundId);
    if (refund?.payerId !== payerId || (refund.state !== 'asked' && refund.state !== 'checked'))
      return refused('gone');
    if (!(await queries.insertStep(tx, { refundId, step: 'withdrawn', doneBy: accountId, now })))
      return refused('gone');
    await record(tx, activityOf('refund_withdrawn', accountId, npp, now));
    await queueAllocation(tx, [payerId]);
    return ok(undefined);
  });
}

/** Of one payer, the newest first; at most 20 unless said. */
export async function refundsOf(
  executor: Executor,
  keys: RefundServices['keys'],
  payerId: string,
  limit = 20,
): Promise<Refund[]> {
  return (await queries.refundsOf(executor, payerId, limit)).map((row) => refundFrom(keys, row));
}

/** Whether a refund of one of these payers is asked for and not sent, taken back or refused. */
export async function hasWaitingRefund(executor: Executor, payerIds: readonly string[]): Promise<boolean> {
  for (const payerId of payerIds)
    if ((await queries.refundsOf(executor, payerId, 20)).some(isWaiting)) return true;
  return false;
}

export function refundFrom(keys: RefundServices['keys'], row: queries.RefundRow): Refund {
  const plain = unseal(keys, 'billing', destinationPlace(row.refundId), row.destination);
  return { ...row, destination: JSON.parse(plain.toString()) as RefundDestination };
}

/** Where the sealed account of a refund belongs, so that it opens nowhere else. */
export const destinationPlace = (refundId: string) => `billing.refund_destination/${refundId}`;

const isWaiting = ({ state }: queries.RefundRow) =>
  state === 'asked' || state === 'checked' || state === 'approved';

function faultOf({ bank, number, holder }: RefundDestination): AskRefusal | undefined {
  if (!/^[\p{L}\d .&'()-]{2,60}$/u.test(bank)) return 'bank_wrong';
  if (!/^\d{5,34}$/.test(number)) return 'number_wrong';
  return /^[\p{L}\d .,&'()/-]{2,100}$/u.test(holder) ? undefined : 'holder_wrong';
}

const activityOf = (
  event: 'refund_asked' | 'refund_withdrawn',
  accountId: string,
  npp: string | undefined,
  at: Date,
) =>
  ({
    event,
    actor: { kind: 'member', accountId },
    accountId,
    at,
    ...(npp ? { details: { npp } } : {}),
  }) as const;
