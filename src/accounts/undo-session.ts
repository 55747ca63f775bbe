import { type ActivityEvent, activitySince } from '#activity';
import type { Transaction } from '#platform';
import { undoChangesSince } from './contact-stop.ts';
import { dropFactor } from './drop-factor.ts';
import { factorChanged } from './factor-changes.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import type { SecondFactorMethod } from './strength.ts';
import type { AccountServices } from './types.ts';

type Disowning = {
  readonly accountId: string;
  /** The session that its owner did not open. */
  readonly sessionId: string;
  readonly origin: Origin;
  readonly now: Date;
};

/** More than somebody does in the life of a stop link. */
const mostEntries = 1000;

/**
 * Takes back what a session set up that was not the owner's: second factors, and changes of contacts with all that
 * followed them. Otherwise a passkey of the thief's would open the gate, and a mailbox of the thief's would get the link
 * to a new password. As far back as a change of contacts can be stopped, so that nobody takes away what stood for long.
 */
export async function undoSession(
  services: AccountServices,
  tx: Transaction,
  { accountId, sessionId, origin, now }: Disowning,
): Promise<void> {
  const stopMs = services.config.CONTACT_STOP_SECONDS * 1000;
  const since = new Date(now.getTime() - stopMs);
  const entries = await activitySince(tx, accountId, { since, before: undefined, limit: mostEntries });
  const own = entries.filter(({ details }) => details?.['session'] === sessionId);
  await queries.lockAccount(tx, accountId);
  const first = own.findLast(({ event }) => /^contact_(?:added|changed|removed)$/.test(event));
  if (first)
    await undoChangesSince(services, tx, accountId, new Date(first.at.getTime() + stopMs), { origin, now });
  const times = new Set(own.filter(({ event }) => setsUp.has(event)).map(({ at }) => at.getTime()));
  for (const method of await dropSetUp(tx, accountId, (at) => times.has(at.getTime())))
    await factorChanged(services, tx, { accountId, method, event: 'factor_removed', origin, now });
}

const setsUp: ReadonlySet<ActivityEvent> = new Set(['factor_added', 'recovery_codes_made']);

/** An entry stands at the instant of what it records. Answers with the ways that lost something. */
async function dropSetUp(
  tx: Transaction,
  accountId: string,
  isTheirs: (at: Date) => boolean,
): Promise<readonly SecondFactorMethod[]> {
  const passkeys = await queries.passkeysOf(tx, accountId);
  const theirs = passkeys.filter((one) => isTheirs(one.created_at));
  for (const one of theirs) await queries.deleteCredential(tx, accountId, one.passkey_id);
  const dropped: SecondFactorMethod[] = theirs.length > 0 ? ['passkey'] : [];
  for (const { method, authenticator_id: id, bound_at: boundAt } of await queries.factorsOf(tx, accountId)) {
    const goes = method === 'passkey' ? theirs.length === passkeys.length : isTheirs(boundAt);
    if (goes && (await dropFactor(tx, accountId, id)) && method !== 'passkey') dropped.push(method);
  }
  return dropped;
}
