import { newestAccount } from '#accounts';
import { activityTotals, verifyActivity } from '#activity';
import { verifyContributions } from '#contributions';
import { verifyLedger } from '#ledger';
import { type Database, keyFault, type KeyRing } from '#platform';
import { foundFault, mendFault } from './fitting-keys.ts';

/** One thing that a copy has to stand, and what was found. */
export type Proof = { readonly check: string; readonly proven: boolean; readonly found: string };

/** Proves a restored copy from its own rows. Without the fitting keys no seal can be opened and none is looked at. */
export async function* proveCopy(database: Database, keys: KeyRing, now: Date): AsyncGenerator<Proof> {
  const fault = await keyFault(database, keys);
  const keysFound = fault ? `${foundFault(fault)} ${mendFault(fault)}` : 'fit';
  yield { check: 'master keys', proven: !fault, found: keysFound };
  const untied = (await countOf(verifyLedger(database))) + (await countOf(verifyContributions(database)));
  yield {
    check: 'ledger',
    proven: untied === 0,
    found: untied === 0 ? 'ties' : `${untied} differences: ./goid verify-ledger names them`,
  };
  if (fault) {
    for (const check of ['activity', 'account'])
      yield { check, proven: false, found: 'needs the master keys' };
    return;
  }
  const { sealed, batches } = await activityTotals(database);
  const changed = await countOf(verifyActivity(database, { keys, now, heads: [] }));
  yield {
    check: 'activity',
    proven: changed === 0,
    found:
      changed === 0
        ? `${sealed} entries in ${batches} batches stand as they were sealed`
        : `${changed} differences: ./goid audit verify names them`,
  };
  yield accountProof(await newestAccount(database, keys).catch(() => 'sealed' as const));
}

function accountProof(read: Awaited<ReturnType<typeof newestAccount>> | 'sealed'): Proof {
  if (read === 'sealed') return { check: 'account', proven: false, found: 'the newest does not open' };
  return { check: 'account', proven: true, found: read ? 'the newest opens' : 'there is none to read' };
}

async function countOf(differences: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _difference of differences) count += 1;
  return count;
}
