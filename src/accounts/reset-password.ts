import { record } from '#activity';
import { type Result, newToken, ok, refused } from '#kernel';
import { type Transaction, addJob, formatInstant } from '#platform';
import { addressSubject, settle } from '#throttle';
import { identifierSubject, readIdentifier } from './identifier.ts';
import { memberRegisterOf } from './neighbours.ts';
import { notifyOwner } from './notify-owner.ts';
import type { Origin } from './origin.ts';
import { type StoredPassword, hashPassword } from './password-hash.ts';
import { followsPasswordRule } from './password-rule.ts';
import * as queries from './queries.ts';
import { sessionEndedTask } from './session.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetRefusal = 'link-gone' | 'different' | 'weak';

/** Whether the link's page may show its form. Looking uses nothing up: mail scanners open every link. */
export async function isResetLinkAlive(services: AccountServices, token: string): Promise<boolean> {
  const now = services.clock.now();
  return Boolean(
    await queries.livingResetLink(services.database, 'password', tokenHash('reset-link', token), now),
  );
}

/**
 * Uses the link up and gives its account the new password: every session ends, the lock of every identifier is lifted,
 * all addresses are told. A password that is refused leaves the link alive. Throws AppError `busy` when the hash pool is full.
 */
export async function resetPassword(
  services: AccountServices,
  token: string,
  typed: { readonly password: string; readonly again: string },
  origin: Origin,
): Promise<Result<undefined, ResetRefusal>> {
  const { database, config } = services;
  const link = tokenHash('reset-link', token);
  if (!(await queries.livingResetLink(database, 'password', link, services.clock.now())))
    return refused('link-gone');
  if (typed.password !== typed.again) return refused('different');
  if (!followsPasswordRule(config, typed.password)) return refused('weak');
  const stored = await services.hashPool.run(addressSubject(origin.address), () =>
    hashPassword(services, typed.password),
  );
  const now = services.clock.now();
  return database.transaction(async (tx) => {
    const used = await queries.consumeResetLink(tx, 'password', link, now);
    if (!used) return refused('link-gone');
    await putNewPassword(services, tx, used, { stored, origin, now });
    return ok(undefined);
  });
}

type NewPassword = { readonly stored: StoredPassword; readonly origin: Origin; readonly now: Date };

async function putNewPassword(
  services: AccountServices,
  tx: Transaction,
  { account_id: accountId, via }: queries.ResetLinkRow,
  { stored, origin, now }: NewPassword,
): Promise<void> {
  await queries.replacePassword(tx, accountId, stored, now);
  if (via === 'email') await queries.setMailboxUsed(tx, accountId, now);
  const ended = await queries.endAllSignIns(tx, accountId, 'revoked', now);
  for (const { session_id: sessionId } of ended) await addJob(tx, sessionEndedTask, { sessionId });
  await liftLock(services, tx, accountId);
  await record(tx, {
    event: 'password_reset',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: via, sessions: ended.length },
  });
  await notifyOwner(services, tx, {
    accountId,
    template: 'password_reset',
    parameters: (language) => ({ at: formatInstant(now, language) }),
    now,
  });
}

/** Whoever proved the mailbox or the phone starts with a clean count at every identifier of the account. */
async function liftLock(services: AccountServices, tx: Transaction, accountId: string): Promise<void> {
  const { keys } = services;
  const rows = await queries.identifierHashesOf(tx, accountId);
  const personId = rows[0]?.person_id ?? undefined;
  const numbers = personId ? ((await memberRegisterOf(services).memberNumbersOf?.(tx, personId)) ?? []) : [];
  const subjects = [
    ...rows.flatMap(({ identifier_hash }) =>
      identifier_hash ? [identifier_hash.toString('base64url')] : [],
    ),
    ...numbers.map((number) => identifierSubject(keys, readIdentifier(number))),
  ];
  await settle(tx, services, {
    forgiven: [
      ...subjects.map((subject) => ({ name: 'password_identifier' as const, subject })),
      { name: 'password_account_day', subject: accountId },
      { name: 'password_confirm', subject: accountId },
    ],
  });
}

/** A link for whoever has proven the phone already; it goes into the browser's cookie and never into a message. */
export async function openResetLink(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  now: Date,
): Promise<string> {
  const token = newToken();
  await queries.putResetLink(tx, {
    accountId,
    purpose: 'password',
    tokenHash: tokenHash('reset-link', token),
    via: 'sms',
    now,
    expiresAt: new Date(now.getTime() + services.config.RESET_LINK_SECONDS * 1000),
  });
  return token;
}
