import { formatInstant } from '#platform';
import { take } from '#throttle';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { AccountServices } from './types.ts';

/**
 * Tells the owner that signing in with a password was closed: by e-mail, and by SMS only when there is no e-mail, because
 * a stranger who closes accounts on purpose should not cost the institution an SMS each. At most once an hour and
 * three times a day, however often it closes. Does nothing without an account: the job runs for unknown identifiers too. `until` as ISO text.
 */
export async function sendPasswordClosedNotice(
  services: AccountServices,
  notice: { readonly accountId: string; readonly until: string },
): Promise<void> {
  if (!notice.accountId) return;
  const { database, keys } = services;
  const now = services.clock.now();
  for (const limit of ['password_closed_notice', 'password_closed_notices_day'] as const)
    if (!(await take(database, services, limit, notice.accountId, now)).allowed) return;
  const all = await queries.contactsOf(database, notice.accountId);
  const byMail = all.filter(({ channel }) => channel === 'email');
  const contacts = byMail.length > 0 ? byMail : all;
  await database.transaction(async (tx) => {
    for (const { contact_id, channel, address, language, time_zone: zone } of contacts) {
      await outboxOf(services).send(tx, keys, {
        template: 'password_closed',
        channel,
        to: openContact(keys, contact_id, address),
        language,
        parameters: { until: formatInstant(new Date(notice.until), language, zone) },
        accountId: notice.accountId,
        now,
      });
    }
  });
}
