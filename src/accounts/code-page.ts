import type { Channel, Delivery } from '#notifications';
import { peekEach } from '#throttle';
import { type WaitingAttempt, waitingAttempt } from './attempt.ts';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { type SendRefusal, sendLimits, sendSubject, sendTo } from './issue-code.ts';
import { type SecondFactorMethod, isStrongEnough, reachedByPassword } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';
import { triesOf } from './verify-code.ts';

export type CodeView = {
  /** Undefined while the chosen method is totp, and when the first code could not be sent (see `notSent`). */
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
  /** The other ways this account has, with the masked address. */
  readonly others: readonly { readonly method: SecondFactorMethod; readonly to: string | undefined }[];
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
  const closedUntil = await closedUntilFor(services, attempt.account_id, now);
  const view = {
    closedUntil,
    method: chosen.method,
    others: authenticators
      .filter((other) => other !== chosen)
      .map((other) => ({ method: other.method, to: maskedAddress(services, other) })),
    mayRememberBrowser:
      !attempt.shared && isStrongEnough(reachedByPassword.acr, attempt.acr_needed ?? undefined),
  };
  if (closedUntil || chosen.method === 'totp') return { ...view, sent: undefined, notSent: undefined };
  return { ...view, ...(await sentPart(services, waiting, origin, now)) };
}

async function closedUntilFor(
  services: AccountServices,
  accountId: string,
  now: Date,
): Promise<Date | undefined> {
  const allowances = await peekEach(services.database, services, triesOf(accountId), now);
  const ends = allowances.flatMap(({ allowed, until }) => (allowed || !until ? [] : [until.getTime()]));
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}

async function sentPart(
  services: AccountServices,
  waiting: WaitingAttempt,
  origin: Origin,
  now: Date,
): Promise<Pick<CodeView, 'sent' | 'notSent'>> {
  const { database } = services;
  const { attempt, chosen } = waiting;
  const read = () => queries.challengeOf(database, attempt.interaction_uid, chosen.authenticator_id);
  let challenge = await read();
  if (!challenge || challenge.consumed_at) {
    const sending = await sendTo(services, waiting, origin, now);
    challenge = await read();
    if (!sending.ok && !challenge) return { sent: undefined, notSent: sending.refusal };
  }
  if (!challenge || chosen.method === 'totp') return { sent: undefined, notSent: { kind: 'not-possible' } };
  return {
    sent: {
      channel: chosen.method,
      to: maskedAddress(services, chosen) ?? '',
      validUntil: challenge.expires_at,
      sendAgainAt: await sendAgainAt(services, waiting, now),
      delivery: challenge.message_id
        ? await outboxOf(services).deliveryOf(database, challenge.message_id)
        : undefined,
    },
    notSent: undefined,
  };
}

/** The instant at which every limit on sending allows one more. */
async function sendAgainAt(services: AccountServices, waiting: WaitingAttempt, now: Date): Promise<Date> {
  const counted = sendLimits.map((name) => ({ name, subject: sendSubject(name, waiting) }));
  const allowances = await peekEach(services.database, services, counted, now);
  return allowances.reduce((at, { allowed, until }) => (!allowed && until > at ? until : at), now);
}

function maskedAddress(
  services: AccountServices,
  authenticator: queries.AuthenticatorRow,
): string | undefined {
  const { method, contact_id, address } = authenticator;
  if (method === 'totp' || !contact_id || !address) return undefined;
  return outboxOf(services).maskAddress(method, openContact(services.keys, contact_id, address));
}
