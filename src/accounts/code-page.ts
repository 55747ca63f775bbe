import type { Channel, Delivery } from '#notifications';
import { type WaitingAttempt, waitingAttempt } from './attempt.ts';
import { codesClosedUntil } from './code-tries.ts';
import { channelFor, outboxOf } from './neighbours.ts';
import { askForPasskey, type PasskeyAsking } from './passkey-options.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { sendTo, subjectsOf } from './send-code.ts';
import { type SendRefusal, mayBeSentAt } from './send-limits.ts';
import { type SecondFactorMethod, isMessageMethod, isStrongEnough, reachedByPassword } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type CodeView = {
  /** Undefined while the chosen way sends nothing, and when the first code could not be sent (see `notSent`). */
  readonly sent:
    | {
        readonly channel: Channel;
        readonly to: string;
        readonly validUntil: Date;
        readonly sendAgainAt: Date;
        readonly delivery: Delivery | undefined;
      }
    | undefined;
  /** Why the first code was not sent, and from when it can be: opening the page then sends it. */
  readonly notSent: SendRefusal | undefined;
  readonly method: SecondFactorMethod;
  /** What asks for one of the account's passkeys, when it has any. */
  readonly passkey: PasskeyAsking | undefined;
  /** The other ways this account has, with the masked address. */
  readonly others: readonly { readonly method: SecondFactorMethod; readonly to: string | undefined }[];
  /** The way to offer by itself: the message has failed, or has been on its way for long and a code was not typed. */
  readonly next: SecondFactorMethod | undefined;
  readonly mayRememberBrowser: boolean;
  /** After too many wrong codes: from when a code is looked at again. Until then none is sent on opening the page. */
  readonly closedUntil: Date | undefined;
};

/**
 * What the code page shows; the first look sends the first code, further looks send nothing. Undefined when nothing
 * waits for a second factor at this interaction.
 */
export async function codeView(
  services: AccountServices,
  interactionUid: string,
  origin: Origin,
): Promise<CodeView | undefined> {
  const now = services.clock.now();
  const waiting = await waitingAttempt(services, interactionUid, now);
  if (!waiting) return undefined;
  const { attempt, authenticators, chosen } = waiting;
  const closedUntil = await codesClosedUntil(services, attempt.account_id, now);
  const view = {
    closedUntil,
    method: chosen.method,
    passkey: authenticators.some(({ method }) => method === 'passkey')
      ? await askForPasskey(services, { kind: 'sign-in', interactionUid }, attempt.account_id)
      : undefined,
    others: authenticators
      .filter((other) => other !== chosen)
      .map((other) => ({ method: other.method, to: maskedAddress(services, other) })),
    next: undefined,
    mayRememberBrowser:
      !attempt.shared && isStrongEnough(reachedByPassword.acr, attempt.acr_needed ?? undefined),
  };
  if (closedUntil || !isMessageMethod(chosen.method)) return { ...view, sent: undefined, notSent: undefined };
  return { ...view, ...(await sentPart(services, waiting, origin, now)) };
}

type SentPart = Pick<CodeView, 'sent' | 'notSent' | 'next'>;

async function sentPart(
  services: AccountServices,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<SentPart> {
  const { database } = services;
  const { attempt, chosen } = waiting;
  let challenge = await queries.challengeOf(database, attempt.account_id, attempt.interaction_uid);
  const byThisWay = (some: queries.Challenge | undefined) =>
    some?.sendings.find(({ method }) => method === chosen.method);
  if (!challenge || challenge.consumed_at || !byThisWay(challenge)) {
    const sending = await sendTo(services, waiting, origin, now);
    challenge = await queries.challengeOf(database, attempt.account_id, attempt.interaction_uid);
    if (!sending.ok && !byThisWay(challenge))
      return { sent: undefined, notSent: sending.refusal, next: nextWay(waiting) };
  }
  const sending = byThisWay(challenge);
  if (!challenge || !sending)
    return { sent: undefined, notSent: { kind: 'not-possible' }, next: nextWay(waiting) };
  const delivery = await outboxOf(services).deliveryOf(database, sending.message_id);
  const waitedLong =
    now.getTime() - sending.sent_at.getTime() >= services.config.CODE_SEND_GAP_SECONDS * 1000;
  return {
    sent: {
      channel: delivery?.channel ?? channelFor(services, sending.method),
      to: maskedAddress(services, chosen) ?? '',
      validUntil: challenge.expires_at,
      sendAgainAt: await sendAgainAt(services, waiting, origin, now),
      delivery,
    },
    notSent: undefined,
    next: waitedLong || hasFailed(delivery) ? nextWay(waiting) : undefined,
  };
}

const hasFailed = (delivery: Delivery | undefined) =>
  delivery?.state === 'failed' || delivery?.state === 'expired';

/** The one after the chosen in the account's order, and from the last again the first; recovery codes stay at home. */
function nextWay({ authenticators, chosen }: WaitingAttempt): SecondFactorMethod | undefined {
  const after = authenticators.indexOf(chosen) + 1;
  const inTurn = [...authenticators.slice(after), ...authenticators.slice(0, after - 1)];
  return inTurn.find(({ method }) => method !== 'recovery')?.method;
}

async function sendAgainAt(
  services: AccountServices,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<Date> {
  const send = subjectsOf(services, waiting, waiting.chosen, origin);
  return send ? mayBeSentAt(services, send, now) : now;
}

function maskedAddress(
  services: AccountServices,
  { method, contact_id, address }: queries.AuthenticatorRow,
): string | undefined {
  if (!isMessageMethod(method) || !contact_id || !address) return undefined;
  return outboxOf(services).maskAddress(method, openContact(services.keys, contact_id, address));
}
