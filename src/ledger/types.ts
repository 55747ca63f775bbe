import type { IsoDate, Rupiah } from '#kernel';

export type EntryState = 'pending' | 'posted' | 'voided';
export type EntryKind = 'contribution' | 'return' | 'payment' | 'correction';

/** One posted line of a person's savings, with the balance after it. */
export type LedgerMovement = {
  readonly entryId: string;
  readonly effectiveOn: IsoDate;
  readonly kind: EntryKind;
  readonly reason: string;
  /** `YYYY-MM` of a contribution, `YYYY` of a yearly return. */
  readonly period: string | undefined;
  readonly payerId: string | undefined;
  readonly amount: Rupiah;
  readonly balanceAfter: Rupiah;
};

/**
 * Sets come in through two tables of the caller's transaction, made by `prepareEntries`:
 *
 *   pg_temp.new_entry(entry_id uuid, state text, kind text, reason text, fund text, period text, payer_id uuid,
 *     effective_on date, corrects_entry_id uuid)
 *   pg_temp.new_posting(entry_id uuid, owner_id uuid, control_name text, amount bigint, part text default 'main')
 *
 * A posting names either the owner of savings or a control account, each once in an entry and never with zero;
 * savings may be held in two parts, main and additional (UU 4/2023 Ps. 188);
 * accounts that are not there yet are opened.
 * `entry_id` is made by the caller and is the idempotency key.
 *
 *   pg_temp.settlement(entry_id uuid, state text, effective_on date) names pending entries to post or to void.
 *
 * `proveLedger` hands out:
 *
 *   pg_temp.entry_total(entry_id uuid, state text, kind text, reason text, effective_on date, fund text, period text,
 *     payer_id uuid, amount bigint) with the sum of the positive postings, and
 *   pg_temp.savings_total(owner_id uuid, posted bigint, pending bigint, paid bigint): contributions, and what was paid out
 */
export type HandOver = 'new_entry' | 'new_posting' | 'settlement' | 'entry_total' | 'savings_total';
