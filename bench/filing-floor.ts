import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  assess,
  type AssessedShare,
  checkReports,
  createReportChanges,
  createReportHandOver,
  reportCopy,
  reportTotals,
  takeReports,
} from '#contributions';
import { allowLongWork } from '#members';
import { month as monthFrom, newId } from '#kernel';
import { type Database, sql, Statement, type Transaction } from '#platform';
import { from as copyFrom } from 'pg-copy-streams';
import { chunks } from './contribution-files.ts';
import { goodRows, month, monthBefore, nppOf, reportLines, workersEach } from './filing-files.ts';

/** The same statements on all rows at once: no file, no sealing, no row looked at outside the database. Yields seconds. */
export async function bareFiling(
  database: Database,
  employers: number,
  now: Date,
): Promise<{ check: number; take: number }> {
  const once = (take: boolean) =>
    database.transaction(async (tx) => {
      const started = performance.now();
      await allowLongWork(tx);
      await createReportHandOver(tx);
      await pipeline(Readable.from(chunks(reportLines(employers))), tx.client.query(copyFrom(reportCopy)));
      await checkReports(tx, now, take);
      await reportTotals(tx);
      if (take) await takeReports(tx, now, { read: employers * workersEach, refused: 0 });
      else {
        await createReportChanges(tx, { percent: 20, most: 100, refused: [] });
        await tx.run(sql`
          insert into filings.remark (filing_id, membership_id, person_id, kind, wage, last_wage)
          select f.filing_id, c.membership_id, c.person_id, c.kind, c.wage, c.last_wage
          from pg_temp.report_change c join filings.filing f on f.npp = c.npp`);
      }
      return { started };
    });
  // The end of the transaction is part of the work.
  const seconds = async (take: boolean) => {
    const { started } = await once(take);
    return (performance.now() - started) / 1000;
  };
  return { check: await seconds(false), take: await seconds(true) };
}

/**
 * The way that many programs do it, into the same tables with their indexes and guards: each row's card, what
 * stands for its month and the month before are looked up and its shares assessed in the program; then the rows, entries
 * and postings of a file are inserted, a batch of each, in the file's one transaction. Once to look and once to take, as filing does. Yields seconds.
 */
export async function batchedInserts(database: Database, files: number, now: Date): Promise<number> {
  const started = performance.now();
  for (let employer = 0; employer < files; employer += 1) {
    await database.transaction((tx) => lookAtFile(tx, employer));
    await database.transaction(async (tx) => takeFile(tx, await lookAtFile(tx, employer), now));
  }
  return (performance.now() - started) / 1000;
}

type Card = {
  personId: string;
  membershipId: string;
  employerId: string;
  scale: 'large' | 'medium' | 'small' | 'micro';
  riskClass: number;
  labourIntensive: boolean;
};
type Assessed = Card & { readonly wage: bigint; readonly shares: readonly AssessedShare[] };

async function lookAtFile(tx: Transaction, employer: number): Promise<Assessed[]> {
  const good: Assessed[] = [];
  for (const { memberNumber, wage } of goodRows(employer)) {
    const card = await tx.maybe<Card>(sql`
      select m.person_id as "personId", m.membership_id as "membershipId", e.employer_id as "employerId", e.scale,
        e.risk_class as "riskClass", e.labour_intensive as "labourIntensive"
      from members.member_number k join members.membership m using (person_id, membership_id)
      join members.employer e using (employer_id)
      where k.member_number = ${memberNumber} and e.npp = ${nppOf(employer)}`);
    if (!card) continue;
    const known = await tx.many<{ month: string }>(sql`
      select month, wage from contributions.contribution where person_id = ${card.personId}
        and membership_id = ${card.membershipId} and month in (${month}, ${monthBefore}) and not superseded`);
    if (known.some((row) => row.month === month)) continue;
    const assessed = assess({
      month: monthFrom(month),
      segment: 'PU',
      wage,
      employer: { ...card, activeWorkers: workersEach },
    });
    if (assessed.ok) good.push({ ...card, wage, shares: assessed.value.shares });
  }
  return good;
}

