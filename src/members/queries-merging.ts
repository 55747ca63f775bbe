import { AppError } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import type { RecordMerging } from './merge-records.ts';

type Row = { readonly diedOn: string | null };

export function selectBoth(executor: Executor, gone: string, stays: string): Promise<Row[]> {
  return executor.many<Row>(sql`
    select died_on as "diedOn" from members.person where person_id in (${gone}::uuid, ${stays}::uuid) order by person_id`);
}

export function lockBoth(tx: Transaction, gone: string, stays: string): Promise<Row[]> {
  return tx.many<Row>(sql`
    select died_on as "diedOn" from members.person where person_id in (${gone}::uuid, ${stays}::uuid)
    order by person_id for update`);
}

export async function mergePerson(tx: Transaction, merging: RecordMerging): Promise<number> {
  const { mergingId, gone, stays, caseNumber, now } = merging;
  const { cards } = await tx.one<{ cards: number | null }>(sql`
    select members.merge_person(${mergingId}::uuid, ${gone}::uuid, ${stays}::uuid, ${caseNumber}, ${now}::timestamptz) as cards`);
  if (cards === null) throw new AppError('bug', 'two records were merged of which one is not there');
  return cards;
}

export async function goneInto(executor: Executor, personId: string): Promise<string[]> {
  const rows = await executor.many<{ readonly personId: string }>(sql`
    select person_id as "personId" from members.merged_person where into_person_id = ${personId}::uuid
    order by merged_at desc, person_id`);
  return rows.map((row) => row.personId);
}
