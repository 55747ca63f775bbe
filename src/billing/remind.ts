import { type AccountServices, notifyOwner } from '#accounts';
import { dayIn, type IsoDate, type Month } from '#kernel';
import { employerNames } from '#members';
import { type Executor, formatDate, formatMonth, type Transaction, translatorFor } from '#platform';
import { payersAtOnce } from './payers-at-once.ts';
import * as queries from './queries-remind.ts';

/** Task name of the daily job that tells payers of their bills. */
export const remindTask = 'billing.remind';

/** Who is told of the bills of employers: the accounts of those who may approve. */
export type ReadersOf = (
  executor: Executor,
  employerIds: readonly string[],
) => Promise<readonly { readonly employerId: string; readonly accountId: string }[]>;

/** The self-employed pay for themselves, and have no employer's name. */
type Reader = { readonly accountId: string; readonly payer: string | undefined };

/** What a payer is told of a bill; of several at once only the last of this list. */
export const reminderFacts = ['issued', 'due_soon', 'overdue'] as const;
export type ReminderFact = (typeof reminderFacts)[number];
export type DueBill = {
  readonly payerId: string;
  readonly month: Month;
  readonly segment: string;
  readonly dueOn: IsoDate;
  readonly fact: ReminderFact;
};

/**
 * Tells by e-mail, without amounts, that a bill stands, that its day comes within three days, or that it has passed: each once,
 * and only while the bill is open and the payer wants it. Payers 500 at a time in a transaction each; a run that was cut off goes on
 * with the next. Yields how many bills were told of.
 */
export async function remindPayers(services: AccountServices, readersOf: ReadersOf): Promise<number> {
  const now = services.clock.now();
  let told = 0;
  for (;;) {
    const bills = await services.database.transaction((tx) => remindSome(services, tx, readersOf, now));
    told += bills;
    if (bills < payersAtOnce) return told;
  }
}

async function remindSome(
  services: AccountServices,
  tx: Transaction,
  readersOf: ReadersOf,
  now: Date,
): Promise<number> {
  const bills = await queries.takeReminders(tx, dayIn(now), payersAtOnce);
  const readers = await readersByPayer(tx, bills, readersOf);
  for (const { payerId, month, dueOn, fact } of bills)
    for (const { accountId, payer } of readers.get(payerId) ?? [])
      await notifyOwner(services, tx, {
        accountId,
        template: `bill_${fact}`,
        only: 'email',
        parameters: (language) => ({
          payer: payer ?? translatorFor(language)('alerts.own_payer'),
          month: formatMonth(month, language),
          due: formatDate(dueOn, language),
        }),
        now,
      });
  return bills.length;
}

async function readersByPayer(
  tx: Transaction,
  bills: readonly DueBill[],
  readersOf: ReadersOf,
): Promise<Map<string, Reader[]>> {
  const of = (own: boolean) => [
    ...new Set(bills.filter(({ segment }) => (segment === 'BPU') === own).map(({ payerId }) => payerId)),
  ];
  const [employers, own] = [of(false), of(true)];
  const names = await employerNames(tx, employers);
  const found = [
    ...(await readersOf(tx, employers)).map(({ employerId, accountId }) => ({
      payerId: employerId,
      accountId,
      payer: names.get(employerId) ?? '–',
    })),
    ...(await queries.ownReaders(tx, own)).map((one) => ({ ...one, payer: undefined })),
  ];
  const readers = new Map<string, Reader[]>();
  for (const { payerId, ...reader } of found) readers.set(payerId, [...(readers.get(payerId) ?? []), reader]);
  return readers;
}
