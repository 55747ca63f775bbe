import { type Executor, sql } from '#platform';

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
