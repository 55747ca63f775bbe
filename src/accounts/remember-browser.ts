import { record } from '#activity';
import { newToken } from '#kernel';
import type { Transaction } from '#platform';
import * as queries from './queries.ts';
import { tokenHash } from './tokens.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

/** Remembers this browser of the account; yields the cookie's value. */
export async function rememberBrowser(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  origin: Origin,
  now: Date,
): Promise<string> {
  const token = newToken();
  await queries.insertRememberedBrowser(tx, {
    accountId,
    tokenHash: tokenHash('remembered-browser', token),
    userAgent: origin.userAgent,
    now,
    expiresAt: new Date(now.getTime() + services.config.REMEMBERED_BROWSER_DAYS * 86_400_000),
  });
  await record(tx, {
    event: 'browser_remembered',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
  });
  return token;
}
