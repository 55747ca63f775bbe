import { assess, type AssessedShare } from '#contributions';
import { month as monthFrom, newId } from '#kernel';
import { type Database, sql, type Transaction } from '#platform';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { goodRows, month, monthBefore, nppOf, workersEach } from './filing-files.ts';

/** Ten files of a hundred rows: batches of a thousand. */
const filesInBatch = 10;

/**
 * The way that many programs do it, into the same tables with their indexes and guards: each row's card, what stands for its
 * month and the month before are looked up and its shares assessed in the program; then the rows, accounts, entries and
 * postings of ten files are inserted by a query builder, a thousand rows a batch, in one transaction. Once to look and once to
 * take, as filing does. Yields seconds.
 */
export async function batchedInserts(database: Database, files: number, now: Date): Promise<number> {
  const started = performance.now();
  for (let first = 0; first < files; first += filesInBatch) {
    const employers = Array.from(
      { length: Math.min(filesInBatch, files - first) },
      (_, index) => first + index,
    );
    await database.transaction(async (tx) => remark(tx, await lookAtFiles(tx, employers)));
    await database.transaction(async (tx) => take(tx, await lookAtFiles(tx, employers), now));
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
type Assessed = Card & {
  readonly wage: bigint;
  readonly lastWage: bigint | undefined;
  readonly shares: readonly AssessedShare[];
};

async function lookAtFiles(tx: Transaction, employers: readonly number[]): Promise<Assessed[][]> {
  const files: Assessed[][] = [];
  for (const employer of employers) files.push(await lookAtFile(tx, employer));
  return files;
}

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
    const known = await tx.many<{ month: string; wage: bigint }>(sql`
      select month, wage from contributions.contribution where person_id = ${card.personId}
        and membership_id = ${card.membershipId} and month in (${month}, ${monthBefore}) and not superseded`);
    if (known.some((row) => row.month === month)) continue;
    const assessed = assess({
      month: monthFrom(month),
      segment: 'PU',
      wage,
      employer: { ...card, activeWorkers: workersEach },
    });
    if (assessed.ok) good.push({ ...card, wage, lastWage: known[0]?.wage, shares: assessed.value.shares });
  }
  return good;
}

/** What the clerk is told before the filing counts: who is new, and whose wage moved by more than a fifth. */
async function remark(tx: Transaction, files: readonly Assessed[][]): Promise<void> {
  const remarks = [];
  for (const [first, ...others] of files) {
    if (!first) continue;
    const { filingId } = await tx.one<{ filingId: string }>(
      sql`select filing_id as "filingId" from filings.filing where employer_id = ${first.employerId} and month = ${month}`,
    );
    for (const row of [first, ...others]) {
      const kind = remarkKind(row);
      if (kind) remarks.push({ ...remarkOf(row), filing_id: filingId, kind });
    }
  }
  if (remarks.length > 0) await run(tx, builder.insertInto('filings.remark').values(remarks));
}

function remarkKind({ wage, lastWage }: Assessed): string | undefined {
  if (lastWage === undefined) return 'new';
  if (wage * 100n > lastWage * 120n) return 'wage_up';
  return wage * 100n < lastWage * 80n ? 'wage_down' : undefined;
}

const remarkOf = (row: Assessed) => ({
  membership_id: row.membershipId,
  person_id: row.personId,
  wage: row.wage,
  last_wage: row.lastWage ?? null,
});

type Tables = {
  'filings.remark': Record<string, string | bigint | null>;
  'contributions.contribution': Record<string, string | bigint | number | null>;
  'ledger.entry': Record<string, string | Date>;
  'ledger.ledger_account': { ledger_account_id?: bigint; kind: string; owner_id?: string; name?: string };
  'ledger.posting': { ledger_account_id: bigint; entry_id: string; amount: bigint; year: number };
};

/** Only builds: the statements run in our transaction. */
const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

async function run<Row = unknown>(tx: Transaction, query: Compilable): Promise<Row[]> {
  const compiled = query.compile();
  const { rows } = await tx.client.query(compiled.sql, [...compiled.parameters]);
  return rows as Row[];
}

const funds = { JHT: '01', JP: '02', JKK: '03', JKM: '04' } as const;
const controls = Object.keys(funds).flatMap((fund) => [`payers:${fund}`, `fund:${fund}`]);

