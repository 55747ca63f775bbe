import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { notifyOwner, type AccountServices } from '#accounts';
import { closeCase } from '#cases';
import { dataKeyFor, formatInstant, makePdf, sealWith, translatorFor } from '#platform';
import { collectCopy } from './copy-collect.ts';
import { copyDocument } from './copy-document.ts';
import * as queries from './queries.ts';

/** Task name of the job that makes a copy; the database function privacy.queue_export knows it too. */
export const makeExportTask = 'privacy.make_export';

const packed = promisify(gzip);

export const copyPlace = (requestId: string, format: queries.ExportFormat) =>
  `privacy.export_file.sealed/${requestId}/${format}`;

/**
 * Makes both files of a copy that was asked for and tells the member, without data, that they can be fetched. Run again
 * it makes nothing twice. No connection is held while the PDF is drawn.
 */
export async function makeExport(services: AccountServices, requestId: string): Promise<void> {
  const { database, keys, config, clock } = services;
  const request = await queries.requestById(database, requestId);
  if (request?.kind !== 'export' || request.state !== 'open') return;
  const { accountId } = request;
  const now = clock.now();
  // Taken in one snapshot, so that the parts agree.
  const copy = await database.transaction((tx) => collectCopy(tx, keys, { accountId, now, config }));
  if (!copy) return;
  const { language } = copy.account;
  const pdf = await makePdf(copyDocument(copy, translatorFor(language), config));
  const files = [
    ['json', Buffer.from(`${JSON.stringify(copy, null, 2)}\n`)],
    ['pdf', pdf],
  ] as const;
  const smaller = await Promise.all(files.map(([, whole]) => packed(whole)));
  const expiresAt = new Date(now.getTime() + config.DATA_COPY_SECONDS * 1000);
  await database.transaction(async (tx) => {
    const done = await queries.settleRequest(tx, requestId, 'done', now);
    if (!done) return;
    const key = await dataKeyFor(tx, keys, accountId, now);
    for (const [index, [format]] of files.entries()) {
      const sealed = sealWith(key, copyPlace(requestId, format), smaller[index] ?? Buffer.alloc(0));
      await queries.insertFile(tx, { requestId, accountId, format, sealed, now, expiresAt });
    }
    await closeCase(tx, done.caseId, now);
    await notifyOwner(services, tx, {
      accountId,
      template: 'data_copy_ready',
      parameters: (spoken, zone) => ({ until: formatInstant(expiresAt, spoken, zone) }),
      now,
    });
  });
}
