import { type AccountServices, accountSubject } from '#accounts';
import { record } from '#activity';
import type { Executor } from '#platform';
import { type AllowedService, servicesOf, withdrawService } from '#sso';
import { openRequest } from './requests.ts';
import { tellOfChange } from './tell-of-change.ts';
import type { Asker } from './types.ts';

/** The services that get data by the member's consent, each with what and since when. */
export async function consentsOf(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<AllowedService[]> {
  const subject = await accountSubject(executor, accountId);
  return subject === undefined ? [] : servicesOf(executor, subject, now);
}

/**
 * The member withdraws the consent for one service, at once (UU 27/2022 articles 9 and 40: within 3 × 24 hours). A case
 * keeps that it was so. False when there was none.
 */
export function withdrawConsent(services: AccountServices, asker: Asker, clientId: string): Promise<boolean> {
  const { database, clock } = services;
  const now = clock.now();
  const { accountId, address, userAgent } = asker;
  return database.transaction(async (tx) => {
    const subject = await accountSubject(tx, accountId);
    if (subject === undefined) return false;
    const service = (await servicesOf(tx, subject, now)).find((one) => one.clientId === clientId);
    if (!service || !(await withdrawService(tx, subject, clientId))) return false;
    const opened = await openRequest(tx, asker, { kind: 'consent', ground: service.name, done: true, now });
    await record(tx, {
      event: 'consent_withdrawn',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address,
      userAgent,
      details: { client: service.name, case: opened?.caseNumber ?? '' },
    });
    if (opened) await tellOfChange(services, tx, accountId, opened.caseNumber);
    return true;
  });
}
