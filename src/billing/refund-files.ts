import { type ActivityEvent, record } from '#activity';
import { newId } from '#kernel';
import type { Executor } from '#platform';
import { holdPayers } from './queries-allocate.ts';
import * as queries from './queries-refund-files.ts';
import { refundFrom } from './refund.ts';
import type { Refund, RefundServices } from './refund-types.ts';

type Services = Pick<RefundServices, 'database' | 'clock'>;

/** Puts all that is approved into one file of outgoing payments; undefined when there is nothing. Recorded. */
export function sendRefunds({ database, clock }: Services, officerId: string): Promise<string | undefined> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const fileId = newId(now);
    const payerIds = await queries.payersToSend(tx);
    // A payment that its bank takes back at this moment ends the refund before, or finds it sent.
    await holdPayers(tx, payerIds);
    const rows = await queries.insertSent(tx, { fileId, officerId, payerIds }, now);
    if (rows === 0) return undefined;
    await noteFile(tx, 'refunds_sent', officerId, rows, now);
    return fileId;
  });
}

/** The rows of a file, the same however often it is asked for; undefined when there is none. Each look is recorded. */
export function refundFile(
  { database, keys, clock }: RefundServices,
  fileId: string,
  officerId: string,
): Promise<Refund[] | undefined> {
  return database.transaction(async (tx) => {
    const rows = await queries.refundsInFile(tx, fileId);
    if (rows.length === 0) return undefined;
    await noteFile(tx, 'refunds_downloaded', officerId, rows.length, clock.now());
    return rows.map((row) => refundFrom(keys, row));
  });
}

/** The newest files; at most 20. */
export function refundFiles(executor: Executor): Promise<queries.RefundFile[]> {
  return queries.refundFiles(executor, 20);
}

async function noteFile(tx: Executor, event: ActivityEvent, officerId: string, rows: number, at: Date) {
  const actor = { kind: 'officer', accountId: officerId } as const;
  await record(tx, { event, actor, accountId: officerId, at, details: { rows } });
}
