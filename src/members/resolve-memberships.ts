import type { Transaction } from '#platform';
import * as queries from './queries-resolve.ts';

/** What `membership_resolved.refusal` may say; null where the card was found. */
export const membershipRefusals = [
  'member_number_unknown',
  'employer_unknown',
  'member_number_of_other_employer',
] as const;
export type MembershipRefusal = (typeof membershipRefusals)[number];

/**
 * Finds the card, the person and the employer of every row of pg_temp.membership_request and fills
 * pg_temp.membership_resolved, one row for each. The caller makes both tables with `createMembershipHandOver`
 * inside the same transaction and fills the first; `npp` null or empty means a card without an employer.
 * `active_workers` counts the employer's cards that run on any day of that month. Scale, risk class and labour intensity are
 * those of today; pg_temp.employer_past_month(employer_id, after_month, last_month, scale, risk_class, labour_intensive) tells
 * those of earlier months, after `after_month` until `last_month`, for employers that have changed;
 * pg_temp.employer_card(employer_id, person_id, membership_id, member_number, segment, started_on, ended_on) holds all cards
 * of the employers asked for.
 */
export async function resolveMemberships(tx: Transaction): Promise<void> {
  await queries.analyzeRequest(tx);
  await queries.createEmployerCards(tx);
  await queries.countActiveWorkers(tx);
  await queries.fillResolved(tx);
  await queries.analyzeResolved(tx);
  await queries.createEmployerPast(tx);
}

/** Makes the two hand-over tables of `resolveMemberships`, which go at the end of the transaction. */
export async function createMembershipHandOver(tx: Transaction): Promise<void> {
  for (const statement of queries.membershipHandOver) await tx.run(statement);
}
