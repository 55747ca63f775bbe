import { recordMany } from '#activity';
import type { Transaction } from '#platform';
import { allowLongWork } from '#members';
import { processCorrection } from './process-correction.ts';
import { processRegister } from './process-register.ts';
import { processWages } from './process-wages.ts';
import * as queries from './queries-process.ts';
import type { ProcessServices } from './types.ts';

/** Sets in hand at once: one is read and unsealed while the statements of the other run. */
const lanes = 2;

/**
 * Looks at filings that wait, and takes those that were approved, until none waits. Many small files share one
 * transaction and its set-based statements. What another lane or process has in hand is left to it; when a process dies, its
 * transactions are gone with it, and the next run begins anew. Yields how many were dealt with.
 */
export async function processFilings(services: ProcessServices): Promise<number> {
  const ends = await Promise.allSettled(Array.from({ length: lanes }, () => workOff(services)));
  let done = 0;
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    done += end.value;
  }
  return done;
}

async function workOff(services: ProcessServices): Promise<number> {
  let done = 0;
  for (;;) {
    const counted = await nextSet(services, 'approved');
    const checked = await nextSet(services, 'received');
    if (counted + checked === 0) return done;
    done += counted + checked;
  }
}

async function nextSet(services: ProcessServices, state: 'received' | 'approved'): Promise<number> {
  const done = await services.database.transaction(async (tx) => {
    await allowLongWork(tx);
    return claimAndWork(tx, services, state);
  });
  return done;
}

async function claimAndWork(
  tx: Transaction,
  services: ProcessServices,
  state: 'received' | 'approved',
): Promise<number> {
  const claimed = await queries.claim(tx, state, services.config.FILING_SET_BYTES);
  const [first] = claimed;
  if (!first) return 0;
  await queries.beginSet(tx);
  const changed = await work(tx, services, claimed, state === 'approved');
  if (changed.length > 0) {
    await queries.undoSet(tx);
    await takeBack(tx, changed, services.clock.now());
  } else if (state === 'approved')
    await queries.lookAnew(
      tx,
      claimed.map(({ employerId }) => employerId),
    );
  return claimed.length;
}

/** Yields those that were approved and now come to something else than was shown; then nothing of the set may stay. */
async function work(
  tx: Transaction,
  services: ProcessServices,
  claimed: readonly queries.ClaimedFiling[],
  take: boolean,
): Promise<readonly queries.ClaimedFiling[]> {
  const [first] = claimed;
  if (!first) return [];
  if (first.correctionReason !== null) return processCorrection(tx, services, first, take);
  if (first.kind === 'wages') return processWages(tx, services, claimed, take);
  return processRegister(tx, services, first, take);
}

/** Nobody approved what it comes to now: it is looked at anew and waits for that. */
async function takeBack(
  tx: Transaction,
  changed: readonly queries.ClaimedFiling[],
  now: Date,
): Promise<void> {
  await queries.takeBackApproval(
    tx,
    changed.map(({ filingId }) => filingId),
    now,
  );
  await recordMany(
    tx,
    changed.flatMap(({ approvedBy, npp, kind, month }) =>
      approvedBy
        ? [
            {
              event: 'filing_changed' as const,
              actor: { kind: 'system' as const },
              accountId: approvedBy,
              at: now,
              details: { npp, kind, month: month ?? '' },
            },
          ]
        : [],
    ),
  );
}
