import type { RowRefusal } from '#members';
import { sql, type Transaction } from '#platform';

export async function createPaymentRow(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table payment_row (row_number int, payment_id uuid, bank text, bank_reference text,
    billing_code text, amount bigint, paid_on date, written boolean not null default false, refusal text) on commit drop`);
}

export const copyPaymentRow =
  'copy pg_temp.payment_row (row_number, payment_id, bank, bank_reference, billing_code, amount, paid_on) from stdin';

/** Writes the first row of each reference that nobody told before; yields the payers that some of it is for. */
export async function writePayments(tx: Transaction, now: Date): Promise<string[]> {
  const rows = await tx.many<{ readonly payer_id: string }>(sql`
    with written as (
      insert into billing.payment (bank, bank_reference, payment_id, billing_code, payer_id, amount, paid_on, received_at)
      select distinct on (r.bank, r.bank_reference) r.bank, r.bank_reference, r.payment_id, r.billing_code, b.payer_id,
        r.amount, r.paid_on, ${now}::timestamptz
      from pg_temp.payment_row r left join billing.bill b using (billing_code)
      order by r.bank, r.bank_reference, r.row_number
      on conflict (bank, bank_reference) do nothing returning payment_id, payer_id),
    marked as (
      update pg_temp.payment_row r set written = true from written w where w.payment_id = r.payment_id)
    select distinct payer_id from written where payer_id is not null`);
  return rows.map((row) => row.payer_id);
}

export async function refuseToldOtherwise(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.payment_row r set refusal = 'told_otherwise'
    from billing.payment p
    where not r.written and p.bank = r.bank and p.bank_reference = r.bank_reference
      and (p.billing_code, p.amount, p.paid_on) is distinct from (r.billing_code, r.amount, r.paid_on)`);
}

export function countRows(tx: Transaction): Promise<{ readonly staged: bigint; readonly written: bigint }> {
  return tx.one(
    sql`select count(*) as staged, count(*) filter (where written) as written from pg_temp.payment_row`,
  );
}

export function refusedRows(tx: Transaction, after: number, limit: number): Promise<RowRefusal[]> {
  return tx.many<RowRefusal>(sql`
    select row_number as row, 'bank_reference' as column, bank_reference as value, refusal as reason
    from pg_temp.payment_row where refusal is not null and row_number > ${after}::int
    order by row_number limit ${limit}::int`);
}
