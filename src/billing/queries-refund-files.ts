import type { Rupiah } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import { isSent, refundColumns, type RefundRow, refunds, stillHeld } from './queries-refunds.ts';

/** Approved, not with the bank, and not ended since by a payment that was taken back. */
const toSend = sql`select r.refund_id, r.payer_id from billing.refund_step a join billing.refund r using (refund_id)
  where a.step = 'approved' and not ${isSent(sql`a.refund_id`)} and ${stillHeld(sql`a.refund_id`)}`;

export async function payersToSend(tx: Transaction): Promise<string[]> {
  const rows = await tx.many<{ readonly payer_id: string }>(
    sql`select distinct payer_id from (${toSend}) s order by 1`,
  );
  return rows.map((row) => row.payer_id);
}

/** Puts all that is approved of these payers into one file; what two do at once stands in one of both. */
export function insertSent(
  tx: Transaction,
  file: { readonly fileId: string; readonly officerId: string; readonly payerIds: readonly string[] },
  now: Date,
): Promise<number> {
  return tx.run(sql`
    insert into billing.refund_step (refund_id, step, done_by, done_at, file_id)
    select refund_id, 'sent', ${file.officerId}::uuid, ${now}::timestamptz, ${file.fileId}::uuid
    from (${toSend}) s where payer_id = any (${file.payerIds}::uuid[])
    on conflict do nothing`);
}

export function refundsInFile(executor: Executor, fileId: string): Promise<RefundRow[]> {
  return executor.many(sql`
    select ${refundColumns} from ${refunds} join billing.refund_step f on f.refund_id = r.refund_id
    where f.file_id = ${fileId}::uuid order by r.refund_id`);
}

export type RefundFile = {
  readonly fileId: string;
  readonly sentAt: Date;
  readonly rows: number;
  readonly amount: Rupiah;
};

export function refundFiles(executor: Executor, limit: number): Promise<RefundFile[]> {
  return executor.many(sql`
    select s.file_id as "fileId", min(s.done_at) as "sentAt", count(*)::int as rows, sum(r.amount)::bigint as amount
    from billing.refund_step s join billing.refund r using (refund_id) where s.file_id is not null
    group by s.file_id order by 2 desc limit ${limit}::int`);
}
