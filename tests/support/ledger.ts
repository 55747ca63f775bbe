import { enter, type LedgerDifference, prepareEntries, settle, verifyLedger } from '#ledger';
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
  readonly kind?: 'contribution' | 'return' | 'payment' | 'correction';
  readonly part?: 'main' | 'additional';
};

/** Fills the hand-over tables of the ledger, as an import does. */
async function handOver(tx: Transaction, entries: readonly SavingsEntry[]): Promise<void> {
  await prepareEntries(tx);
  for (const { id, owner, amount, effectiveOn, control = String(-BigInt(amount)), kind, part } of entries) {
    await tx.run(sql`insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, effective_on)
      values (${id}::uuid, ${effectiveOn ? 'posted' : 'pending'}, ${kind ?? 'contribution'}, 'test', 'JHT', '2026-01', ${effectiveOn ?? null}::date)`);
    await tx.run(sql`insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount, part)
      values (${id}::uuid, ${owner}::uuid, null, ${amount}::bigint, ${part ?? 'main'}), (${id}::uuid, null, 'contributions:JHT', ${control}::bigint, null)`);
  }
}

export function enterSavings(database: Database, entries: readonly SavingsEntry[], now: Date) {
  return database.transaction(async (tx) => {
    await handOver(tx, entries);
    return enter(tx, now);
  });
}

/** Posts or voids pending entries, as an import does. */
export function settleSavings(
  database: Database,
  asked: readonly { readonly id: string; readonly postedOn?: string }[],
): Promise<void> {
  return database.transaction(async (tx) => {
    await prepareEntries(tx);
    for (const { id, postedOn } of asked)
      await tx.run(sql`insert into pg_temp.settlement
        values (${id}::uuid, ${postedOn ? 'posted' : 'voided'}, ${postedOn ?? null}::date)`);
    await settle(tx);
  });
}

export async function ledgerDifferences(database: Database): Promise<LedgerDifference[]> {
  const found: LedgerDifference[] = [];
  for await (const difference of verifyLedger(database)) found.push(difference);
  return found;
}

export const returnAccounts = { fund: 'JHT', returns: 'returns:JHT', rounding: 'rounding:JHT' } as const;
