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
import { forgetAlerts } from '#contributions';
import { forgetDocumentsOf } from '#evidence';
import { endWorkOf } from '#filings';
import { forgetRecipients } from '#notifications';
import { destroyDataKey, formatInstant, type Logger, type Transaction } from '#platform';
import { withdrawService } from '#sso';
import { forgetProofsOf } from '#statements';
import { forgetWordsAbout } from '#support';
import { tellOfDeletion } from './deletion-ask.ts';
import { whyNotDeleted } from './deletion-refusals.ts';
import { settleStopped } from './keep-account.ts';
import * as queries from './queries.ts';
import { forgetCorrections } from './queries-corrections.ts';

/** So many days before the deletion the addresses are told again. */
export const reminderDays = [7, 1] as const;
const accountsPerRound = 100;
const hourMs = 3_600_000;

type Log = Pick<Logger, 'warn' | 'error'>;

/**
 * One round: reminders of what is coming, then accounts whose time has come. First nobody gets in any more and other
 * services are told; an hour later everything goes in one transaction. Killed at any point and run again it ends the same.
 * One that fails holds up no other; the round throws at its end.
 */
export async function goRoundDeletions(
  services: AccountServices,
  log?: Log,
): Promise<{ closed: number; erased: number }> {
  await settleStopped(services);
  await remind(services);
  const now = services.clock.now();
  const due = await dueClosings(services.database, now, accountsPerRound);
  const ready = due.filter(({ closedAt }) => closedAt && now.getTime() - closedAt.getTime() > hourMs);
  const failed: unknown[] = [];
  const countDone = async (closings: readonly Closing[], work: typeof eraseOne): Promise<number> => {
    let done = 0;
    for (const { accountId } of closings)
      try {
        if (await work(services, accountId, log)) done += 1;
      } catch (error) {
        log?.error({ error }, 'an account could not be deleted');
        failed.push(error);
      }
    return done;
  };
  const closed = await countDone(
    due.filter(({ closedAt }) => !closedAt),
    close,
  );
  // What was recorded lately is sealed first, so that it can be forgotten with the rest.
  if (ready.length > 0) await sealActivity(services);
  const erased = await countDone(ready, eraseOne);
  if (failed.length > 0) throw failed[0];
  return { closed, erased };
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

/**
 * Whether something came up since it was asked for, such as "this was not me" or a reported death: then it waits. Where the
 * account is closed already, nobody can pay with it any more, and what is unpaid holds nothing up.
 */
async function mustWait(
  tx: Transaction,
  accountId: string,
  { now, isClosed, log }: { readonly now: Date; readonly isClosed: boolean; readonly log: Log | undefined },
): Promise<boolean> {
  const personId = await queries.personOfDeletion(tx, accountId);
  const against = await whyNotDeleted(tx, { accountId, personId, now });
  const stands = against.filter((reason) => !(isClosed && (reason === 'unpaid' || reason === 'own_bill')));
  if (stands.length > 0)
    log?.warn({ reasons: stands }, 'a deletion waits, because something stands against it');
  return stands.length > 0;
}

/** Sessions, grants and tokens end, and the addresses are told for the last time; false when it was stopped, or waits. */
function close(services: AccountServices, accountId: string, log?: Log): Promise<boolean> {
  const { database, clock } = services;
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await mustWait(tx, accountId, { now, isClosed: false, log })) return false;
    const subject = await accountSubject(tx, accountId);
    if (!(await closeAccount(tx, accountId, now))) return false;
    if (subject !== undefined) await withdrawService(tx, subject);
    await notifyOwner(services, tx, {
      accountId,
      template: 'deletion_done',
      parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
      now,
    });
    return true;
  });
}

/** Everything or nothing; false when it was done before, an entry still waits to be sealed, or something stands against it. */
export function eraseOne(
  { database, clock }: AccountServices,
  accountId: string,
  log?: Log,
): Promise<boolean> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    if (await waitsForSeal(tx, accountId)) return false;
    const request = await queries.currentRequest(tx, accountId, 'deletion');
    if (await mustWait(tx, accountId, { now, isClosed: true, log })) return false;
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
    await forgetWordsAbout(tx, accountId, await forgetConversations(tx, accountId, now));
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
  await forgetCorrections(tx, accountId);
  await forgetDocumentsOf(tx, accountId);
  await forgetAlerts(tx, accountId);
  await forgetProofsOf(tx, accountId);
  await endWorkOf(tx, accountId, now);
}
