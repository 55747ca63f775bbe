import { recordMany } from '#activity';
import {
  checkReports,
  createReportChanges,
  createReportHandOver,
  createWageChecks,
  refusedReports,
  type ReportRefusal,
  reportTotals,
  type ReportTotals,
  takeReports,
} from '#contributions';
import type { Transaction } from '#platform';
import { previewDigest } from './preview.ts';
import * as queries from './queries-process.ts';
import { type StagedFiling, stageWages } from './stage-wages.ts';
import { ofThisEmployer, reasonNamed } from './reasons.ts';
import type { ProcessServices, RefusedRow } from './types.ts';
import { noteWages } from './wage-remarks.ts';

/**
 * Looks at a set of wage filings, one of each employer, or takes them: staged by one COPY, checked by sets, assessed by the
 * law of their month. What was looked at before is looked at again when it is taken, because the register and other
 * filings may have moved since: yields those that come to something else now than was shown, and then has taken nothing.
 */
export async function processWages(
  tx: Transaction,
  services: ProcessServices,
  filings: readonly queries.ClaimedFiling[],
  take: boolean,
): Promise<readonly queries.ClaimedFiling[]> {
  const now = services.clock.now();
  await createReportHandOver(tx);
  const staged = await stageWages(tx, services, filings);
  await checkReports(tx, now, take);
  const known = await gatherRefusals(tx, staged);
  const totals = new Map((await reportTotals(tx)).map((total) => [total.npp, total]));
  if (!take) await noteChanges(tx, services, staged);
  const outcomes = staged.map((one) => outcomeOf(one, known, totals, take));
  const changed = take ? changedSince(filings, outcomes) : [];
  if (changed.length > 0) return changed;
  if (take) await takeReports(tx, now, countsOf(outcomes));
  await queries.writeRefusals(
    tx,
    filings.map(({ filingId }) => filingId),
    staged.flatMap(({ refusals }) => refusals),
  );
  await queries.writeOutcomes(tx, outcomes, now);
  if (take) await recordCounted(tx, filings, outcomes, now);
  return [];
}

/** Of filings that were approved those whose outcome is not the one that was shown. */
export function changedSince(
  filings: readonly queries.ClaimedFiling[],
  outcomes: readonly queries.Outcome[],
): queries.ClaimedFiling[] {
  const previews = new Map(
    outcomes.map(({ filingId, fault, preview }) => [filingId, fault ? null : preview]),
  );
  return filings.filter(({ filingId, preview }) => {
    const now = previews.get(filingId) ?? null;
    return preview !== null && now !== null && preview !== now;
  });
}

const batch = 5000;

/** Sorts the refusals of the set-based checks to their filings; a row that counts already unchanged is not refused. */
async function gatherRefusals(
  tx: Transaction,
  staged: readonly StagedFiling[],
): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  let index = 0;
  let after = -1;
  for (;;) {
    const rows = await refusedReports(tx, after, batch);
    for (const found of rows) {
      while (found.row > (staged[index]?.last ?? Infinity)) index += 1;
      const one = staged[index];
      if (!one) continue;
      const { filingId } = one.filing;
      if (found.reason === 'already_reported_otherwise' && found.sameWage)
        known.set(filingId, (known.get(filingId) ?? 0) + 1);
      else one.refusals.push({ filingId, ...refusalOf(found, found.row - one.base) });
    }
    after = rows.at(-1)?.row ?? after;
    if (rows.length < batch) return known;
  }
}

const wageReasons = new Set(['already_reported_otherwise', 'band_not_known']);
const monthReasons = new Set([
  'before_the_programme',
  'ceiling_not_known',
  'discount_uncertain',
  'figure_uncertain',
  'month_outside_employment',
  'nothing_to_correct',
  'rate_not_known',
]);

/** Which of the row's values the reason is about. */
export function refusalOf({ reason, memberNumber, month, wage }: ReportRefusal, row: number): RefusedRow {
  const named = reasonNamed(reason === 'already_reported_otherwise' ? 'reported_otherwise' : reason);
  if (wageReasons.has(reason)) return { row, column: 'wage', value: wage, reason: named };
  if (monthReasons.has(reason)) return { row, column: 'month', value: month, reason: named };
  return { row, column: 'member_number', value: memberNumber, reason: ofThisEmployer(named) };
}

async function noteChanges(
  tx: Transaction,
  services: ProcessServices,
  staged: readonly StagedFiling[],
): Promise<void> {
  await createReportChanges(tx, {
    percent: services.config.FILING_WAGE_CHANGE_PERCENT,
    most: mostRemarks,
    refused: staged.flatMap(({ refusedCards }) => refusedCards),
  });
  const filings = staged.map(({ filing }) => filing);
  await queries.dropRemarks(tx, filings);
  await queries.writeRemarks(tx, filings);
  await noteWages(tx, services, filings, createWageChecks);
}

const mostRemarks = 100;

export function outcomeOf(
  { filing, rowsRead, fault, refusals, unknownColumns }: StagedFiling,
  known: ReadonlyMap<string, number>,
  totals: ReadonlyMap<string, ReportTotals>,
  take: boolean,
): queries.Outcome {
  if (fault) refusals.length = 0;
  const total = fault ? undefined : totals.get(filing.npp);
  const found = {
    rows_read: rowsRead,
    rows_good: total?.rows ?? 0,
    rows_known: known.get(filing.filingId) ?? 0,
    wage_total: text(total?.wages),
    jht_total: text(total?.jht),
    jp_total: text(total?.jp),
    jkk_total: text(total?.jkk),
    jkm_total: text(total?.jkm),
  };
  return {
    ...found,
    filingId: filing.filingId,
    state: fault ? 'unreadable' : take ? 'counted' : 'checked',
    fault: fault?.fault ?? null,
    fault_line: fault?.line ?? null,
    fault_detail: fault?.detail ?? null,
    rows_refused: refusals.length,
    preview: previewDigest(found, refusals),
    unknown_columns: unknownColumns,
  };
}

// JSON has no bigint.
const text = (amount: bigint | undefined) => (amount === undefined ? null : String(amount));

function countsOf(outcomes: readonly queries.Outcome[]): { read: number; refused: number } {
  const sum = (of: (outcome: queries.Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return { read: sum((one) => one.rows_read), refused: sum((one) => one.rows_refused) };
}

export async function recordCounted(
  tx: Transaction,
  filings: readonly queries.ClaimedFiling[],
  outcomes: readonly queries.Outcome[],
  now: Date,
): Promise<void> {
  const rows = new Map(outcomes.map(({ filingId, rows_good: good }) => [filingId, good]));
  await recordMany(
    tx,
    filings.flatMap(({ filingId, approvedBy, npp, kind, month }) =>
      approvedBy
        ? [
            {
              event: 'filing_counted' as const,
              actor: { kind: 'system' as const },
              accountId: approvedBy,
              at: now,
              details: { npp, kind, month: month ?? '', rows: rows.get(filingId) ?? 0 },
            },
          ]
        : [],
    ),
  );
}
