import { areContactsFrozen, freezeOf, isReadOnly, rolesOfAccount } from '#accounts';
import { billOf } from '#billing';
import { casesOf } from '#cases';
import { attentionFor } from '#contributions';
import { dayIn, monthOf } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import { hasSentCorrection } from './queries-corrections.ts';

/** Why an account cannot be deleted now: the closed list, each with a sentence that says what ends it. */
export const deletionRefusals = [
  'recovery',
  'not_me',
  'frozen',
  'officer',
  'correction',
  'unpaid',
  'own_bill',
] as const;
export type DeletionRefusal = (typeof deletionRefusals)[number];

/** Everything that stands against it, so that a member hears it all at once; none when nothing does. */
export async function whyNotDeleted(
  executor: Executor,
  whose: { readonly accountId: string; readonly personId: string | undefined; readonly now: Date },
): Promise<DeletionRefusal[]> {
  const { accountId, personId, now } = whose;
  const cases = await casesOf(executor, accountId);
  const open = (kind: string) => cases.some((one) => one.kind === kind && one.state !== 'closed');
  const unpaid = personId ? await attentionFor(executor, personId, dayIn(now)) : [];
  const stands: Record<DeletionRefusal, boolean> = {
    recovery: await isReadOnly(executor, accountId),
    not_me: open('not_me') || (await areContactsFrozen(executor, accountId, now)),
    frozen: (await freezeOf(executor, { accountId, personId })) !== undefined,
    officer: (await rolesOfAccount(executor, accountId)).some((role) => role !== 'member'),
    correction: await hasSentCorrection(executor, accountId),
    // What an employer owes does not hold a member back; the own contribution does.
    unpaid: unpaid.some(({ kind, employerName }) => kind === 'overdue' && employerName === undefined),
    own_bill: personId !== undefined && (await hasOpenBill(executor, personId, now)),
  };
  return deletionRefusals.filter((name) => stands[name]);
}

/**
 * A month of the self-employed has no row before it is paid, only a bill. That of this month holds back: it is to be paid
 * just now, and a payment may be on its way. An older one does not, because an unpaid month is no debt (decision 40).
 */
async function hasOpenBill(executor: Executor, personId: string, now: Date): Promise<boolean> {
  const month = monthOf(dayIn(now));
  const services = { database: executor, clock: { now: () => now } };
  for (const { segment, membershipId } of await membershipsOf(executor, personId)) {
    if (segment !== 'BPU') continue;
    const bill = await billOf(services, membershipId, month);
    if (bill && bill.outstanding > 0n) return true;
  }
  return false;
}