async function takeFile(tx: Transaction, rows: readonly Assessed[], now: Date): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const group = `${newId(now).slice(0, -2)}00`;
  const share = (row: Assessed, programme: string) => row.shares.find((one) => one.programme === programme);
  const all = (programme: string, of: 'employeeShare' | 'employerShare') =>
    rows.map((row) => share(row, programme)?.[of] ?? null);
  const people = rows.map(({ personId }) => personId);
  await tx.run(sql`
    insert into contributions.contribution (person_id, membership_id, month, segment, employer_id, wage, jht_employer, jht_employee,
      jp_employer, jp_employee, jkk_employer, jkm_employer, reported_on, batch_id, posting_group)
    select r.*, '2026-11-23', 0, ${group}::uuid from (
      select person_id, membership_id, ${month}, 'PU', ${first.employerId}::uuid, wage, jht_employer, jht_employee, jp_employer,
        jp_employee, jkk, jkm
      from unnest(${people}::uuid[], ${rows.map(({ membershipId }) => membershipId)}::uuid[], ${rows.map(({ wage }) => wage)}::bigint[],
        ${all('JHT', 'employerShare')}::bigint[], ${all('JHT', 'employeeShare')}::bigint[], ${all('JP', 'employerShare')}::bigint[],
        ${all('JP', 'employeeShare')}::bigint[], ${all('JKK', 'employerShare')}::bigint[], ${all('JKM', 'employerShare')}::bigint[])
        as f (person_id, membership_id, wage, jht_employer, jht_employee, jp_employer, jp_employee, jkk, jkm)) r`);
  await enterFile(tx, { group, people, rows, employerId: first.employerId, now });
}

async function enterFile(
  tx: Transaction,
  file: {
    readonly group: string;
    readonly people: readonly string[];
    readonly rows: readonly Assessed[];
    readonly employerId: string;
    readonly now: Date;
  },
): Promise<void> {
  const amounts = ['JHT', 'JP', 'JKK', 'JKM'].map((programme) =>
    file.rows.map(({ shares }) => {
      const found = shares.find((one) => one.programme === programme);
      return found ? found.employeeShare + found.employerShare : 0n;
    }),
  );
  const [savings = []] = amounts;
  const totals = amounts.map((each) => each.reduce((sum, one) => sum + one, 0n));
  await tx.run(sql`
    insert into ledger.entry (entry_id, state, kind, reason, fund, period, payer_id, entered_at)
    select (left(${file.group}::text, 34) || suffix)::uuid, 'pending', 'contribution', 'contributions_reported', fund, ${month},
      ${file.employerId}::uuid, ${file.now}::timestamptz
    from (values ('01', 'JHT'), ('02', 'JP'), ('03', 'JKK'), ('04', 'JKM')) p (suffix, fund)`);
  await tx.run(sql`
    insert into ledger.ledger_account (kind, owner_id) select 'savings', owner_id from unnest(${file.people}::uuid[]) owner_id
    on conflict do nothing`);
  await tx.run(sql`
    insert into ledger.ledger_account (kind, name)
    select 'control', name || fund from unnest(array['payers:', 'fund:']) name, unnest(array['JHT', 'JP', 'JKK', 'JKM']) fund
    on conflict do nothing`);
  await tx.run(sql`
    insert into ledger.posting (ledger_account_id, entry_id, amount, year)
    select a.ledger_account_id, (left(${file.group}::text, 34) || '01')::uuid, f.amount, 2026::smallint
    from unnest(${file.people}::uuid[], ${savings}::bigint[]) f (owner_id, amount)
    join ledger.ledger_account a on a.owner_id = f.owner_id and a.kind = 'savings'
    union all
    select a.ledger_account_id, (left(${file.group}::text, 34) || p.suffix)::uuid, case when s.side = 'payers:' then -p.total else p.total end, 2026
    from unnest(array['01', '02', '03', '04'], array['JHT', 'JP', 'JKK', 'JKM'], ${totals}::bigint[]) p (suffix, fund, total)
    cross join unnest(array['payers:', 'fund:']) s (side) join ledger.ledger_account a on a.name = s.side || p.fund
    where p.fund <> 'JHT' or s.side = 'payers:'`);
}

/** The benchmark owns this database; the guards of the ledger refuse to be emptied, which is the point of them. */
export async function emptyRecords(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    // Accounts that are open already would spare the one who comes second the work of opening them.
    await tx.run(
      sql`truncate contributions.contribution, ledger.posting, ledger.entry, ledger.ledger_account, filings.remark`,
    );
  });
  // Counted while one transaction fills them they are empty to the planner, and the guards compare everything with everything.
  for (const table of ['contributions.contribution', 'ledger.entry', 'ledger.ledger_account'])
    await database.run(new Statement([`alter table ${table} set (autovacuum_enabled = off)`], []));
}
