import type { Executor, KeyRing } from '#platform';
import * as queries from './queries.ts';
import { openContact, openDisplayName } from './sealing.ts';
import type { AccountProfile, Role } from './types.ts';

/** By the public id that clients know as `sub`; undefined for a frozen account too. One statement. */
export async function accountBySubject(
  executor: Executor,
  keys: KeyRing,
  subject: string,
): Promise<AccountProfile | undefined> {
  const row = await queries.profileBySubject(executor, subject);
  return row && profileOf(keys, row);
}

/** What an account may do, by its public id, without opening what stands sealed; undefined for a frozen account too. */
export function rolesOf(executor: Executor, subject: string): Promise<readonly Role[] | undefined> {
  return queries.rolesOf(executor, subject);
}

/** Undefined for a frozen account too. One statement. */
export async function accountById(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
): Promise<AccountProfile | undefined> {
  const row = await queries.profileById(executor, accountId);
  return row && profileOf(keys, row);
}

/** The account that was made last, to see that accounts open; undefined when none is open. */
export async function newestAccount(executor: Executor, keys: KeyRing): Promise<AccountProfile | undefined> {
  const accountId = await queries.newestAccountId(executor);
  return accountId === undefined ? undefined : accountById(executor, keys, accountId);
}

function profileOf(keys: KeyRing, row: queries.ProfileRow): AccountProfile {
  return {
    accountId: row.account_id,
    subject: row.subject,
    personId: row.person_id ?? undefined,
    displayName: openDisplayName(keys, row.account_id, row.display_name),
    email: row.email_id && row.email ? openContact(keys, row.email_id, row.email) : undefined,
    phone: row.phone_id && row.phone ? openContact(keys, row.phone_id, row.phone) : undefined,
    roles: row.roles,
    timeZone: row.time_zone,
    languageChoice: row.language_chosen_at
      ? { language: row.language, chosenAt: row.language_chosen_at, adopted: true }
      : undefined,
  };
}
