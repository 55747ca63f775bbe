import type { Readable } from 'node:stream';
import { record } from '#activity';
import { type Month, newId, ok, refused, type Result } from '#kernel';
import { isUniqueViolation, scanUpload } from '#platform';
import { ownColumnsOf } from './own-columns.ts';
import * as queries from './queries.ts';
import { openFile } from './open-file.ts';
import { forgetFile, storeFile, type StoredFile } from './stored-file.ts';
import type { FilingFault } from './file-fault.ts';
import type { Clerk, FilingFormat, FilingKind, FilingServices } from './types.ts';

export type NewFiling = {
  readonly clerk: Clerk;
  readonly npp: string;
  readonly kind: FilingKind;
  /** Of wages; workers and exits have none. */
  readonly month: Month | undefined;
  /** Of wages that count already and are reported anew. */
  readonly correctionReason?: string;
  readonly source: 'file' | 'form';
  readonly fileName: string;
  readonly bytes: Readable;
  /** Of the form that brought it, so that the same form sent again finds the same filing. */
  readonly submissionKey: Buffer;
};

export type ReceiveRefusal =
  | { readonly kind: 'not_allowed' }
  | { readonly kind: 'too_large' }
  /** A correction without a reason, or with one that is too long. */
  | { readonly kind: 'reason_needed' }
  /** The employer has handed in as many as fit into a day. */
  | { readonly kind: 'too_many' }
  /** The scanner found something harmful. */
  | { readonly kind: 'infected' }
  /** UPLOAD_SCANNER is set and does not answer; the same file can be handed in later. */
  | { readonly kind: 'not_scanned' }
  | { readonly kind: 'fault'; readonly fault: FilingFault }
  /** The same file was handed in before, and stands. */
  | { readonly kind: 'same_file'; readonly filingId: string };

/** In characters. */
export const longestReason = 200;
const longestName = 120;
const dayMs = 86_400_000;

/**
 * Takes a file in: its bytes are kept as they arrive, and filing and job are written in one transaction. What stands in
 * it is looked at by the job. The same form sent again yields the same filing.
 */
export async function receiveFiling(
  services: FilingServices,
  filing: NewFiling,
): Promise<Result<{ readonly filingId: string }, ReceiveRefusal>> {
  const { database, config } = services;
  if (!filing.clerk.mayFile) return refused({ kind: 'not_allowed' });
  const { correctionReason: reason } = filing;
  if (reason !== undefined && (reason.trim() === '' || reason.length > longestReason))
    return refused({ kind: 'reason_needed' });
  const before = await queries.filingOfSubmission(database, filing.submissionKey);
  if (before) return ok({ filingId: before });
  const since = new Date(services.clock.now().getTime() - dayMs);
  if ((await queries.countSince(database, filing.clerk.employerId, since)) >= config.FILINGS_PER_DAY)
    return refused({ kind: 'too_many' });
  const file = await storeFile(services, filing.bytes, config.FILING_MOST_BYTES);
  if (!file) return refused({ kind: 'too_large' });
  const unclean = filing.source === 'file' ? await scanned(services, file) : undefined;
  if (unclean) return refused({ kind: unclean });
  const format = formatOf(file);
  if (format === 'csv' || format === 'xlsx') return writeFiling(services, filing, file, format);
  await forgetFile(database, file.fileId);
  return refused({ kind: 'fault', fault: format });
}

/** What speaks against a file of the employer's, which is forgotten then. */
async function scanned(
  { config, database, keys }: FilingServices,
  { fileId }: StoredFile,
): Promise<'infected' | 'not_scanned' | undefined> {
  const verdict = await scanUpload(config, openFile(database, keys, { fileId }));
  if (verdict === 'clean') return undefined;
  await forgetFile(database, fileId);
  return verdict === 'infected' ? 'infected' : 'not_scanned';
}

/** By the first bytes, whatever the file is called: a ZIP archive is a workbook, a compound file an old one. */
function formatOf({ size, start }: StoredFile): FilingFormat | FilingFault {
  if (size === 0) return 'empty';
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'xlsx';
  return start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])) ? 'legacy_workbook' : 'csv';
}

async function writeFiling(
  { database, clock }: FilingServices,
  filing: NewFiling,
  file: StoredFile,
  format: FilingFormat,
): Promise<Result<{ readonly filingId: string }, ReceiveRefusal>> {
  const now = clock.now();
  const filingId = newId(now);
  const { clerk, kind, npp } = filing;
  try {
    await database.transaction(async (tx) => {
      const own = await ownColumnsOf(tx, clerk.employerId, kind);
      await queries.insertFiling(tx, {
        ...filing,
        ownColumns: filing.source === 'file' ? own : undefined,
        filingId,
        employerId: clerk.employerId,
        accountId: clerk.accountId,
        // Whoever sends a file may call it anything; PostgreSQL keeps no NUL in a text, and no mark shall turn `.exe` around.
        fileName: filing.fileName.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '').slice(-longestName),
        file,
        format,
        now,
      });
      await record(tx, {
        event: 'filing_received',
        actor: { kind: 'member', accountId: clerk.accountId },
        accountId: clerk.accountId,
        at: now,
        details: { npp, kind, ...(filing.month ? { month: filing.month } : {}) },
      });
      await queries.queueProcessing(tx);
    });
    return ok({ filingId });
  } catch (error) {
    await forgetFile(database, file.fileId);
    const same = isUniqueViolation(error)
      ? ((await queries.filingOfSubmission(database, filing.submissionKey)) ??
        (await queries.filingOfDigest(database, clerk.employerId, filing, file.digest)))
      : undefined;
    if (!same) throw error;
    return isUniqueViolation(error, 'filing_submission')
      ? ok({ filingId: same })
      : refused({ kind: 'same_file', filingId: same });
  }
}
