import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * Whether the account waits for a recovery. Meanwhile contacts, second factors and payouts are not changed, by nobody:
 * neither whoever asked for the recovery nor whoever it may be stolen from has proven enough.
 */
export function isReadOnly(executor: Executor, accountId: string): Promise<boolean> {
  return queries.hasOpenRecovery(executor, accountId);
}
