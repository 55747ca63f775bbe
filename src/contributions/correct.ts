import { dayIn, type Month, monthOf, type Rupiah } from '#kernel';
import { enter, prepareEntries, settle } from '#ledger';
import { allowLongWork, createMembershipHandOver, resolveMemberships } from '#members';
import type { Transaction } from '#platform';
import { groupIdPrefix } from './group-id.ts';
import { createReliefs, createTerms } from './queries-assess.ts';
import * as requests from './queries-correct.ts';
import * as corrections from './queries-correct-posting.ts';
import * as imports from './queries-import.ts';
import * as postings from './queries-posting.ts';
import { discountRows, termRows } from './sql-terms.ts';

/**
 * A month of a card that was reported wrong; a wage of 0 takes it back, which only an employer does. `correctionId` is made by who asks and is the idempotency key: the same
 * one again changes nothing, whatever has become of the month since.
 */
export type Correction = {
  readonly correctionId: string;
  readonly npp: string;
  readonly memberNumber: string;
  readonly month: Month;
  readonly wage: Rupiah;
  readonly reason: string;
};

export type CorrectionReport = {
  readonly corrected: number;
  /** Done before, or what stands already says the same. */
  readonly unchanged: number;
  readonly refused: number;
};

/**
 * Makes the hand-over tables of `correctContributions` for this transaction, once:
 *
 *   pg_temp.correction_request(row_number int, correction_id uuid, npp text, member_number text, month text, wage bigint,
 *     reason text), filled by the caller or by `requestCorrections`, and
 *   pg_temp.correction_result(row_number int, outcome text, refusal text) with `corrected`, `unchanged` or `refused` and
 *     the name of the refusal: `nothing_to_correct` where nothing was reported, `duplicate_in_file`, or a reason of the
 *     import of contributions.
 */
export async function prepareCorrections(tx: Transaction): Promise<void> {
  await requests.createCorrectionTables(tx);
}

/** Hands over a list that is at hand, numbered from 1 in its order. */
export async function requestCorrections(tx: Transaction, list: readonly Correction[]): Promise<void> {
  const rows = list.map(({ correctionId, npp, memberNumber, month, wage, reason }, index) => ({
    row_number: index + 1,
    correction_id: correctionId,
    npp,
    member_number: memberNumber,
    month,
    wage: String(wage),
    reason,
  }));
  await requests.insertRequests(tx, JSON.stringify(rows));
}

/**
 * Corrects what was reported: each month is assessed anew by its own law and gets a further revision; an entry takes
 * back what the posted revision gave, another one gives what the new revision says, and neither counts without the
 * other. What was paid for a month stays with it: a correction within that counts today, a dearer one when it is paid
 * and posted like any report. Takes turns with imports. Once in a transaction, after `prepareCorrections`.
 */
export async function correctContributions(tx: Transaction, now: Date): Promise<CorrectionReport> {
  await imports.lockImports(tx);
  const report = await tryCorrections(tx, now);
  const { corrected, unchanged, refused } = report;
  if (corrected > 0) {
    const batchId = await imports.insertBatch(tx, now, corrected + unchanged + refused, refused);
    await write(tx, batchId, now);
  }
  return report;
}

/**
 * Says what `correctContributions` would do as things stand, and writes nothing: the result stands in the hand-over table.
 * In its place, not before it: once in a transaction, after `prepareCorrections`.
 */
export async function tryCorrections(tx: Transaction, now: Date): Promise<CorrectionReport> {
  const today = dayIn(now);
  await allowLongWork(tx);
  await imports.createStaging(tx);
  await checkRequests(tx, monthOf(today));
  await requests.createCorrectionStanding(tx);
  await requests.createCorrectionInput(tx);
  await createReliefs(tx);
  await requests.createRevisions(tx, today, groupIdPrefix(now));
  const { corrected, unchanged, refused } = await requests.tellResults(tx);
  return { corrected: Number(corrected), unchanged: Number(unchanged), refused: Number(refused) };
}

async function checkRequests(tx: Transaction, currentMonth: Month): Promise<void> {
  const months = await requests.requestedMonths(tx);
  await createTerms(tx, termRows(currentMonth, months), discountRows(currentMonth, months));
  await requests.stageRequests(tx, currentMonth);
  await createMembershipHandOver(tx);
  await imports.requestCards(tx);
  await resolveMemberships(tx);
  await imports.takeCards(tx);
  await requests.checkRequests(tx);
}

async function write(tx: Transaction, batchId: number, now: Date): Promise<void> {
  await prepareEntries(tx);
  await corrections.findPendingCorrected(tx);
  await postings.requestSettlement(tx);
  await corrections.requestPendingReversals(tx);
  await settle(tx);
  await corrections.supersede(tx);
  await postings.createToPost(tx, corrections.nothingAssessed);
  await imports.dropAssessmentInput(tx);
  await postings.addTakenApart(tx);
  await postings.createGroups(tx, groupIdPrefix(now));
  await postings.moveTakenApart(tx);
  await postings.handOverEntries(tx);
  await postings.handOverPostings(tx);
  await corrections.insertRevisions(tx, dayIn(now), batchId);
  await corrections.handOverCorrections(tx);
  await enter(tx, now);
}
