import type { IsoDate } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import type { DueBill } from './remind.ts';

/**
 * Open bills with a fact that their payer was not told of yet, so many at most; every fact that holds is noted, the last of them is
 * yielded. A bill that stood before is told of for so long only, so that a first run wakes nobody over old debts.
 */
export function takeReminders(tx: Transaction, today: IsoDate, most: number): Promise<DueBill[]> {
  return tx.many(sql`
    with due as (
      select b.payer_id, b.month, b.segment, b.due_on, f.fact, f.place
      from billing.bill b
      cross join lateral (values
        ('issued', 1, b.issued_on > ${today}::date - 7 and b.due_on >= ${today}::date),
        ('due_soon', 2, b.due_on between ${today}::date and ${today}::date + 3),
        ('overdue', 3, b.due_on between ${today}::date - 14 and ${today}::date - 1)) f (fact, place, holds)
      where f.holds and b.due_on between ${today}::date - 14 and ${today}::date + 90
        and not exists (select from billing.reminder r where r.payer_id = b.payer_id and r.month = b.month and r.fact = f.fact)
        and not exists (select from billing.reminder_choice c where c.payer_id = b.payer_id and not c.wanted)
        and (select sum(amount) from billing.charge c where c.payer_id = b.payer_id and c.month = b.month)
          > (select coalesce(sum(amount), 0) from billing.allocation a where a.payer_id = b.payer_id and a.month = b.month)),
    taken as (
      select payer_id, month from due group by payer_id, month order by payer_id, month limit ${most}::int),
    noted as (
      insert into billing.reminder (payer_id, month, fact, reminded_on)
      select payer_id, month, fact, ${today}::date from due join taken using (payer_id, month)
      on conflict do nothing returning payer_id, month, fact)
    select distinct on (payer_id, month) payer_id as "payerId", month, segment, due_on as "dueOn", fact
    from noted join due using (payer_id, month, fact) order by payer_id, month, place desc`);
}

/** Of the self-employed the account that declared last. */
export function ownReaders(
  tx: Transaction,
  payerIds: readonly string[],
): Promise<{ readonly payerId: string; readonly accountId: string }[]> {
  return tx.many(sql`
    select distinct on (payer_id) payer_id as "payerId", declared_by as "accountId"
    from billing.declaration where payer_id = any (${payerIds}::uuid[]) and declared_by is not null
    order by payer_id, month desc, declaration_id desc`);
}

export async function wantsReminders(executor: Executor, payerId: string): Promise<boolean> {
  const row = await executor.maybe<{ readonly wanted: boolean }>(sql`
    select wanted from billing.reminder_choice where payer_id = ${payerId}::uuid`);
  return row?.wanted ?? true;
}

export async function putChoice(
  tx: Transaction,
  choice: {
    readonly payerId: string;
    readonly wanted: boolean;
    readonly accountId: string;
    readonly now: Date;
  },
): Promise<void> {
  await tx.run(sql`
    insert into billing.reminder_choice (payer_id, wanted, changed_by, changed_at)
    values (${choice.payerId}, ${choice.wanted}, ${choice.accountId}, ${choice.now})
    on conflict (payer_id) do update set wanted = excluded.wanted, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`);
}
