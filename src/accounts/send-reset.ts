import { record } from '#activity';
import { newToken } from '#kernel';
import type { Template } from '#notifications';
import type { Transaction } from '#platform';
import { take } from '#throttle';
import { typedIn } from './ask-reset.ts';
import { identifierHashes, readIdentifier } from './identifier.ts';
import { outboxOf } from './neighbours.ts';
import { nextChallenge } from './issue-code.ts';
import { challengeIn, codeOf } from './one-time-code.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { type PaidRefusal, type SendSubjects, takePaidSend } from './send-limits.ts';
import { isSharedNumber } from './shared-number.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices, ContactAddress } from './types.ts';

/** What is to be sent where; nothing when what was typed is nobody's and no e-mail address, or a frozen account's. */
type Plan = ContactAddress & { readonly kind: 'link' | 'unknown' | 'code' | 'shared-number' };

/**
 * Sends what was asked for: the link to the registered e-mail address; a code by SMS to an account without one; to an
 * e-mail address that no account has a mail that says so. A job calls it, for the unknown too, so that the page that
 * asked took the same time. Sends once, however often it runs. A message that a budget refuses is not sent and not
 * spoken of: the answer says why, for the log of the job.
 */
export async function sendReset(
  services: AccountServices,
  { requestId }: { readonly requestId: string },
): Promise<PaidRefusal['kind'] | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const request = await database.transaction((tx) => queries.takeResetRequest(tx, requestId, now));
  if (!request) return undefined;
  const plan = await planFor(services, request);
  if (!plan) return undefined;
  const taken = await take(database, services, 'reset_messages_hour', plan.address, now);
  if (!taken.allowed) return undefined;
  const refusal = await takePaidSend(services, subjectsOf(request, plan), now);
  if (refusal) return refusal.kind;
  await database.transaction(async (tx) => {
    const messageId = await sendPlan(services, tx, request, plan, now);
    await queries.noteResetMessage(tx, requestId, messageId);
    if (request.account_id)
      await record(tx, {
        event: 'reset_sent',
        actor: { kind: 'unknown' },
        accountId: request.account_id,
        at: now,
        address: request.address,
        userAgent: request.user_agent,
        details: { channel: plan.channel, purpose: request.purpose },
      });
  });
  return undefined;
}

/** What an SMS to the account's own number is counted for. */
export function subjectsOf(
  { account_id: accountId, address }: Pick<queries.ResetRequestRow, 'account_id' | 'address'>,
  { channel, address: to }: ContactAddress,
): SendSubjects {
  return { accountId: accountId ?? '', method: channel, wayId: '', to, address };
}

async function planFor(
  services: AccountServices,
  request: queries.ResetRequestRow,
): Promise<Plan | undefined> {
  const [typed] = readIdentifier(typedIn(services, request));
  const rows = request.account_id ? await queries.contactsOf(services.database, request.account_id) : [];
  const contacts = rows.map(({ contact_id, channel, address }) => ({
    channel,
    address: openContact(services.keys, contact_id, address),
  }));
  const mails = contacts.filter(({ channel }) => channel === 'email');
  if (typed.kind === 'email') {
    const own = mails.find(({ address }) => address === typed.value);
    // The worker reads addresses and no passwords; an address that somebody has is not told that nobody has it.
    const hashes = identifierHashes(services.keys, typed);
    if (
      !own &&
      (await queries.isContactElsewhere(services.database, request.account_id ?? undefined, hashes)).elsewhere
    )
      return undefined;
    return own ? { ...own, kind: 'link' } : { channel: 'email', address: typed.value, kind: 'unknown' };
  }
  const [mail] = mails;
  if (mail) return { ...mail, kind: 'link' };
  const phone = contacts.find(({ channel }) => channel === 'sms');
  // Another second factor is never had by SMS: the phone is what was lost.
  if (!phone || request.purpose === 'factor') return undefined;
  const shared = await isSharedNumber(services, request.account_id ?? '', phone.address);
  return { ...phone, kind: shared ? 'shared-number' : 'code' };
}

async function sendPlan(
  services: AccountServices,
  tx: Transaction,
  request: queries.ResetRequestRow,
  plan: Plan,
  now: Date,
): Promise<string> {
  const { template, parameters, expiresAt } = await contentOf(services, tx, request, plan, now);
  return outboxOf(services).send(tx, services.keys, {
    template,
    channel: plan.channel,
    to: plan.address,
    language: request.language,
    parameters,
    now,
    expiresAt,
    ...(request.account_id && plan.kind !== 'unknown'
      ? { accountId: request.account_id, timeZone: await queries.timeZoneOf(tx, request.account_id) }
      : {}),
  });
}

type Content = {
  readonly template: Template;
  readonly parameters: Record<string, string>;
  readonly expiresAt: Date;
};

async function contentOf(
  services: AccountServices,
  tx: Transaction,
  request: queries.ResetRequestRow,
  plan: Plan,
  now: Date,
): Promise<Content> {
  const expiresAt = new Date(now.getTime() + services.config.RESET_LINK_SECONDS * 1000);
  if (plan.kind === 'unknown') return { template: 'reset_unknown', parameters: {}, expiresAt };
  if (plan.kind === 'shared-number') return { template: 'reset_shared_number', parameters: {}, expiresAt };
  if (plan.kind === 'code') return codeContent(services, tx, request, now);
  const token = newToken();
  await queries.putResetLink(tx, {
    accountId: request.account_id ?? '',
    purpose: request.purpose,
    tokenHash: tokenHash('reset-link', token),
    via: 'email',
    now,
    expiresAt,
  });
  const template = request.purpose === 'password' ? 'reset_link' : 'recovery_link';
  return { template, parameters: { token }, expiresAt };
}

/** The same code while it has three minutes or more; then the next one, beside which it works until its own end. */
async function codeContent(
  services: AccountServices,
  tx: Transaction,
  request: queries.ResetRequestRow,
  now: Date,
): Promise<Content> {
  const before = challengeIn(request, request.request_id, request.code_consumed_at);
  const next = {
    ...nextChallenge(services, before, request.account_id ?? '', now),
    challenge_id: request.request_id,
  };
  await queries.putResetCode(tx, request.request_id, next);
  const code = codeOf(services.keys, next, next.last_number);
  return { template: 'reset_code', parameters: { code }, expiresAt: next.expires_at };
}
