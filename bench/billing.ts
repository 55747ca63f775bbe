import { Readable } from 'node:stream';
import { allocatePayments, importPayments, issueBills, verifyBilling } from '#billing';
import { importContributions } from '#contributions';
import { importEmployers, importMembers } from '#members';
import { type Database, readKeyRing, sql, Statement } from '#platform';
import { allocateBare, issueBare, takeBare } from './billing-floor.ts';
import { chunks } from './contribution-files.ts';
import { withInstalledDatabase } from './installed-postgres.ts';

/**
 * One round of bills for all employers and a bank file that pays each in ten parts, beside the same writes in bare SQL, in the same
 * run. `BILLING_EMPLOYERS` (10,000) sets the size; four workers each.
 */
export default async function run(): Promise<void> {
  const employers = Number(process.env['BILLING_EMPLOYERS'] ?? 10_000);
  await withInstalledDatabase((database) => billOn(database, employers));
}

/** In an empty database; yields what does not tie at the end. */
export async function billOn(database: Database, employers: number): Promise<readonly unknown[]> {
  await prepare(database, employers);
  return measure(database, employers);
}

const now = new Date('2026-11-10T03:00:00Z');
const options = {
  keys: readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
  now,
  onRefusal: (refusal: unknown) => {
    throw new Error(`refused: ${JSON.stringify(refusal)}`);
  },
};
const workers = 4;
const parts = 10n;
const npp = (employer: number) => String(20_000_000 + employer);
const kpj = (employer: number, worker: number) => String(employer * workers + worker).padStart(11, '0');

async function prepare(database: Database, employers: number): Promise<void> {
  const each = function* (line: (employer: number, worker: number) => string, of = workers) {
    for (let employer = 0; employer < employers; employer += 1)
      for (let worker = 0; worker < of; worker += 1) yield line(employer, worker);
  };
  const file = (header: string, lines: Iterable<string>) =>
    Readable.from(
      chunks(
        (function* () {
          yield `${header}\n`;
          yield* lines;
        })(),
      ),
    );
  await importEmployers(
    database,
    file(
      'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on',
      each((one) => `${npp(one)},PT Contoh ${one},large,trade,1,no,32,,2010-01-01\n`, 1),
    ),
    options,
  );
  await importMembers(
    database,
    file(
      'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on',
      each((one, worker) => {
        const number = one * workers + worker;
        const nik = `${310_000 + Math.floor(number / 9000)}010190${String(1000 + (number % 9000))}`;
        return `${nik},Nama ${number},1990-01-01,,L,,,32,,,${kpj(one, worker)},${npp(one)},PU,2015-07-01,\n`;
      }),
    ),
    options,
  );
  await importContributions(
    database,
    file(
      'npp,kpj,month,wage,reported_on,billed_on,paid_on,posted_on',
      each((one, worker) => `${npp(one)},${kpj(one, worker)},2026-10,${5_000_000 + one},2026-11-05,,,\n`),
    ),
    options,
  );
  await database.run(new Statement(['vacuum (analyze)'], []));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function measure(database: Database, employers: number): Promise<readonly unknown[]> {
  const services = { database, clock: { now: () => now } };
  const issued = await seconds(() => issueBills(services));
  const issuedBare = await seconds(() => issueBare(database));
  const lines = await bankFile(database);
  const taken = await seconds(() => importPayments(database, Readable.from(chunks(lines)), options));
  const takenBare = await seconds(() => takeBare(database));
  const payers = await database.many<{ id: string }>(sql`select payer_id as id from billing.bill`);
  const used = await seconds(() =>
    allocatePayments(
      services,
      payers.map(({ id }) => id),
    ),
  );
  const usedBare = await seconds(() => allocateBare(database));
  const open = await database.one<{ count: bigint }>(
    sql`select count(*) as count from contributions.contribution where posted_on is null`,
  );
  const differences: unknown[] = [];
  const verified = await seconds(async () => {
    for await (const difference of verifyBilling(database)) differences.push(difference);
  });
  const line = (name: string, count: number, real: number, bare: number) =>
    console.log(
      `${name.padEnd(22)} ${Math.round(count / real).toLocaleString('en')}/s in ${real.toFixed(1)} s; bare SQL ${bare.toFixed(1)} s, ratio ${(real / bare).toFixed(2)}`,
    );
  line('bills issued', employers, issued, issuedBare);
  line('payments taken', lines.length - 1, taken, takenBare);
  line('payments allocated', lines.length - 1, used, usedBare);
  console.log(
    `verified in ${verified.toFixed(1)} s, ${differences.length} differences, ${open.count} rows not posted`,
  );
  return differences;
}

async function bankFile(database: Database): Promise<string[]> {
  const bills = await database.many<{ code: string; amount: bigint }>(sql`
    select b.billing_code as code, sum(c.amount)::bigint as amount
    from billing.bill b join billing.charge c using (payer_id, month) group by b.billing_code`);
  const rows = bills.flatMap(({ code, amount }) =>
    Array.from({ length: Number(parts) }, (_, part) => {
      const each = part === 0 ? amount - (amount / parts) * (parts - 1n) : amount / parts;
      return `contoh,${code}-${part},${code},${each},2026-11-10\n`;
    }),
  );
  return ['bank,bank_reference,billing_code,amount,paid_on\n', ...rows];
}
