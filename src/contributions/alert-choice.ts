import { createHash } from 'node:crypto';
import { type AccountServices, alertReach } from '#accounts';
import { record } from '#activity';
import { dayIn, ok, refused, type Result } from '#kernel';
import type { Executor, Transaction } from '#platform';
import {
  type AlertChannel,
  type AlertChoice,
  type AlertKind,
  alertKinds,
  daysLookedBack,
} from './alert-types.ts';
import * as queries from './queries-alerts.ts';

type Asking = { readonly address: string; readonly userAgent: string };
type AskingMember = Asking & { readonly accountId: string; readonly personId: string };

/** The token has 256 random bits: a hash without a key is enough. */
export const stopHash = (token: string): Buffer =>
  createHash('sha256').update(`alert-stop:${token}`).digest();

/** What an account chose to be told of; undefined while it is off, as it is until somebody turns it on. */
export function alertChoiceOf(executor: Executor, accountId: string): Promise<AlertChoice | undefined> {
  return queries.selectChoice(executor, accountId);
}

/**
 * The member's consent to alerts by message (UU 27/2022 articles 20 and 22), for these kinds and one channel; none ends it. The
 * activity keeps what was chosen. `no-address` when no confirmed address of the channel can be used.
 */
export async function chooseAlerts(
  services: Pick<AccountServices, 'database' | 'keys' | 'clock'>,
  member: AskingMember,
  chosen: { readonly kinds: readonly AlertKind[]; readonly channel: AlertChannel },
): Promise<Result<'on' | 'off', 'no-address'>> {
  const { database, keys, clock } = services;
  const { accountId, personId } = member;
  const kinds = alertKinds.filter((kind) => chosen.kinds.includes(kind));
  if (kinds.length === 0) {
    await stopAlerts(services, accountId, member);
    return ok('off');
  }
  const now = clock.now();
  const reach = await alertReach(database, keys, [accountId]);
  if (!reach.some(({ channel }) => channel === chosen.channel)) return refused('no-address');
  return database.transaction(async (tx) => {
    const choice = { accountId, personId, kinds, channel: chosen.channel, chosenOn: dayIn(now), now };
    if ((await queries.putChoice(tx, choice, daysLookedBack)) > 0)
      await record(tx, {
        event: 'alerts_chosen',
        actor: { kind: 'member', accountId },
        accountId,
        at: now,
        address: member.address,
        userAgent: member.userAgent,
        details: { channel: chosen.channel, kinds: kinds.join(' ') },
      });
    return ok('on');
  });
}

/** Turns all alerts of an account off; false when they were. */
export function stopAlerts(
  { database, clock }: Pick<AccountServices, 'database' | 'clock'>,
  accountId: string,
  { address, userAgent }: Asking,
  by: 'member' | 'unknown' = 'member',
): Promise<boolean> {
  return database.transaction(async (tx) => {
    if (!(await queries.deleteChoice(tx, accountId))) return false;
    await record(tx, {
      event: 'alerts_stopped',
      actor: by === 'member' ? { kind: by, accountId } : { kind: by },
      accountId,
      at: clock.now(),
      address,
      userAgent,
    });
    return true;
  });
}

/**
 * The same by whoever has the link of one of the messages, not signed in; the link of any of them works, and again. False for
 * one that no message had. Whoever calls it takes a try first: `takeStopTry`.
 */
export async function stopAlertsByLink(
  services: Pick<AccountServices, 'database' | 'clock'>,
  token: string,
  from: Asking,
): Promise<boolean> {
  const accountId = await queries.accountOfStop(services.database, stopHash(token));
  if (accountId === undefined) return false;
  await stopAlerts(services, accountId, from, 'unknown');
  return true;
}

/** What was chosen and told goes with the account. */
export async function forgetAlerts(tx: Transaction, accountId: string): Promise<void> {
  await queries.deleteChoice(tx, accountId);
  await queries.deleteTold(tx, accountId);
}
