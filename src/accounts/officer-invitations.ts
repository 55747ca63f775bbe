import { record } from '#activity';
import { type Result, newId, newToken, ok, refused } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import type { KeyRing, Transaction } from '#platform';
import { identifierHash, isUsername } from './identifier.ts';
import { mostTries } from './officer-enrolment.ts';
import * as queries from './queries.ts';
import { openForEnrolment, sealForEnrolment, sealSeed } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import { newTotpSecret } from './totp.ts';
import { type AccountServices, officerRoles, type Role } from './types.ts';

export type NewOfficer = {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** The officer's own card (KPJ), so that the console refuses the officer's own record. */
  readonly memberNumber: string | undefined;
};
export type OfficerRefusal =
  | 'username_unusable'
  | 'username_taken'
  | 'role_unknown'
  | 'member_unknown'
  | 'unknown_officer';

/**
 * Makes the link by which a new officer chooses a password and an authenticator app. Its token is returned once and kept
 * as a hash only; an older link for the same username is worth nothing any more.
 */
export async function inviteOfficer(
  services: AccountServices,
  officer: NewOfficer,
): Promise<Result<{ readonly token: string; readonly expiresAt: Date }, OfficerRefusal>> {
  const { database, keys, config, clock } = services;
  const username = officer.username.trim().toLowerCase();
  if (!isUsername(username)) return refused('username_unusable');
  if (!areOfficerRoles(officer.roles)) return refused('role_unknown');
  const usernameHash = usernameHashOf(keys, username);
  if (await queries.isIdentifierTaken(database, [usernameHash])) return refused('username_taken');
  const ownPersonId = officer.memberNumber
    ? await findPersonByMemberNumber(database, officer.memberNumber)
    : undefined;
  if (officer.memberNumber && !ownPersonId) return refused('member_unknown');
  const now = clock.now();
  const enrolmentId = newId(now);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + config.STAFF_LINK_SECONDS * 1000);
  const row = {
    enrolmentId,
    tokenHash: tokenHash('officer-enrolment', token),
    username: sealForEnrolment(keys, 'username', enrolmentId, username),
    usernameHash,
    displayName: sealForEnrolment(keys, 'display_name', enrolmentId, officer.displayName.trim()),
    roles: officer.roles,
    ownPersonId,
    seed: sealSeed(keys, enrolmentId, newTotpSecret()),
    now,
    expiresAt,
  };
  await database.transaction(async (tx) => {
    await withdrawInvitations(tx, usernameHash, now);
    await queries.insertEnrolment(tx, row);
    await recordInvitation(tx, 'officer_invited', { enrolment_id: enrolmentId, roles: officer.roles }, now);
  });
  return ok({ token, expiresAt });
}

export const areOfficerRoles = (roles: readonly Role[]) =>
  roles.length > 0 && roles.every((role) => officerRoles.includes(role));

export const usernameHashOf = (keys: KeyRing, username: string) =>
  identifierHash(keys, { kind: 'username', value: username.trim().toLowerCase() });

/** A link that can still be used, for a list; its token is kept nowhere. */
export type Invitation = {
  readonly invitationId: string;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly invitedAt: Date;
  readonly expiresAt: Date;
};

/** The invitations that nobody has used yet and that still can be, the oldest first; at most 1000. */
export async function openInvitations({ database, keys, clock }: AccountServices): Promise<Invitation[]> {
  const rows = await queries.openEnrolments(database, mostTries, clock.now());
  return rows.map((row) => ({
    invitationId: row.enrolment_id,
    username: openForEnrolment(keys, 'username', row.enrolment_id, row.username),
    displayName: openForEnrolment(keys, 'display_name', row.enrolment_id, row.display_name),
    roles: row.roles,
    invitedAt: row.made_at,
    expiresAt: row.expires_at,
  }));
}

/** Takes back what is open under this username, on record; answers with how many there were. */
export async function withdrawInvitations(tx: Transaction, usernameHash: Buffer, now: Date): Promise<number> {
  const withdrawn = await queries.withdrawEnrolments(tx, usernameHash, now);
  for (const row of withdrawn) await recordInvitation(tx, 'officer_invitation_withdrawn', row, now);
  return withdrawn.length;
}

function recordInvitation(
  tx: Transaction,
  event: 'officer_invited' | 'officer_invitation_withdrawn',
  { enrolment_id, roles }: { readonly enrolment_id: string; readonly roles: readonly Role[] },
  now: Date,
): Promise<void> {
  return record(tx, {
    event,
    actor: { kind: 'system' },
    at: now,
    details: { roles: roles.join(' '), invitation: enrolment_id },
  });
}
