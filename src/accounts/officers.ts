import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Transaction } from '#platform';
import {
  areOfficerRoles,
  type OfficerRefusal,
  usernameHashOf,
  withdrawInvitations,
} from './officer-invitations.ts';
import * as queries from './queries.ts';
import { revokeSessionsOf } from './revoke-sessions.ts';
import { openDisplayName, openForEnrolment, sealForEnrolment } from './sealing.ts';
import { type AccountServices, officerRoles, type Role } from './types.ts';

/**
 * Keeps the username of an officer who came by no link, such as those of the demonstration: the account itself holds
 * only its hash, which no list can show. Where it is kept already, nothing changes.
 */
export async function keepOfficerName(
  { database, keys, clock }: AccountServices,
  username: string,
): Promise<void> {
  const sealedFor = newId(clock.now());
  await queries.insertOfficerName(
    database,
    {
      usernameHash: usernameHashOf(keys, username),
      username: sealForEnrolment(keys, 'username', sealedFor, username),
      sealedFor,
    },
    officerRoles,
  );
}

export type OfficerView = {
  readonly accountId: string;
  readonly displayName: string;
  /** Undefined for one who came by no link and whose name was not kept. */
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
export async function changeOfficerRoles(
  services: AccountServices,
  username: string,
  roles: readonly Role[],
): Promise<Result<undefined, OfficerRefusal>> {
  if (!areOfficerRoles(roles)) return refused('role_unknown');
  const change = { username, event: 'officer_roles_changed', roles, now: services.clock.now() } as const;
  const changed = await services.database.transaction((tx) => changeIn(services, tx, change));
  return changed ? ok(undefined) : refused('unknown_officer');
}

/**
 * Takes all roles away, freezes the account and ends its sessions. What the officer did stays on record. Where an
 * invitation is open under this username, its link is worth nothing from now on. Answers with what was ended.
 */
export async function removeOfficer(
  services: AccountServices,
  username: string,
): Promise<Result<'officer' | 'invitation', OfficerRefusal>> {
  const { keys, database, clock } = services;
  const now = clock.now();
  const [invitations, removed] = await database.transaction(async (tx) => [
    // The link first: where somebody is about to use it, this waits, and then finds the officer whom it has made.
    await withdrawInvitations(tx, usernameHashOf(keys, username), now),
    await changeIn(services, tx, { username, event: 'officer_removed', roles: [], now }),
  ]);
  if (removed) await revokeSessionsOf(services, removed);
  else if (invitations === 0) return refused('unknown_officer');
  return ok(removed ? 'officer' : 'invitation');
}

type Change = {
  readonly username: string;
  readonly event: 'officer_roles_changed' | 'officer_removed';
  readonly roles: readonly Role[];
  readonly now: Date;
};

async function changeIn(
  { keys }: AccountServices,
  tx: Transaction,
  { username, event, roles, now }: Change,
): Promise<string | undefined> {
  const accountId = await queries.officerByUsername(tx, usernameHashOf(keys, username), officerRoles);
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
}
