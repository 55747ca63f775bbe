import {
  checkCorrectionReport,
  correctionTotals,
  createCorrectionChanges,
  createCorrectionWageChecks,
  createReportHandOver,
  refusedCorrections,
} from '#contributions';
import type { Transaction } from '#platform';
import { changedSince, outcomeOf, recordCounted, refusalOf } from './process-wages.ts';
import * as queries from './queries-process.ts';
import { stageWages } from './stage-wages.ts';
import type { ProcessServices } from './types.ts';
import { noteWages } from './wage-remarks.ts';

/**
 * Looks at a filing that corrects wages reported before, or takes it, alone in its transaction. Its sums are what it adds to
 * what stood, or takes off; rows that say the same as what stands are known. What is said of each worker is found anew when
 * it is taken.
 */
export async function processCorrection(
  tx: Transaction,
  services: ProcessServices,
  filing: queries.ClaimedFiling,
  take: boolean,
): Promise<readonly queries.ClaimedFiling[]> {
  const now = services.clock.now();
  const { filingId, npp } = filing;
  await createReportHandOver(tx);
  const staged = await stageWages(tx, services, [filing]);
  const { unchanged } = await checkCorrectionReport(tx, now, {
    sourceId: filingId,
    reason: filing.correctionReason ?? '',
    take,
  });
  const refused = await refusedCorrections(tx);
  const total = await correctionTotals(tx);
  await createCorrectionChanges(tx);
  await queries.dropRemarks(tx, [filing]);
  await queries.writeCorrected(tx, filingId);
  if (!take) await noteWages(tx, services, [filing], createCorrectionWageChecks);
  const outcomes = staged.map((one) => {
    one.refusals.push(...refused.map((found) => ({ filingId, ...refusalOf(found, found.row - one.base) })));
    return outcomeOf(one, new Map([[filingId, unchanged]]), new Map(total ? [[npp, total]] : []), take);
  });
  const changed = take ? changedSince([filing], outcomes) : [];
  if (changed.length > 0) return changed;
  await queries.writeRefusals(
    tx,
    [filingId],
    staged.flatMap(({ refusals }) => refusals),
  );
  await queries.writeOutcomes(tx, outcomes, now);
  if (take) await recordCounted(tx, [filing], outcomes, now);
  return [];
}
