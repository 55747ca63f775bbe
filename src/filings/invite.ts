import { createHash } from 'node:crypto';
import { record } from '#activity';
import { compareHolders, isReadOnly, readAddress } from '#accounts';
import { newId, newToken, ok, refused, type Result } from '#kernel';
import { type Employer } from '#members';
import { maskAddress, send } from '#notifications';
import { type Executor, type KeyRing, type Language, seal, unseal } from '#platform';
import { addClerk, type ClerkRights, wantsTwo } from './clerks.ts';
import * as queries from './queries-invitations.ts';
import type { Clerk, FilingServices } from './types.ts';

export type InviteRefusal =
  | 'not_allowed'
  | 'no_rights'
  | 'email_wrong'
  | 'too_many'
  /** A recovery of the clerk's account waits: nobody has proven enough to decide for the employer. */
  | 'recovery';

/** So many invitations of one employer may wait at a time, with those of a day that were called back. */
const mostWaiting = 20;
const dayMs = 86_400_000;

/**
 * Sends a link by which whoever opens it becomes a clerk with the own account, once. Only a clerk who may approve invites;
 * the page sees to the strong factor.
 */
export async function inviteClerk(
  { database, keys, config, clock }: FilingServices,
  invited: ClerkRights & {
    readonly clerk: Clerk;
    readonly employer: Employer;
    readonly email: string;
    readonly language: Language;
  },
): Promise<Result<undefined, InviteRefusal>> {
  const { clerk, employer, mayFile, mayApprove, language } = invited;
  if (!clerk.mayApprove) return refused('not_allowed');
  if (!mayFile && !mayApprove) return refused('no_rights');
  const to = readAddress(keys, 'email', invited.email);
  if (!to) return refused('email_wrong');
  const now = clock.now();
  const { employerId, npp, name } = employer;
  if ((await queries.countSent(database, employerId, now)) >= mostWaiting) return refused('too_many');
  const invitationId = newId(now);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + config.CLERK_INVITATION_DAYS * dayMs);
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, clerk.accountId)) return refused('recovery');
    await queries.insertInvitation(tx, {
      invitationId,
      employerId,
      tokenHash: hashOf(token),
      email: seal(keys, 'filing', emailPlace(invitationId), to.address),
      mayFile,
      mayApprove,
      invitedBy: clerk.accountId,
      now,
      expiresAt,
    });
    const parameters = { token, employer: name, days: String(config.CLERK_INVITATION_DAYS) };
    await send(tx, keys, {
      template: 'clerk_invitation',
      channel: 'email',
      to: to.address,
      language,
      parameters,
      now,
      expiresAt,
    });
    await record(tx, entry('clerk_invited', clerk, npp, now));
    return ok(undefined);
  });
}

/** Tokens are 256 random bits, so a plain hash is enough. */
const hashOf = (token: string) => createHash('sha256').update(`clerk-invitation:${token}`).digest();
export const emailPlace = (invitationId: string) => `filings.invitation.email_sealed/${invitationId}`;

function entry(event: 'clerk_invited' | 'invitation_withdrawn', { accountId }: Clerk, npp: string, at: Date) {
  return { event, actor: { kind: 'member', accountId }, accountId, at, details: { npp } } as const;
}

export type InvitationView = ClerkRights & {
  readonly invitationId: string;
  /** As its owner knows it. */
  readonly maskedEmail: string;
  readonly expiresAt: Date;
};

/** The invitations of an employer that wait, the oldest first. */
export async function waitingInvitations(
  executor: Executor,
  keys: KeyRing,
  employerId: string,
  now: Date,
): Promise<InvitationView[]> {
  const rows = await queries.waitingInvitations(executor, employerId, now);
  return rows.map(({ email, ...row }) => ({
    ...row,
    maskedEmail: maskAddress('email', unseal(keys, 'filing', emailPlace(row.invitationId), email).toString()),
  }));
}

/** Calls an invitation back; `gone` when it is used, over, or another employer's. */
export function withdrawInvitation(
  { database, clock }: FilingServices,
  { clerk, employer, invitationId }: { clerk: Clerk; employer: Employer; invitationId: string },
): Promise<Result<undefined, 'gone' | 'recovery'>> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, clerk.accountId)) return refused('recovery');
    if (!(await queries.withdraw(tx, clerk.employerId, invitationId, now))) return refused('gone');
    await record(tx, entry('invitation_withdrawn', clerk, employer.npp, now));
    return ok(undefined);
  });
}

/** What a link leads to; undefined when it is used, called back, too old or none of ours. Nothing is used up. */
export function invitationBehind(
  { database, clock }: FilingServices,
  token: string,
): Promise<(ClerkRights & { readonly employerId: string; readonly invitedBy: string }) | undefined> {
  return queries.livingInvitation(database, hashOf(token), clock.now());
}

export type AcceptRefusal =
  | 'gone'
  /** A recovery of the account waits: nobody has proven enough to act for an employer. The link stays good. */
  | 'recovery'
  /** The employer wants two persons, and this is another account of who invited. The link stays good for somebody else. */
  | 'same_person';

/**
 * Uses the link up in one statement and makes the account a clerk. An account that is one already stays as it is. What the
 * account has in common with the one that invited it is recorded with the appointment.
 */
export function acceptInvitation(
  { database, clock }: FilingServices,
  { token, accountId, npp }: { readonly token: string; readonly accountId: string; readonly npp: string },
): Promise<Result<undefined, AcceptRefusal>> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, accountId)) return refused('recovery');
    const waiting = await queries.livingInvitation(tx, hashOf(token), now);
    if (!waiting) return refused('gone');
    const { sameHolder, signs } = await compareHolders(tx, waiting.invitedBy, accountId);
    const another = accountId !== waiting.invitedBy;
    if (another && sameHolder && (await wantsTwo(tx, waiting.employerId))) return refused('same_person');
    const used = await queries.accept(tx, hashOf(token), accountId, now);
    if (!used) return refused('gone');
    const { invitedBy, ...rights } = used;
    const by = { kind: 'member', accountId: invitedBy } as const;
    await addClerk(tx, { ...rights, npp, accountId, by, now, inCommon: another ? signs : [] });
    return ok(undefined);
  });
}
