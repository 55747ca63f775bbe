import { existsSync } from 'node:fs';
import {
  type ActivityDifference,
  type ActivityTotals,
  activityTotals,
  type HeadLine,
  headsFile,
  readHeadsFile,
  verifyActivity,
} from '#activity';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import type { CommandInput } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { refuseOtherKeys } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { refuseOldSchema } from './install-schema.ts';

/** Of more differences than these only the number is told. */
const mostTold = 1000;

export async function verifyAudit(input: CommandInput): Promise<ExitCode> {
  const { config } = input;
  const heads = publishedHeads(input);
  const keys = openKeyRing(config);
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({
    url: opened.url,
    role: 'goid_worker',
    poolSize: 1,
    statementTimeoutSeconds: 0,
    applicationName: 'goid audit verify',
  });
  try {
    await refuseOldSchema(opened.url, 'goid_worker');
    await refuseOtherKeys(database, keys);
    const totals = await activityTotals(database);
    const options = { keys, now: systemClock.now(), heads, onProgress: progressOf(input, totals) };
    const found: ActivityDifference[] = [];
    let count = 0;
    for await (const difference of verifyActivity(database, options)) {
      count += 1;
      if (found.length < mostTold) found.push(difference);
    }
    if (input.interactive) process.stderr.write('\r\u001b[K');
    tell(input, { totals, heads: heads.length, count, found });
    return count > 0 ? exitCodes.differences : exitCodes.ok;
  } finally {
    await database.close();
    await opened.release();
  }
}

function publishedHeads({ config, options }: CommandInput): HeadLine[] {
  const named = options['heads'];
  const file = typeof named === 'string' ? named : headsFile(config);
  if (file === undefined || (named === undefined && !existsSync(file))) return [];
  try {
    return readHeadsFile(file);
  } catch (error) {
    throw new CommandError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function progressOf({ interactive }: CommandInput, totals: ActivityTotals) {
  let told = 0;
  return ({ entries }: { readonly entries: number }) => {
    const share = totals.sealed === 0 ? 100 : Math.floor((100 * entries) / totals.sealed);
    if (!interactive || share === told) return;
    told = share;
    process.stderr.write(`\r${entries} of ${totals.sealed} entries (${share} %)`);
  };
}

type Outcome = {
  readonly totals: ActivityTotals;
  readonly heads: number;
  readonly count: number;
  readonly found: readonly ActivityDifference[];
};

function tell({ options }: CommandInput, { totals, heads, count, found }: Outcome): void {
  if (options['json']) {
    const answer = { ...totals, publishedHeads: heads, differences: count, found };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const compared =
    heads === 0
      ? 'No published heads were compared, so a cut end would not be seen: --heads FILE names them.'
      : `Compared with ${heads} published heads.`;
  const lines = [
    ...found.map(({ check, subject, found }) => `${check}  ${subject}: ${found}`),
    count === 0
      ? `${totals.sealed} entries in ${totals.batches} batches stand as they were sealed; ${totals.waiting} wait to be sealed.`
      : `${count} differences.`,
    compared,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
