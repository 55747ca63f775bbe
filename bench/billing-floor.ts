import { type Database, sql } from '#platform';

/** The same bills and charges, by one statement each, and the same rows marked. */
export async function issueBare(database: Database): Promise<void> {
  await database.run(sql`create table bare_bill (like billing.bill including all)`);
  await database.run(sql`create table bare_charge (like billing.charge including all)`);
  await database.transaction(async (tx) => {
    await tx.run(sql`
      insert into bare_bill (payer_id, month, bill_id, segment, due_on, penalty_rate, issued_on)
      select employer_id, month, gen_random_uuid(), min(segment), '2026-11-16', 2000, '2026-11-10'
      from contributions.contribution group by 1, 2`);
    await tx.run(sql`
      insert into bare_charge (payer_id, month, charge_id, kind, for_month, workers, jht, jp, jkk, jkm, charged_on)
      select employer_id, month, gen_random_uuid(), 'contributions', month, count(*), sum(jht_employer + jht_employee),
        sum(jp_employer + jp_employee), sum(jkk_employer), sum(jkm_employer), '2026-11-10'
      from contributions.contribution group by 1, 2`);
    await tx.run(sql`update contributions.contribution set billed_on = billed_on`);
  });
}

/** The same payments, from a table instead of a file. */
export async function takeBare(database: Database): Promise<void> {
  await database.run(sql`create table bare_payment (like billing.payment including all)`);
  await database.run(sql`insert into bare_payment select * from billing.payment`);
}

/** The same uses of payments, and the same rows and entries of the ledger touched once. */
export async function allocateBare(database: Database): Promise<void> {
  await database.run(sql`create table bare_allocation (like billing.allocation including all)`);
  await database.transaction(async (tx) => {
    await tx.run(sql`insert into bare_allocation select * from billing.allocation`);
    await tx.run(sql`update contributions.contribution set paid_on = paid_on, posted_on = posted_on`);
  });
}
