import type { Transaction } from '#platform';
import { allowLongWork } from '#members';
import { processCorrection } from './process-correction.ts';
import { processRegister } from './process-register.ts';
import { processWages } from './process-wages.ts';
import * as queries from './queries-process.ts';
import type { ProcessServices } from './types.ts';

/**
 * Looks at filings that wait, and takes those that were approved, until none waits. Many small files share one
 * transaction and its set-based statements. What another process has in hand is left to it; when a process dies, its
 * transaction is gone with it, and the next run begins anew. Yields how many were dealt with.
 */
export async function processFilings(services: ProcessServices): Promise<number> {
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
  if (first.correctionReason !== null) await processCorrection(tx, services, first, state === 'approved');
  else if (first.kind === 'wages') await processWages(tx, services, claimed, state === 'approved');
  else await processRegister(tx, services, first, state === 'approved');
  return claimed.length;
}
