import { joinTouched, sessionSpan, touchedAccounts, type TouchedAccount, type TouchedCount } from '#accounts';
import { gatherTouched, record, type TouchedFilter } from '#activity';
import { type Clock, type Result, ok, refused } from '#kernel';
import { reachOf } from '#members';
import type { Database, Executor, KeyRing } from '#platform';

export type TouchedServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly clock: Clock;
};

/** By whom or when: an actor, a session (its holder while it was in use), a span of time, or an actor within a span. */
export type TouchedBy = TouchedFilter & { readonly sessionId?: string | undefined };

export type TouchedMember = TouchedAccount & {
  /** Where the addresses come from: proven by the member, or as the register has them. */
  readonly reachedBy: 'account' | 'register' | 'nothing';
};

/**
 * Everybody whose data was touched, for the written notice within 3 × 24 hours (UU 27/2022 article 46): gathered in sets
 * and given to `each` in slices, in bounded memory. That the list was made is recorded before the first slice is handed
 * out. Answers how many they are, and how many of them stand on the register.
 */
export async function listTouched(
  services: TouchedServices,
  by: TouchedBy,
  each: (members: readonly TouchedMember[]) => Promise<void>,
): Promise<Result<TouchedCount, 'unknown_session'>> {
  const { database, keys, clock } = services;
  const span = by.sessionId === undefined ? undefined : await sessionSpan(database, by.sessionId);
  if (by.sessionId !== undefined && !span) return refused('unknown_session');
  const filter = span ? { actorAccountId: span.accountId, from: span.from, to: span.to } : by;
  return database.transaction(async (tx) => {
    await gatherTouched(tx, filter);
    const count = await joinTouched(tx);
    // By itself, so that it stays whatever becomes of the list.
    await record(database, {
      event: 'touched_listed',
      actor: { kind: 'system' },
      at: clock.now(),
      details: { ...count, by: by.sessionId ? 'session' : by.actorAccountId ? 'actor' : 'time' },
    });
    for await (const slice of touchedAccounts(tx, keys)) await each(await reachable(tx, keys, slice));
    return ok(count);
  });
}

/** Whoever has proven no address is reached as the register says. */
async function reachable(
  tx: Executor,
  keys: KeyRing,
  slice: readonly TouchedAccount[],
): Promise<TouchedMember[]> {
  const proven = (member: TouchedAccount) => member.emails.length + member.phones.length > 0;
  const asking = slice.filter((member) => !proven(member) || member.name === undefined);
  const reach = await reachOf(
    tx,
    keys,
    asking.flatMap(({ personId }) => personId ?? []),
  );
  return slice.map((member) => {
    const known = reach.get(member.personId ?? '');
    const name = member.name ?? known?.name;
    if (proven(member)) return { ...member, name, reachedBy: 'account' };
    const emails = known?.email === undefined ? [] : [known.email];
    const phones = known?.phone === undefined ? [] : [known.phone];
    const reachedBy = emails.length + phones.length > 0 ? 'register' : 'nothing';
    return { ...member, name, emails, phones, reachedBy };
  });
}
