import { type Executor, sql, type Statement } from '#platform';

export async function insertChunk(
  executor: Executor,
  chunk: {
    readonly fileId: string;
    readonly number: number;
    readonly storedAt: Date;
    readonly sealed: Buffer;
  },
): Promise<void> {
  await executor.run(sql`
    insert into filings.file_chunk (file_id, number, stored_at, sealed)
    values (${chunk.fileId}, ${chunk.number}, ${chunk.storedAt}, ${chunk.sealed})`);
}

export async function selectChunk(
  executor: Executor,
  fileId: string,
  number: number,
): Promise<Buffer | undefined> {
  const row = await executor.maybe<{ sealed: Buffer }>(sql`
    select sealed from filings.file_chunk where file_id = ${fileId} and number = ${number}`);
  return row?.sealed;
}

export async function selectFirstChunks(
  executor: Executor,
  fileIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const rows = await executor.many<{ fileId: string; sealed: Buffer }>(sql`
    select file_id as "fileId", sealed from filings.file_chunk
    where file_id = any(${fileIds}::uuid[]) and number = 0`);
  return new Map(rows.map(({ fileId, sealed }) => [fileId, sealed]));
}

export async function deleteChunks(executor: Executor, fileId: string): Promise<void> {
  await executor.run(sql`delete from filings.file_chunk where file_id = ${fileId}`);
}

/** Values of refused rows and differences of wages name people; the numbers of the filing stay. */
export async function forgetRows(executor: Executor, before: Date): Promise<void> {
  const old = sql`filing_id in (select filing_id from filings.filing where received_at < ${before}::timestamptz)`;
  await executor.run(sql`delete from filings.refused_row where ${old}`);
  await executor.run(sql`delete from filings.remark where ${old}`);
  await executor.run(sql`delete from filings.wage_remark where ${old}`);
  await executor.run(sql`
    update filings.filing set unknown_columns = null where unknown_columns is not null and ${old}`);
}

export async function forgetChunks(executor: Executor, before: Date, abandonedBefore: Date): Promise<void> {
  await executor.run(sql`
    delete from filings.file_chunk c
    where c.stored_at < ${before}::timestamptz or (c.stored_at < ${abandonedBefore}::timestamptz
      and not exists (select from filings.filing f where f.file_id = c.file_id))`);
}

export async function moveRemarks(tx: Executor, gone: string, stays: string): Promise<number> {
  const moved = (table: Statement) =>
    tx.run(sql`update ${table} set person_id = ${stays}::uuid where person_id = ${gone}::uuid`);
  return (await moved(sql`filings.remark`)) + (await moved(sql`filings.wage_remark`));
}
