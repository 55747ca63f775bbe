import { record } from '#activity';
import { isBreached } from './breached-passwords.ts';
import type { Origin } from './origin.ts';
import { normalisePassword } from './password-rule.ts';
import { passwordStrength } from './password-strength.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/** Of the five scores, those that fall to a guesser at once: single common words, with a digit or a capital. */
const highestGuessable = 1;

/**
 * Whether a password that was just right stands in the lists of leaked ones, which grow after it was chosen; of one that
 * was taken over from another system, which nobody judged yet, also whether it is a common word (NIST SP 800-63B-4
 * §3.1.1.2: change is forced on evidence of compromise). Only for right passwords, whose answer is another one anyway.
 * A list that cannot be read keeps nobody out: choosing a password fails loudly then.
 */
export async function isKnownToGuessers(
  { config }: AccountServices,
  password: string,
  { takenOver }: { readonly takenOver: boolean },
): Promise<boolean> {
  const normal = normalisePassword(password);
  try {
    if (await isBreached(config, normal)) return true;
    return takenOver && (await passwordStrength(normal, [])) <= highestGuessable;
  } catch {
    return false;
  }
}

/** From now on a new password is asked for before anything else; recorded once for a password. */
export function markBreached(
  { database, clock }: AccountServices,
  accountId: string,
  hash: string | null,
  { address, userAgent }: Origin,
): Promise<void> {
  return database.transaction(async (tx) => {
    if ((await queries.markBreached(tx, accountId, hash)) === 0) return;
    await record(tx, {
      event: 'password_breached',
      actor: { kind: 'system' },
      accountId,
      at: clock.now(),
      address,
      userAgent,
    });
  });
}
