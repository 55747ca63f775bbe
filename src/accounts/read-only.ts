import type { Executor } from '#platform';
import { areContactsFrozen } from './closing.ts';
import * as queries from './queries.ts';

/** What nobody changes or looks at while a recovery waits; a test holds that each is refused, and docs list them. */
export const standsStill = [
  'changing the password from inside the account',
  'adding, changing and removing contact addresses',
  'turning second factors on and off, and their order',
  'adding, naming and removing passkeys',
  'making recovery codes',
  'showing the whole NIK',
  'asking for a refund, and withdrawing one',
  'everything that an employer’s clerk hands in, approves, withdraws, joins or changes',
] as const;

/**
 * Whether the account waits for a recovery. Meanwhile what `standsStill` names is not done, by nobody: neither whoever
 * asked for the recovery nor whoever it may be stolen from has proven enough. Signing in, looking, ending sessions and
 * stopping the recovery go on, and so does a reset of the password, which proves the mailbox or the phone anew.
 */
export function isReadOnly(executor: Executor, accountId: string): Promise<boolean> {
  return queries.hasOpenRecovery(executor, accountId);
}

/**
 * Whether a recovery waits or “this was not me” holds the contacts: nobody changes what the register says of the person.
 * Pages ask it before they show a form, verbs before they carry one out.
 */
export async function isHeldBack(executor: Executor, accountId: string, now: Date): Promise<boolean> {
  return (await isReadOnly(executor, accountId)) || areContactsFrozen(executor, accountId, now);
}
