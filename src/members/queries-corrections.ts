import { type Executor, sql, type Transaction } from '#platform';

/** The lock of imports: whoever adds people to the register and whoever changes a NIK take turns. */
export async function lockRegister(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 4)`);
}

export type BeforeRow = {
  readonly fullName: string;
  readonly birthDate: string;
  readonly diedOn: string | null;
  readonly index: Buffer;
  readonly nationalNumber: Buffer;
  readonly motherName: Buffer | null;
  readonly email: Buffer | null;
  readonly phone: Buffer | null;
};

export function personForCorrection(tx: Executor, personId: string): Promise<BeforeRow | undefined> {
  return tx.maybe<BeforeRow>(sql`
    select p.full_name as "fullName", p.birth_date as "birthDate", p.died_on as "diedOn", n.index, p.national_number_sealed as "nationalNumber",
      p.mother_name_sealed as "motherName", p.email_sealed as email, p.phone_sealed as phone
    from members.person p join members.national_number n using (person_id)
    where p.person_id = ${personId}::uuid for update of p`);
}

export async function holderOf(executor: Executor, index: Buffer): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly personId: string }>(sql`
    select person_id as "personId" from members.national_number where index = ${index}::bytea`);
  return row?.personId;
}

export type BeforeInsert = {
  readonly correctionId: string;
  readonly personId: string;
  readonly caseNumber: string;
  readonly proposedBy: string;
  readonly decidedBy: string;
  readonly now: Date;
  readonly fullNameBefore: string | undefined;
  readonly birthDateBefore: string | undefined;
  readonly indexBefore: Buffer | undefined;
  readonly nationalNumberBefore: Buffer | undefined;
};

export function keepBefore(tx: Executor, row: BeforeInsert): Promise<number> {
  return tx.run(sql`
    insert into members.correction (correction_id, person_id, case_number, proposed_by, decided_by, corrected_at,
      full_name_before, birth_date_before, index_before, national_number_before)
    values (${row.correctionId}, ${row.personId}, ${row.caseNumber}, ${row.proposedBy}, ${row.decidedBy}, ${row.now},
      ${row.fullNameBefore ?? null}, ${row.birthDateBefore ?? null}::date, ${row.indexBefore ?? null}::bytea,
      ${row.nationalNumberBefore ?? null}::bytea)`);
}

export function writeNameAndDate(
  tx: Executor,
  personId: string,
  fullName: string,
  birthDate: string,
): Promise<number> {
  return tx.run(sql`
    update members.person set full_name = ${fullName}, birth_date = ${birthDate}::date
    where person_id = ${personId}::uuid`);
}

export type SealedAnew = {
  readonly nationalNumber: Buffer | undefined;
  readonly motherName: Buffer | undefined;
  readonly email: Buffer | undefined;
  readonly phone: Buffer | undefined;
};

export async function writeNumber(
  tx: Executor,
  personId: string,
  index: Buffer,
  sealed: SealedAnew,
): Promise<void> {
  await tx.run(sql`
    update members.national_number set index = ${index}::bytea where person_id = ${personId}::uuid`);
  await tx.run(sql`
    update members.person set national_number_sealed = ${sealed.nationalNumber ?? null}::bytea,
      mother_name_sealed = ${sealed.motherName ?? null}::bytea, email_sealed = ${sealed.email ?? null}::bytea,
      phone_sealed = ${sealed.phone ?? null}::bytea
    where person_id = ${personId}::uuid`);
}
