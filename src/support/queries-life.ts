import { type Executor, sql } from '#platform';

export type NoteRow = {
  readonly note_id: string;
  readonly case_id: string;
  readonly officer_id: string;
  readonly answer: 'confirmed' | 'denied' | 'no_answer';
  readonly words: Buffer | null;
  readonly noted_at: Date;
};

export function insertNote(tx: Executor, row: NoteRow): Promise<number> {
  return tx.run(sql`
    insert into support.case_note (note_id, case_id, officer_id, kind, answer, words, noted_at)
    values (${row.note_id}, ${row.case_id}, ${row.officer_id}, 'employer_asked', ${row.answer}, ${row.words}::bytea, ${row.noted_at})`);
}

/** The oldest first. */
export function notesOf(executor: Executor, caseId: string): Promise<NoteRow[]> {
  return executor.many<NoteRow>(sql`
    select note_id, case_id, officer_id, answer, words, noted_at from support.case_note
    where case_id = ${caseId}::uuid order by noted_at, note_id limit 20`);
}
