import { record } from '#activity';
import { newToken } from '#kernel';
import type { Transaction } from '#platform';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** Sends the link to a new password to the registered e-mail address, to no other; the desk never sees it. */
export async function sendDeskReset(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  now: Date,
): Promise<'done' | 'nothing'> {
  const { config, keys } = services;
  const contacts = await queries.contactsOf(tx, accountId);
  const mail = contacts.find(({ channel }) => channel === 'email');
  if (!mail) return 'nothing';
  const token = newToken();
  const expiresAt = new Date(now.getTime() + config.RESET_LINK_SECONDS * 1000);
  await queries.putResetLink(tx, {
    accountId,
    purpose: 'password',
    tokenHash: tokenHash('reset-link', token),
    via: 'email',
    now,
    expiresAt,
  });
  await outboxOf(services).send(tx, keys, {
    template: 'reset_link',
    channel: 'email',
    to: openContact(keys, mail.contact_id, mail.address),
    language: mail.language,
    parameters: { token },
    accountId,
    now,
    expiresAt,
  });
  await record(tx, {
    event: 'reset_sent',
    actor: { kind: 'system' },
    accountId,
    at: now,
    details: { channel: 'email', purpose: 'password', by: 'desk' },
  });
  return 'done';
}
