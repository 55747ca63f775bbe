import { formatInstant } from '#platform';
import { take } from '#throttle';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { AccountServices } from './types.ts';

/**
 * Tells the owner, at every address, that signing in with a password was closed; at most once an hour, however
 * often it closes. Does nothing without an account: the job runs for unknown identifiers too. `until` as ISO text.
 */
export async function sendPasswordClosedNotice(
  services: AccountServices,
  notice: { readonly accountId: string; readonly until: string },
): Promise<void> {
  if (!notice.accountId) return;
  const { database, keys } = services;
  const now = services.clock.now();
  const allowed = await take(database, services, 'password_closed_notice', notice.accountId, now);
  if (!allowed.allowed) return;
  const contacts = await queries.contactsOf(database, notice.accountId);
  await database.transaction(async (tx) => {
    for (const { contact_id, channel, address, language } of contacts) {
      await outboxOf(services).send(tx, keys, {
        template: 'password_closed',
        channel,
        to: openContact(keys, contact_id, address),
        language,
        parameters: { until: formatInstant(new Date(notice.until), language) },
        accountId: notice.accountId,
        now,
      });
    }
  });
}
