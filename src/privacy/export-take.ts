import { gunzipSync } from 'node:zlib';
import { record } from '#activity';
import { dataKeyOf, type Executor, type Transaction, unsealWith } from '#platform';
import { copyPlace } from './export-make.ts';
import * as queries from './queries.ts';
import type { Asker, PrivacyServices } from './types.ts';

export type { ExportFormat, WaitingFile } from './queries.ts';

/** The copies of an account that wait to be fetched. */
export function waitingFiles(
  executor: Executor,
  accountId: string,
  now: Date,
): Promise<queries.WaitingFile[]> {
  return queries.filesOf(executor, accountId, now);
}

/**
 * The file, once: it is deleted by the statement that reads it. Undefined when it was fetched before, is older than 24
 * hours, or is somebody else's.
 */
export function takeCopy(
  { database, keys, clock }: PrivacyServices,
  asker: Asker,
  which: { readonly requestId: string; readonly format: queries.ExportFormat },
): Promise<Buffer | undefined> {
  const { accountId, address, userAgent } = asker;
  const now = clock.now();
  return database.transaction(async (tx: Transaction) => {
    const file = await queries.takeFile(tx, accountId, which.requestId, which.format, now);
    const key = file && (await dataKeyOf(tx, keys, accountId));
    if (!file || !key) return undefined;
    await record(tx, {
      event: 'data_downloaded',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address,
      userAgent,
      details: { format: which.format },
    });
    return gunzipSync(unsealWith(key, copyPlace(which.requestId, which.format), file.sealed));
  });
}

/** Copies that nobody fetched in time are deleted. Answers how many. */
export function forgetOldCopies(executor: Executor, now: Date): Promise<number> {
  return queries.deleteOldFiles(executor, now);
}
