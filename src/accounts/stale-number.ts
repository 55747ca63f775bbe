import { type Result, ok, refused } from '#kernel';
import { isPersonsOwn } from '#members';
import type { Config, Executor } from '#platform';
import { settle, take } from '#throttle';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

const dayMs = 86_400_000;

/**
 * Whether nobody has shown for so long (90 days) that a phone number still is theirs that it may have a new owner:
 * numbers are given out again.
 */
export function isStale(
  config: Config,
  {
    channel,
    last_used_at: used,
    confirmed_at: confirmed,
  }: Pick<queries.WholeContactRow, 'channel' | 'last_used_at' | 'confirmed_at'>,
  now: Date,
): boolean {
  return (
    channel === 'sms' && (used ?? confirmed).getTime() < now.getTime() - config.CONTACT_STALE_DAYS * dayMs
  );
}

/** The stale ones among some contacts of an account. */
export async function staleAmong(
  { config }: AccountServices,
  executor: Executor,
  accountId: string,
  isMeant: (contact: queries.WholeContactRow) => boolean,
  now: Date,
): Promise<readonly string[]> {
  const contacts = await queries.wholeContacts(executor, accountId);
  return contacts
    .filter((contact) => isMeant(contact) && isStale(config, contact, now))
    .map(({ contact_id: contactId }) => contactId);
}

/** What a new owner of the number does not know. */
export type RegisterAnswer = { readonly memberNumber: string; readonly birthDate: string };
export type AnswerRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'nothing-waits' }
  | { readonly kind: 'too-many'; readonly at: Date };

/** The person on the register whose account it is; undefined for an account of nobody on it. */
export async function personOf(
  { database }: AccountServices,
  accountId: string,
): Promise<string | undefined> {
  return (await queries.profileById(database, accountId))?.person_id ?? undefined;
}

/** Each try counts against the account before it is looked at; a right one is given back. */
export async function checkAnswer(
  services: AccountServices,
  accountId: string,
  answer: RegisterAnswer,
  now: Date,
): Promise<Result<undefined, AnswerRefusal>> {
  const { database } = services;
  const taken = await take(database, services, 'number_confirm', accountId, now);
  if (!taken.allowed) return refused({ kind: 'too-many', at: taken.until });
  const personId = await personOf(services, accountId);
  if (!personId || !(await isPersonsOwn(database, personId, answer))) return refused({ kind: 'wrong' });
  await settle(database, services, { givenBack: [{ name: 'number_confirm', subject: accountId }] });
  return ok(undefined);
}
