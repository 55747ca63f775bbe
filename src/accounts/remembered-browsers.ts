import { record } from '#activity';
import type { Executor } from '#platform';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type RememberedBrowser = {
  readonly userAgent: string;
  readonly rememberedAt: Date;
  readonly until: Date;
};

/** Browsers that need no second factor, newest first. */
export async function rememberedBrowsersOf(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<RememberedBrowser[]> {
  const rows = await queries.rememberedBrowsers(executor, accountId, now);
  return rows.map((row) => ({
    userAgent: row.user_agent,
    rememberedAt: row.created_at,
    until: row.expires_at,
  }));
}

/** From now on each of them is asked for the second factor again. Answers how many there were. */
export function forgetRememberedBrowsers(
  services: AccountServices,
  { accountId }: LiveSession,
  origin: Origin,
): Promise<number> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const count = await queries.forgetRememberedBrowsers(tx, accountId);
    if (count > 0)
      await record(tx, {
        event: 'browser_forgotten',
        actor: { kind: 'member', accountId },
        accountId,
        at: now,
        address: origin.address,
        userAgent: origin.userAgent,
        details: { count },
      });
    return count;
  });
}
