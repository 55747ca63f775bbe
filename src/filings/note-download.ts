import { record } from '#activity';
import type { Executor } from '#platform';
import type { Clerk } from './types.ts';

/** Records that a clerk took the employer's workers away as a file. */
export function noteDownload(
  executor: Executor,
  noted: {
    readonly clerk: Clerk;
    readonly npp: string;
    readonly rows: number;
    readonly at: Date;
    readonly address: string;
    readonly userAgent: string;
  },
): Promise<void> {
  const { accountId } = noted.clerk;
  return record(executor, {
    event: 'filing_downloaded',
    actor: { kind: 'member', accountId },
    accountId,
    at: noted.at,
    address: noted.address,
    userAgent: noted.userAgent,
    details: { npp: noted.npp, rows: noted.rows },
  });
}
