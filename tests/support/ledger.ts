import { enter, prepareEntries } from '#ledger';
import { type Database, type Transaction, sql } from '#platform';

/** An entry of one person's savings; the amount is text where it travels between processes. */
export type SavingsEntry = {
  readonly id: string;
  readonly owner: string;
  readonly amount: string;
  /** Posted on that day; pending without. */
  readonly effectiveOn?: string;
  /** The other side, for a test that wants it wrong. */
  readonly control?: string;
};

/** Fills the hand-over tables of the ledger, as an import does. */
async function handOver(tx: Transaction, entries: readonly SavingsEntry[]): Promise<void> {
  await prepareEntries(tx);
  for (const { id, owner, amount, effectiveOn, control = String(-BigInt(amount)) } of entries) {
    await tx.run(sql`insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, effective_on)
      values (${id}::uuid, ${effectiveOn ? 'posted' : 'pending'}, 'contribution', 'test', 'JHT', '2026-01', ${effectiveOn ?? null}::date)`);
    await tx.run(sql`insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
      values (${id}::uuid, ${owner}::uuid, null, ${amount}::bigint), (${id}::uuid, null, 'contributions:JHT', ${control}::bigint)`);
  }
}

export function enterSavings(database: Database, entries: readonly SavingsEntry[], now: Date) {
  return database.transaction(async (tx) => {
    await handOver(tx, entries);
    return enter(tx, now);
  });
}
