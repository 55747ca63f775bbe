import { type ActivityEntry, activitySince, record } from '#activity';
import { AppError } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries.ts';
import type { Origin } from './origin.ts';
import type { SecondFactorMethod } from './strength.ts';

export type Undoing = {
  readonly accountId: string;
  readonly since: Date;
  readonly origin: Origin;
  readonly now: Date;
};

/**
 * Every change of contacts since an instant is undone that could still be stopped, the newest first, because a later one
 * may stand on an earlier: the old addresses are back, the new ones gone with the ways that sent codes there. Call it
 * holding `lockAccount`.
 */
export async function undoContactsSince(
  tx: Transaction,
  undoing: Undoing,
): Promise<readonly queries.StopRow[]> {
  const changes = await queries.takeChangesSince(tx, undoing.accountId, undoing.since);
  const methods: SecondFactorMethod[] = [];
  for (const change of changes) methods.push(...(await undo(tx, undoing, change)));
  await afterDropping(tx, undoing, methods);
  return changes;
}

/** The old address first, so that codes have somewhere to go when the new one is taken away. */
async function undo(
  tx: Transaction,
  { accountId, now }: Undoing,
  change: queries.StopRow,
): Promise<readonly SecondFactorMethod[]> {
  const { old_contact_id: before, new_contact_id: after } = change;
  if (before && change.old_address && change.old_address_hash && change.old_confirmed_at) {
    await queries.putContact(tx, {
      accountId,
      contactId: before,
      channel: change.channel,
      address: change.old_address,
      addressHash: change.old_address_hash,
      confirmedAt: change.old_confirmed_at,
      now,
    });
    if (after) await queries.moveAuthenticator(tx, accountId, after, before);
  }
  if (!after) return [];
  const known = await queries.wholeContacts(tx, accountId);
  const { gone, methods } = await queries.dropContact(tx, accountId, after);
  // A recovery that was finished since may have taken it; nothing else may keep it.
  if (!gone && known.some((contact) => contact.contact_id === after))
    throw new AppError('bug', 'a stopped contact did not go');
  return methods;
}

/**
 * Everything that was set up in the account since somebody else was in it goes: contacts as `undoContactsSince` says, then
 * second factors, passkeys and recovery codes. What was there before stays, and what the excepted
 * session set up; but of contacts all that followed the first change of another. Answers with the ways that went.
 */
export async function undoEverythingSince(
  tx: Transaction,
  undoing: Undoing & { readonly except: string | undefined },
): Promise<{ readonly contacts: number; readonly methods: readonly SecondFactorMethod[] }> {
  const { accountId, since, except } = undoing;
  const slice = { since, before: undefined, limit: 200 };
  const entries = await activitySince(tx, accountId, slice);
  const own = (entry: ActivityEntry) => except !== undefined && entry.details?.['session'] === except;
  const first = entries.findLast(
    (entry) => /^contact_(?:added|changed|removed)$/.test(entry.event) && !own(entry),
  );
  const contacts = first ? await undoContactsSince(tx, { ...undoing, since: first.at }) : [];
  const kept = entries.filter((entry) => setsUp.has(entry.event) && own(entry)).map(({ at }) => at);
  const methods = await queries.dropFactorsSince(tx, accountId, since, kept);
  await afterDropping(tx, undoing, methods);
  return { contacts: contacts.length, methods };
}

const setsUp: ReadonlySet<string> = new Set(['factor_added', 'recovery_codes_made']);

/** Recovery codes stand in for another way: without any they go. Each way that went is told in the activity. */
async function afterDropping(
  tx: Transaction,
  { accountId, origin, now }: Undoing,
  methods: readonly SecondFactorMethod[],
): Promise<void> {
  if (methods.length === 0) return;
  const left = await queries.factorsOf(tx, accountId);
  if (left.every(({ method }) => method === 'recovery')) await queries.forgetRecoveryCodes(tx, accountId);
  for (const method of methods)
    await record(tx, {
      event: 'factor_removed',
      actor: { kind: 'system' },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { method },
    });
}
