import { record } from '#activity';
import { newId } from '#kernel';
import type { Transaction } from '#platform';
import { channelFor, outboxOf } from './neighbours.ts';
import { codeOf } from './one-time-code.ts';
import * as queries from './queries.ts';
import type { MessageMethod } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type CodeToSend = {
  /** What the code is for: the interaction of a sign-in, or one of this room's own names. */
  readonly purpose: string;
  readonly template: 'sign_in_code' | 'factor_code';
  readonly accountId: string;
  readonly method: MessageMethod;
  /** In clear. */
  readonly to: string;
  readonly origin: Origin;
  readonly now: Date;
};

/** Sends the code that is due for this purpose, within the caller's transaction: the same one while it lives, or the next. */
export async function issueCode(
  services: AccountServices,
  tx: Transaction,
  { purpose, template, accountId, method, to, origin, now }: CodeToSend,
): Promise<void> {
  const before = await queries.challengeOf(tx, accountId, purpose);
  const challenge = nextChallenge(services, before, accountId, now);
  const messageId = await outboxOf(services).send(tx, services.keys, {
    template,
    channel: channelFor(services, method),
    to,
    language: origin.language,
    parameters: { code: codeOf(services.keys, challenge, challenge.last_number) },
    accountId,
    timeZone: await queries.timeZoneOf(tx, accountId),
    now,
    expiresAt: challenge.expires_at,
  });
  const sending = { number: challenge.last_number, method, message_id: messageId, sent_at: now };
  await queries.putChallenge(tx, purpose, challenge, sending);
  await record(tx, {
    event: 'code_sent',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: method },
  });
}

type NextChallenge = Omit<queries.ChallengeRow, 'consumed_at'>;

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
  if (before && open && secondsLeft >= config.CODE_RENEWAL_SECONDS) return before;
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
  };
}
