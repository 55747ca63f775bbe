import { type Executor, pageRange, sql } from '#platform';

export type SealedPerson = {
  readonly personId: string;
  readonly index: Buffer;
  readonly nationalNumber: Buffer | null;
  readonly motherName: Buffer | null;
  readonly email: Buffer | null;
  readonly phone: Buffer | null;
};

/** People in these pages whose blind index is not with the key yet, held for the transaction. */
export function peopleToRehash(tx: Executor, to: string, from: number): Promise<SealedPerson[]> {
  return tx.many<SealedPerson>(sql`
    select p.person_id as "personId", n.index, p.national_number_sealed as "nationalNumber",
      p.mother_name_sealed as "motherName", p.email_sealed as email, p.phone_sealed as phone
    from (select person_id, index from members.national_number
      where ${pageRange(from)} and index_key_id is distinct from ${to} for update) n
    join members.person p using (person_id) for update of p`);
}

export async function writeRehashed(
  tx: Executor,
  people: readonly (SealedPerson & { readonly next: Buffer })[],
  to: string,
): Promise<void> {
  const ids = people.map(({ personId }) => personId);
  await tx.run(sql`
    update members.national_number n set index = fresh.index, index_key_id = ${to}
    from unnest(${ids}::uuid[], ${people.map(({ next }) => next)}::bytea[]) as fresh (person_id, index)
    where n.person_id = fresh.person_id`);
  await tx.run(sql`
    update members.person p set national_number_sealed = fresh.national_number, mother_name_sealed = fresh.mother_name,
      email_sealed = fresh.email, phone_sealed = fresh.phone
    from unnest(${ids}::uuid[], ${people.map((person) => person.nationalNumber)}::bytea[],
      ${people.map((person) => person.motherName)}::bytea[], ${people.map((person) => person.email)}::bytea[],
      ${people.map((person) => person.phone)}::bytea[]) as fresh (person_id, national_number, mother_name, email, phone)
    where p.person_id = fresh.person_id`);
}
