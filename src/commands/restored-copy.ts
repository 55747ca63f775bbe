import { newestAccount } from '#accounts';
import { activityTotals, type HeadLine, verifyActivity } from '#activity';
import { verifyBooks } from '#contributions';
import { type Database, keyFault, type KeyRing } from '#platform';
import { foundFault, mendFault } from './fitting-keys.ts';

/** One thing that a copy has to stand, and what was found. */
export type Proof = { readonly check: string; readonly proven: boolean; readonly found: string };

export type CopyProofs = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly now: Date;
  /** Heads that were published in a second place, from before and after the copy. */
  readonly heads: readonly HeadLine[];
  /** Signs in to the copy and says what was seen; throws with what went wrong. */
  readonly signIn: () => Promise<string>;
};

/**
 * Proves a restored copy: from its own rows, by the heads that were published, and by a sign-in. Without the fitting keys
 * no seal can be opened and none is looked at.
 */
export async function* proveCopy({ database, keys, now, heads, signIn }: CopyProofs): AsyncGenerator<Proof> {
  const fault = await keyFault(database, keys);
  const keysFound = fault ? `${foundFault(fault)} ${mendFault(fault)}` : 'fit';
  yield { check: 'master keys', proven: !fault, found: keysFound };
  const untied = await countOf(verifyBooks(database));
  yield {
    check: 'ledger',
    proven: untied === 0,
    found: untied === 0 ? 'ties' : `${untied} differences: ./goid verify-ledger names them`,
  };
  if (fault) {
    for (const check of ['activity', 'account', 'sign-in'])
      yield { check, proven: false, found: 'needs the master keys' };
    return;
  }
  const { sealed, batches } = await activityTotals(database);
  const held = heads.filter(({ head }) => head === undefined || head.number <= batches);
  const changed = await countOf(verifyActivity(database, { keys, now, heads: held }));
  const compared =
    heads.length > 0
      ? `; ${held.length} published heads stand in it, ${heads.length - held.length} are of later`
      : '; no published heads to compare with (AUDIT_HEADS_DIR)';
  yield {
    check: 'activity',
    proven: changed === 0,
    found:
      changed === 0
        ? `${sealed} entries in ${batches} batches stand as they were sealed${compared}`
        : `${changed} differences: ./goid audit verify names them`,
  };
  yield accountProof(await newestAccount(database, keys).catch(() => 'sealed' as const));
  yield await signIn().then(
    (found) => ({ check: 'sign-in', proven: true, found }),
    (error: unknown) => ({ check: 'sign-in', proven: false, found: (error as Error).message }),
  );
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
