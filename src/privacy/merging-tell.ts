import { type AccountServices, notifyOwner } from '#accounts';
import { type ActivityEvent, type Actor, record } from '#activity';
import { newSpokenCode } from '#kernel';
import { formatInstant, type Transaction } from '#platform';
import { keepHash } from './keep-hash.ts';
import * as queries from './queries-merging.ts';

type Merging = Pick<
  queries.MergingRow,
  'mergingId' | 'caseNumber' | 'gone' | 'stays' | 'goneAccountId' | 'staysAccountId'
>;

const sidesOf = ({ gone, stays, goneAccountId, staysAccountId }: Merging) => [
  { personId: gone, accountId: goneAccountId ?? undefined },
  { personId: stays, accountId: staysAccountId ?? undefined },
];

/** The same entry in the activity of both records. */
export async function recordOnBoth(
  tx: Transaction,
  merging: Merging,
  entry: {
    readonly event: ActivityEvent;
    readonly actor: Actor;
    readonly now: Date;
    readonly from?: { readonly address: string; readonly userAgent: string } | undefined;
  },
): Promise<void> {
  const { event, actor, now, from } = entry;
  for (const { personId, accountId } of sidesOf(merging))
    await record(tx, {
      event,
      actor,
      accountId,
      personId,
      at: now,
      ...(from ? { address: from.address, userAgent: from.userAgent } : {}),
      details: { case: merging.caseNumber },
    });
}

/** Every address of both accounts learns what waits, which account there will be, and how to stop it. */
export async function tellOfWait(
  services: AccountServices,
  tx: Transaction,
  merging: Merging & { readonly endsAt: Date },
  now: Date,
): Promise<void> {
  const { mergingId, caseNumber, endsAt, goneAccountId, staysAccountId } = merging;
  for (const accountId of [goneAccountId, staysAccountId]) {
    if (!accountId) continue;
    const closes = accountId === goneAccountId && staysAccountId !== null;
    const stop = newSpokenCode(12);
    await queries.insertStop(tx, { tokenHash: keepHash(stop), mergingId, accountId });
    await notifyOwner(services, tx, {
      accountId,
      template: closes ? 'merging_waiting_closing' : 'merging_waiting',
      parameters: (language, zone) => ({
        case_number: caseNumber,
        until: formatInstant(endsAt, language, zone),
        stop,
      }),
      now,
    });
  }
}

/** Every address of both learns how it ended. `closed`: the account that is no more. */
export async function tellOfEnd(
  services: AccountServices,
  tx: Transaction,
  merging: Merging,
  end: { readonly how: 'done' | 'stopped'; readonly closed: string | undefined; readonly now: Date },
): Promise<void> {
  const { goneAccountId, staysAccountId, caseNumber } = merging;
  for (const accountId of [goneAccountId, staysAccountId])
    if (accountId)
      await notifyOwner(services, tx, {
        accountId,
        template:
          end.how === 'stopped'
            ? 'merging_stopped'
            : accountId === end.closed
              ? 'merging_done_closed'
              : 'merging_done',
        parameters: { case_number: caseNumber },
        now: end.now,
      });
}
