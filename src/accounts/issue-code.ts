import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { type LimitName, giveBack, take } from '#throttle';
import type { WaitingAttempt } from './attempt.ts';
import { outboxOf } from './neighbours.ts';
import { codeOf } from './one-time-code.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type SendRefusal =
  | { readonly kind: 'too-soon'; readonly at: Date }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'not-possible' };

export const sendLimits = ['code_send_gap', 'code_sends_hour', 'code_sends_day'] as const;

/** What a limit on sending is about: the gap one address, the rest the account. */
export function sendSubject(name: LimitName, waiting: WaitingAttempt): string {
  return name === 'code_send_gap' ? waiting.chosen.authenticator_id : waiting.attempt.account_id;
}

/** Sends a code by the chosen way, if the limits allow. A send that comes to nothing is not counted. */
export async function sendTo(
  services: AccountServices,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<Result<undefined, SendRefusal>> {
  for (const name of sendLimits) {
    const taken = await take(services.database, services, name, sendSubject(name, waiting), now);
    if (!taken.allowed)
      return refused({ kind: name === 'code_send_gap' ? 'too-soon' : 'too-many', at: taken.until });
  }
  let sent = false;
  try {
    sent = await services.database.transaction((tx) => issue(services, tx, waiting, origin, now));
  } finally {
    if (!sent)
      for (const name of sendLimits)
        await giveBack(services.database, services, name, sendSubject(name, waiting));
  }
  return sent ? ok(undefined) : refused({ kind: 'not-possible' });
}

/** False when the attempt was finished or begun anew by another account in the meantime. */
async function issue(
  services: AccountServices,
  tx: Transaction,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<boolean> {
  const { attempt, chosen } = waiting;
  const locked = await queries.lockAttempt(tx, attempt.interaction_uid, attempt.account_id);
  if (locked === 0 || chosen.method === 'totp' || !chosen.contact_id || !chosen.address) return false;
  const before = await queries.challengeOf(tx, attempt.interaction_uid, chosen.authenticator_id);
  const challenge = nextChallenge(services, before, attempt.account_id, now);
  const messageId = await outboxOf(services).send(tx, services.keys, {
    template: 'sign_in_code',
    channel: chosen.method,
    to: openContact(services.keys, chosen.contact_id, chosen.address),
    language: origin.language,
    parameters: { code: codeOf(services.keys, challenge, challenge.last_number) },
    accountId: attempt.account_id,
    now,
    expiresAt: challenge.expires_at,
  });
  await queries.putChallenge(tx, attempt.interaction_uid, chosen.authenticator_id, {
    ...challenge,
    message_id: messageId,
  });
  await queries.chooseMethod(tx, attempt.interaction_uid, attempt.account_id, chosen.method);
  await record(tx, {
    event: 'code_sent',
    actor: { kind: 'unknown' },
    accountId: attempt.account_id,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: chosen.method },
  });
  return true;
}

type NextChallenge = Omit<queries.ChallengeRow, 'consumed_at' | 'message_id'>;

/** The challenge as it stands after sending at `now`: the same code, or the next one. */
export function nextChallenge(
  services: Pick<AccountServices, 'config' | 'keys'>,
  before: queries.ChallengeRow | undefined,
  accountId: string,
  now: Date,
): NextChallenge {
  const { config, keys } = services;
  const secondsLeft = before ? (before.expires_at.getTime() - now.getTime()) / 1000 : 0;
  const open = before && !before.consumed_at && before.tries < config.CODE_TRIES && secondsLeft > 0;
  if (before && open && secondsLeft >= config.CODE_RENEWAL_SECONDS) return { ...before, sent_at: now };
  const sameKey = before?.key_id === keys.currentId;
  return {
    account_id: accountId,
    challenge_id: before?.challenge_id ?? newId(now),
    key_id: keys.currentId,
    last_number: (before?.last_number ?? 0) + 1,
    expires_at: new Date(now.getTime() + config.CODE_LIFE_SECONDS * 1000),
    // The code before stays valid beside the new one, with what was tried at both.
    previous_expires_at: before && open && sameKey ? before.expires_at : null,
    tries: before && open ? before.tries : 0,
    sent_at: now,
  };
}
