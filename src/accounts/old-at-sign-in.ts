import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/**
 * Whether a password that was just right is older than an operator allows (product.md G13; off unless set). From then on
 * a new one is asked for before anything else, as for a leaked one. Changing by the calendar makes passwords weaker:
 * NIST SP 800-63B-4 §3.1.1.2 forbids it.
 */
export async function isTooOld(
  { database, config, clock }: AccountServices,
  accountId: string,
): Promise<boolean> {
  if (config.PASSWORD_MAX_AGE_DAYS === 0) return false;
  const bound = new Date(clock.now().getTime() - config.PASSWORD_MAX_AGE_DAYS * 86_400_000);
  return (await queries.markOld(database, accountId, bound)) > 0;
}
