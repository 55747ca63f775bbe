import { type Executor, sql, type Statement, type Transaction } from '#platform';
import type { ClaimOutcome, SaidClaim } from './close-claim.ts';

/** Two officers said how it ended. */
export const isClaimClosed = (paymentId: Statement) => sql`exists (
  select from billing.claim_step c where c.payment_id = ${paymentId} and c.step = 'confirmed')`;

/** How one officer says that it ended, while no other has confirmed it and nobody took it back. */
export const saidOf = (paymentId: Statement) => sql`(
  select jsonb_build_object('outcome', c.outcome, 'reference', c.reference, 'saidBy', c.done_by) from billing.claim_step c
  where c.payment_id = ${paymentId} and c.step = 'said' and not exists (
    select from billing.claim_step d where d.payment_id = c.payment_id and d.turn = c.turn and d.step <> 'said'))`;

export type OpenClaim = { readonly payerId: string; readonly said: SaidClaim | null };

export function openClaim(
  executor: Executor,
  paymentId: string,
  isOpen: Statement,
): Promise<OpenClaim | undefined> {
  return executor.maybe<OpenClaim>(sql`
    select p.payer_id as "payerId", ${saidOf(sql`p.payment_id`)} as said from billing.payment p
    where p.payment_id = ${paymentId}::uuid and ${isOpen}`);
}

export async function insertClaimStep(
  tx: Transaction,
  row: {
    readonly paymentId: string;
    readonly step: 'said' | 'taken_back' | 'confirmed';
    readonly outcome: ClaimOutcome;
    readonly reference: string;
    readonly officerId: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const written = await tx.run(sql`
    insert into billing.claim_step (payment_id, turn, step, outcome, reference, done_by, done_at)
    select ${row.paymentId}::uuid, (select count(*) from billing.claim_step c
        where c.payment_id = ${row.paymentId}::uuid and c.step = 'taken_back')::smallint,
      ${row.step}, ${row.outcome}, ${row.reference}, ${row.officerId}::uuid, ${row.now}::timestamptz
    on conflict do nothing`);
  return written === 1;
}
