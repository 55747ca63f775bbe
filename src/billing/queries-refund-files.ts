import type { Rupiah } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import { refundColumns, type RefundRow, refunds } from './queries-refunds.ts';

/** Puts all that is approved into one file; what two do at once stands in one of both. */
export function insertSent(tx: Transaction, fileId: string, officerId: string, now: Date): Promise<number> {
  return tx.run(sql`
    insert into billing.refund_step (refund_id, step, done_by, done_at, file_id)
    select refund_id, 'sent', ${officerId}::uuid, ${now}::timestamptz, ${fileId}::uuid
    from billing.refund_step a where step = 'approved'
      and not exists (select from billing.refund_step s where s.refund_id = a.refund_id and s.step = 'sent')
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
