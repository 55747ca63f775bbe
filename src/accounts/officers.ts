import { record } from '#activity';
import { type Result, newId, newToken, ok, refused } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import type { KeyRing } from '#platform';
import { identifierHash, isUsername } from './identifier.ts';
import * as queries from './queries.ts';
import { revokeSessionsOf } from './revoke-sessions.ts';
import { openDisplayName, openForEnrolment, sealForEnrolment, sealSeed } from './sealing.ts';
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
  const usernameHash = hashOf(keys, username);
  if (await queries.isIdentifierTaken(database, [usernameHash])) return refused('username_taken');
  const ownPersonId = officer.memberNumber
    ? await findPersonByMemberNumber(database, officer.memberNumber)
    : undefined;
  if (officer.memberNumber && !ownPersonId) return refused('member_unknown');
  const now = clock.now();
  const enrolmentId = newId(now);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + config.STAFF_LINK_SECONDS * 1000);
  await queries.putEnrolment(database, {
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
  });
  return ok({ token, expiresAt });
}

const areOfficerRoles = (roles: readonly Role[]) =>
  roles.length > 0 && roles.every((role) => officerRoles.includes(role));

const hashOf = (keys: KeyRing, username: string) =>
  identifierHash(keys, { kind: 'username', value: username.trim().toLowerCase() });

export type OfficerView = {
  readonly accountId: string;
  readonly displayName: string;
  /** Undefined for an officer of the demonstration, who came by no link. */
  readonly username: string | undefined;
  readonly roles: readonly Role[];
  readonly enrolledAt: Date;
  readonly removedAt: Date | undefined;
};

/** All officers, the removed ones too, by the time they came; at most 1000. */
export async function listOfficers({ database, keys }: AccountServices): Promise<OfficerView[]> {
  const rows = await queries.officers(database, officerRoles);
  return rows.map((row) => ({
    accountId: row.account_id,
    displayName: openDisplayName(keys, row.account_id, row.display_name),
    username:
      row.username && row.enrolment_id
        ? openForEnrolment(keys, 'username', row.enrolment_id, row.username)
        : undefined,
    roles: row.roles,
    enrolledAt: row.created_at,
    removedAt: row.removed_at ?? undefined,
  }));
}

/** Gives an officer these roles and no others. Pages see it within the next request. */
export function changeOfficerRoles(
  services: AccountServices,
  username: string,
  roles: readonly Role[],
): Promise<Result<undefined, OfficerRefusal>> {
  if (!areOfficerRoles(roles)) return Promise.resolve(refused('role_unknown'));
  return change(services, username, 'officer_roles_changed', roles);
}

/** Takes all roles away, freezes the account and ends its sessions. What the officer did stays on record. */
export function removeOfficer(
  services: AccountServices,
  username: string,
): Promise<Result<undefined, OfficerRefusal>> {
  return change(services, username, 'officer_removed', []);
}

async function change(
  services: AccountServices,
  username: string,
  event: 'officer_roles_changed' | 'officer_removed',
  roles: readonly Role[],
): Promise<Result<undefined, OfficerRefusal>> {
  const { keys, database, clock } = services;
  const now = clock.now();
  const changed = await database.transaction(async (tx) => {
    const accountId = await queries.officerByUsername(tx, hashOf(keys, username), officerRoles);
    if (!accountId) return undefined;
    await queries.replaceOfficerRoles(tx, accountId, officerRoles, roles);
    if (event === 'officer_removed') await queries.closeOfficer(tx, accountId, now);
    await record(tx, {
      event,
      actor: { kind: 'system' },
      accountId,
      at: now,
      details: { roles: roles.join(' ') },
    });
    return accountId;
  });
  if (!changed) return refused('unknown_officer');
  if (event === 'officer_removed') await revokeSessionsOf(services, changed);
  return ok(undefined);
}
