import {
  accountOfPerson,
  areContactsFrozen,
  closingAmong,
  freezeOf,
  isLimited,
  isReadOnly,
  rolesOfAccount,
} from '#accounts';
import { hasWaitingRefund } from '#billing';
import { isCaseOpenOn } from '#cases';
import { doubleMonths } from '#contributions';
import { membershipsOf, recordsToMerge } from '#members';
import type { Executor } from '#platform';
import type { Proposal } from '#support';
import * as queries from './queries-merging.ts';

/** Why two records cannot become one now: the closed list, each with a sentence that says what ends it. */
export const mergingRefusals = [
  'unknown',
  'dead',
  'reported_dead',
  'frozen',
  'double_months',
  'refund',
  'recovery',
  'not_me',
  'deletion',
  'limited',
  'officer',
  'waiting',
] as const;
export type MergingRefusal = (typeof mergingRefusals)[number];

export type Pair = { readonly gone: string; readonly stays: string };

/** The two records that a proposal names. */
export const pairOf = ({ content }: Proposal): Pair => ({
  gone: content['gone'] ?? '',
  stays: content['stays'] ?? '',
});

/** The accounts of both; undefined where there is none. */
export async function accountsOf(
  executor: Executor,
  { gone, stays }: Pair,
): Promise<{ readonly gone: string | undefined; readonly stays: string | undefined }> {
  return { gone: await accountOfPerson(executor, gone), stays: await accountOfPerson(executor, stays) };
}

/**
 * Everything that stands against it, so that an officer sees it all at once. Asked when it is proposed, when the wait begins
 * and when it ends; `mergingId` is the one that waits itself.
 */
export async function whyNotMerged(
  executor: Executor,
  pair: Pair,
  now: Date,
  mergingId?: string,
): Promise<MergingRefusal[]> {
  const records = await recordsToMerge(executor, pair);
  if (!records.ok && records.refusal === 'unknown') return ['unknown'];
  const { gone, stays } = pair;
  const accounts = await accountsOf(executor, pair);
  const sides = [
    { personId: gone, accountId: accounts.gone },
    { personId: stays, accountId: accounts.stays },
  ];
  const held = [accounts.gone, accounts.stays].filter((id) => id !== undefined);
  const anyAccount = async (says: (accountId: string) => Promise<boolean>) =>
    (await Promise.all(held.map(says))).includes(true);
  const anySide = async (says: (side: (typeof sides)[number]) => Promise<boolean>) =>
    (await Promise.all(sides.map(says))).includes(true);
  const closes = accounts.gone !== undefined && accounts.stays !== undefined;
  const stands: Readonly<Record<MergingRefusal, boolean>> = {
    unknown: false,
    dead: !records.ok,
    reported_dead: await isCaseOpenOn(executor, 'death_report', [gone, stays]),
    frozen: await anySide(async (side) => (await freezeOf(executor, side)) !== undefined),
    double_months: (await doubleMonths(executor, pair)).length > 0,
    refund: await anySide(({ personId }) => refundWaits(executor, personId)),
    recovery: await anyAccount((id) => isReadOnly(executor, id)),
    not_me: await anyAccount((id) => areContactsFrozen(executor, id, now)),
    deletion: (await closingAmong(executor, held)).size > 0,
    limited: await anyAccount((id) => isLimited(executor, id)),
    // Who works with the account that would be closed has to be given another one first.
    officer: closes && (await rolesOfAccount(executor, accounts.gone)).some((role) => role !== 'member'),
    waiting: await queries.isAnotherWaiting(executor, [gone, stays], mergingId),
  };
  return mergingRefusals.filter((name) => stands[name]);
}

/** Whoever pays alone is known to billing by the card. */
async function refundWaits(executor: Executor, personId: string): Promise<boolean> {
  const cards = await membershipsOf(executor, personId);
  return hasWaitingRefund(
    executor,
    cards.filter(({ employerId }) => employerId === undefined).map(({ membershipId }) => membershipId),
  );
}
