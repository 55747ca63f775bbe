import { openCase } from '#cases';
import { type Result, ok, refused } from '#kernel';
import { isKnownDevice } from './known-device.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { beginRecovery } from './recovery.ts';
import { rungFor } from './recovery-journey.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type StartRefusal = 'link-gone' | 'unknown-device' | 'other-open';

/** What the link's page may offer; looking uses nothing up. */
export async function recoveryLinkState(
  services: AccountServices,
  token: string,
  origin: Origin,
): Promise<'gone' | 'known-device' | 'unknown-device'> {
  const link = await livingLink(services, token);
  if (!link) return 'gone';
  return (await rungWithLink(services, link.account_id, origin)) === 'wait'
    ? 'known-device'
    : 'unknown-device';
}

/** Where on the ladder somebody stands who followed the link with this browser. */
async function rungWithLink({ database, clock }: AccountServices, accountId: string, origin: Origin) {
  const known = await isKnownDevice(database, origin, accountId, clock.now());
  return rungFor(known ? ['mail_link', 'known_device'] : ['mail_link']);
}

const livingLink = (services: AccountServices, token: string) =>
  queries.livingResetLink(services.database, 'factor', tokenHash('reset-link', token), services.clock.now());

/** Begins the wait: the link proves the mailbox, the cookie the device. A device that is not known leaves the link alive. */
export async function startRecovery(
  services: AccountServices,
  token: string,
  origin: Origin,
): Promise<Result<{ readonly token: string }, StartRefusal>> {
  const link = await livingLink(services, token);
  if (!link) return refused('link-gone');
  const now = services.clock.now();
  if ((await rungWithLink(services, link.account_id, origin)) !== 'wait') return refused('unknown-device');
  return services.database.transaction(async (tx): Promise<Result<{ token: string }, StartRefusal>> => {
    const used = await queries.consumeResetLink(tx, 'factor', tokenHash('reset-link', token), now);
    if (!used) return refused('link-gone');
    const accountId = used.account_id;
    const cookie = await beginRecovery(services, tx, { accountId, kind: 'factor', origin, now });
    return cookie === undefined ? refused('other-open') : ok({ token: cookie });
  });
}

/** A case for the desk by somebody who proved the mailbox; the link is used up. Undefined when it was used before. */
export async function openCaseByLink(services: AccountServices, token: string): Promise<string | undefined> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const used = await queries.consumeResetLink(tx, 'factor', tokenHash('reset-link', token), now);
    if (!used) return undefined;
    const details = { proof: 'mail' };
    const opened = await openCase(tx, { kind: 'recovery', accountId: used.account_id, details, now });
    return opened.caseNumber;
  });
}

/** A case for the desk by somebody who proved nothing: known or not, it has a number; one for each request. */
export async function openCaseByRequest(services: AccountServices, token: string): Promise<boolean> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request) return false;
  if (request.case_number !== null) return true;
  await database.transaction(async (tx) => {
    if ((await queries.lockRequestWithoutCase(tx, request.request_id)) === 0) return;
    const accountId = request.account_id;
    const { caseNumber } = await openCase(tx, {
      kind: 'recovery',
      ...(accountId === null ? {} : { accountId }),
      details: { proof: 'none' },
      now,
    });
    await queries.setResetCase(tx, request.request_id, caseNumber);
  });
  return true;
}
