import { AppError } from '#kernel';
import type { Database } from '#platform';
import { take, type ThrottleContext } from '#throttle';

/** Files that cost work to make, each with a limit of its own. */
export type DownloadKind = 'statement_downloads' | 'history_downloads' | 'filing_downloads';

/**
 * Counts one download of an account, before the file is made. By itself: not within a transaction. Throws AppError
 * `too_many_requests` when DOWNLOADS_PER_HOUR of its kind are used up.
 */
export async function takeDownload(
  { database, keys, config }: ThrottleContext & { readonly database: Database },
  kind: DownloadKind,
  accountId: string,
  now: Date,
): Promise<void> {
  const taken = await take(database, { keys, config }, kind, accountId, now);
  if (taken.allowed) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((taken.until.getTime() - now.getTime()) / 1000));
  throw new AppError('too_many_requests', `limit ${kind}`, { retryAfterSeconds });
}