async function take(tx: Transaction, files: readonly Assessed[][], now: Date): Promise<void> {
  const groups = files
    .filter((rows) => rows.length > 0)
    .map((rows) => ({ rows, group: newId(now).slice(0, -2) }));
  const contributions = groups.flatMap(({ rows, group }) =>
    rows.map((row) => ({
      person_id: row.personId,
      membership_id: row.membershipId,
      month,
      segment: 'PU',
      employer_id: row.employerId,
      wage: row.wage,
      jht_employer: shareOf(row, 'JHT')?.employerShare ?? null,
      jht_employee: shareOf(row, 'JHT')?.employeeShare ?? null,
      jp_employer: shareOf(row, 'JP')?.employerShare ?? null,
      jp_employee: shareOf(row, 'JP')?.employeeShare ?? null,
      jkk_employer: shareOf(row, 'JKK')?.employerShare ?? null,
      jkm_employer: shareOf(row, 'JKM')?.employerShare ?? null,
      reported_on: '2026-11-23',
      batch_id: 0,
      posting_group: `${group}00`,
    })),
  );
  await run(tx, builder.insertInto('contributions.contribution').values(contributions));
  const entries = groups.flatMap(({ rows, group }) =>
    Object.entries(funds).map(([fund, suffix]) => ({
      entry_id: group + suffix,
      state: 'pending',
      kind: 'contribution',
      reason: 'contributions_reported',
      fund,
      period: month,
      payer_id: rows[0]?.employerId ?? '',
      entered_at: now,
    })),
  );
  await run(tx, builder.insertInto('ledger.entry').values(entries));
  const accounts = await openAccounts(
    tx,
    groups.flatMap(({ rows }) => rows.map(({ personId }) => personId)),
  );
  const postings = groups.flatMap(({ rows, group }) => postingsOf(rows, group, accounts));
  // In one statement, because the ledger refuses entries that do not add up at the end of each.
  await run(tx, builder.insertInto('ledger.posting').values(postings));
}

const shareOf = (row: Assessed, programme: string) => row.shares.find((one) => one.programme === programme);

/** Yields the account of each person and of each name. */
async function openAccounts(tx: Transaction, people: readonly string[]): Promise<Map<string, bigint>> {
  const insert = builder.insertInto('ledger.ledger_account');
  await run(
    tx,
    insert
      .values(people.map((owner) => ({ kind: 'savings', owner_id: owner })))
      .onConflict((conflict) => conflict.doNothing()),
  );
  await run(
    tx,
    insert
      .values(controls.map((name) => ({ kind: 'control', name })))
      .onConflict((conflict) => conflict.doNothing()),
  );
  const found = await run<{ ledger_account_id: bigint; owner_id: string | null; name: string | null }>(
    tx,
    builder
      .selectFrom('ledger.ledger_account')
      .select(['ledger_account_id', 'owner_id', 'name'])
      .where((where) => where.or([where('owner_id', 'in', people), where('name', 'in', controls)])),
  );
  return new Map(found.map((row) => [row.owner_id ?? row.name ?? '', row.ledger_account_id]));
}

function postingsOf(
  rows: readonly Assessed[],
  group: string,
  accounts: ReadonlyMap<string, bigint>,
): Tables['ledger.posting'][] {
  const posting = (owner: string, fund: keyof typeof funds, amount: bigint) => ({
    ledger_account_id: accounts.get(owner) ?? 0n,
    entry_id: group + funds[fund],
    amount,
    year: 2026,
  });
  const given = (row: Assessed, fund: string) => {
    const share = shareOf(row, fund);
    return share ? share.employeeShare + share.employerShare : 0n;
  };
  const savings = rows.map((row) => posting(row.personId, 'JHT', given(row, 'JHT')));
  const totals = (Object.keys(funds) as (keyof typeof funds)[]).flatMap((fund) => {
    const total = rows.reduce((sum, row) => sum + given(row, fund), 0n);
    const paid = posting(`payers:${fund}`, fund, -total);
    return fund === 'JHT' ? [paid] : [paid, posting(`fund:${fund}`, fund, total)];
  });
  return [...savings, ...totals];
}
