import type { Readable } from 'node:stream';
import { dayIn, monthOf } from '#kernel';
import { closedYears, enter, prepareEntries, settle } from '#ledger';
import {
  allowLongWork,
  createMembershipHandOver,
  type ImportOptions,
  type ImportReport,
  resolveMemberships,
  stageCsv,
  tellRefusals,
} from '#members';
import type { Database, Transaction } from '#platform';
import { groupIdPrefix } from './group-id.ts';
import { contributionPlan } from './import-row.ts';
import { assessedRows, createReliefs, createTerms } from './queries-assess.ts';
import * as imports from './queries-import.ts';
import * as postings from './queries-posting.ts';
import { discountRows, termRows } from './sql-terms.ts';

/**
 * Takes contributions.csv in one transaction: every row is checked, assessed by the law of its month, written with its
 * shares, and entered in the ledger (pending, or posted when the file tells the day). A row that is known already with
 * the same values may tell later dates: they are filled in, and a posting settles the pending entry. A row that differs
 * is refused; so is every row that is wrong, through `onRefusal`. Nothing is written when anything fails; the same file
 * again changes nothing; two at once take turns. Throws UnreadableFileError.
 */
export function importContributions(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await imports.createStaging(tx);
    const staged = await stageCsv(tx, file, contributionPlan(options.now), options);
    await imports.lockImports(tx);
    options.onProgress?.('checking', staged.rowsRead);
    await checkStaged(tx, options.now);
    const counts = await imports.countRows(tx);
    const rowsWritten = Number(counts.fresh + counts.changed);
    const rowsRefused = staged.rowsRefused + Number(counts.refused);
    options.onProgress?.('writing', rowsWritten);
    if (rowsWritten > 0) {
      const batchId = await imports.insertBatch(tx, options.now, staged.rowsRead, rowsRefused);
      await write(tx, batchId, options.now, counts.changed > 0n);
    }
    await tellRefusals((after, limit) => imports.refusedRows(tx, after, limit), options);
    return { rowsRead: staged.rowsRead, rowsWritten, rowsUnchanged: Number(counts.unchanged), rowsRefused };
  });
}

/**
 * Writes what `checkReports` found good, as a batch of its own: rows that nobody has reported yet. Called after the totals,
 * whose tables it goes on with.
 */
export async function insertReported(
  tx: Transaction,
  now: Date,
  counts: { readonly read: number; readonly refused: number },
): Promise<number> {
  const { fresh } = await imports.countRows(tx);
  if (fresh === 0n) return 0;
  const batchId = await imports.insertBatch(tx, now, counts.read, counts.refused);
  await enterAssessed(tx, batchId, now, false);
  return Number(fresh);
}

/** Looks at every staged row by the register, by what is known, and by the years that are closed. */
export async function checkStaged(tx: Transaction, now: Date): Promise<void> {
  const currentMonth = monthOf(dayIn(now));
  await createMembershipHandOver(tx);
  await imports.requestCards(tx);
  await resolveMemberships(tx);
  await imports.takeCards(tx);
  const months = await imports.stagedMonths(tx);
  await createTerms(tx, termRows(currentMonth, months), discountRows(currentMonth, months));
  await imports.checkRows(tx, (await closedYears(tx)).at(-1)?.year ?? 0);
}

async function write(tx: Transaction, batchId: number, now: Date, somethingChanged: boolean): Promise<void> {
  await imports.createStanding(tx);
  await imports.createAssessmentInput(tx);
  await createReliefs(tx);
  await enterAssessed(tx, batchId, now, somethingChanged);
}

async function enterAssessed(
  tx: Transaction,
  batchId: number,
  now: Date,
  somethingChanged: boolean,
): Promise<void> {
  await postings.createToPost(tx, assessedRows);
  await imports.dropAssessmentInput(tx);
  await prepareEntries(tx);
  if (somethingChanged) {
    await imports.updateDates(tx);
    await postings.findSettled(tx);
    await postings.requestSettlement(tx);
    await postings.requestTakingBack(tx);
    await settle(tx);
    await postings.addTakenApart(tx);
  }
  await postings.createGroups(tx, groupIdPrefix(now));
  await postings.insertContributions(tx, batchId);
  if (somethingChanged) await postings.moveTakenApart(tx);
  await postings.handOverEntries(tx);
  await postings.handOverPostings(tx);
  await enter(tx, now);
}
