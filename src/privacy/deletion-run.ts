import {
  type AccountServices,
  accountSubject,
  closeAccount,
  type Closing,
  dueClosings,
  eraseAccount,
  notifyOwner,
} from '#accounts';
import { forgetAccount, record, sealActivity, waitsForSeal } from '#activity';
import { closeCase, forgetConversations } from '#cases';
import { forgetRecipients } from '#notifications';
import { destroyDataKey, formatInstant, type Transaction } from '#platform';
import { withdrawService } from '#sso';
import { forgetWordsAbout } from '#support';
import { tellOfDeletion } from './deletion-ask.ts';
import * as queries from './queries.ts';

/** So many days before the deletion the addresses are told again. */
export const reminderDays = [7, 1] as const;
const accountsPerRound = 100;
const hourMs = 3_600_000;

/**
 * One round: reminders of what is coming, then accounts whose time has come. First nobody gets in any more and other
 * services are told; an hour later everything goes in one transaction. Killed at any point and run again it ends the same.
 */
export async function goRoundDeletions(
  services: AccountServices,
): Promise<{ closed: number; erased: number }> {
  await remind(services);
  const now = services.clock.now();
  const due = await dueClosings(services.database, now, accountsPerRound);
  const done = { closed: 0, erased: 0 };
  const ready = due.filter(({ closedAt }) => closedAt && now.getTime() - closedAt.getTime() > hourMs);
  for (const closing of due.filter(({ closedAt }) => !closedAt)) {
    await close(services, closing);
    done.closed += 1;
  }
  // What was recorded lately is sealed first, so that it can be forgotten with the rest.
  if (ready.length > 0) await sealActivity(services);
  for (const { accountId } of ready) if (await eraseOne(services, accountId)) done.erased += 1;
  return done;
}

async function remind(services: AccountServices): Promise<void> {
  const { database, clock } = services;
  const now = clock.now();
  for (const days of reminderDays) {
    const until = new Date(now.getTime() + days * 86_400_000);
    for (const request of await queries.deletionsToRemind(database, { days, now, until }, accountsPerRound))
      await database.transaction(async (tx) => {
        if ((await queries.insertReminder(tx, request.requestId, days, now)) === 0) return;
        const { requestId, accountId, dueAt: eraseAfter } = request;
        await tellOfDeletion(services, tx, { accountId, requestId, template: 'deletion_soon', eraseAfter });
      });
  }
}

/** Sessions, grants and tokens end, and the addresses are told for the last time. */
function close(services: AccountServices, { accountId }: Closing): Promise<void> {
  const { database, clock } = services;
  const now = clock.now();
  return database.transaction(async (tx) => {
    const subject = await accountSubject(tx, accountId);
    await closeAccount(tx, accountId, now);
    if (subject !== undefined) await withdrawService(tx, subject);
    await notifyOwner(services, tx, {
      accountId,
      template: 'deletion_done',
      parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
      now,
    });
  });
}

/** Everything or nothing; false when it was done before, or an entry still waits to be sealed. */
export function eraseOne({ database, clock }: AccountServices, accountId: string): Promise<boolean> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await waitsForSeal(tx, accountId)) return false;
    const request = await queries.currentRequest(tx, accountId, 'deletion');
    if (!(await eraseAccount(tx, accountId))) return false;
    await record(tx, {
      event: 'account_erased',
      actor: { kind: 'system' },
      accountId,
      at: now,
      ...(request ? { details: { case: request.caseNumber } } : {}),
    });
    await forgetAccount(tx, accountId);
    await forgetOwnRows(tx, accountId, now);
    if (request) await closeCase(tx, request.caseId, now);
    await forgetConversations(tx, accountId);
    await forgetWordsAbout(tx, accountId);
    await forgetRecipients(tx, accountId);
    await destroyDataKey(tx, accountId);
    return true;
  });
}

async function forgetOwnRows(tx: Transaction, accountId: string, now: Date): Promise<void> {
  await queries.deleteFilesOf(tx, accountId);
  await queries.deleteKeepLinks(tx, accountId);
  await queries.deleteReminders(tx, accountId);
  await queries.settleAllOf(tx, accountId, now);
}
