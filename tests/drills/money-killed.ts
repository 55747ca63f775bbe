import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { billsOf, payerAccount, verifyBilling } from '#billing';
import { processFilings } from '#filings';
import { addMonths, month } from '#kernel';
import { type Database, sql } from '#platform';
import { cards, importPeople, now } from '../support/contributions.ts';
import { testDatabase } from '../support/database.ts';
import { approve, filingServices, handIn, newClerk } from '../support/filings.ts';
import { differences } from '../support/money.ts';

/** Takes what was approved, bills it, pays each bill once by its own reference and uses the money, as the jobs do. */
const program = `
  import { allocatePayments, billsOf, issueBills, receivePayment } from '#billing';
  import { processFilings } from '#filings';
  import { createLogger, openDatabase, readConfig, readKeyRing } from '#platform';
  const now = new Date('${now.toISOString()}');
  const database = openDatabase({ url: process.env.TARGET, poolSize: 2 });
  const services = { database, keys: readKeyRing('test:' + Buffer.alloc(32, 7).toString('base64')),
    config: readConfig({ NODE_ENV: 'test' }), clock: { now: () => now }, log: createLogger('silent') };
  const payer = process.env.PAYER;
  await database.transaction(async () => {});
  console.log('begins');
  await processFilings(services);
  await issueBills(services);
  for (const { month, billingCode, amount } of await billsOf(services, payer, { limit: 100, offset: 0 })) {
    const payment = { bank: 'contoh', bankReference: month, billingCode, amount, paidOn: '2026-11-23' };
    await receivePayment(database, payment, now);
    await allocatePayments(services, [payer]);
  }
  await allocatePayments(services, [payer]);
  await database.close();`;

export type MoneyKills = { readonly months: number; readonly kills: number };

/**
 * The process that files, bills and pays is killed with -9 at random points, again and again; after each kill the ledger, the
 * contributions and the bills tie. At last two run at the same time to the end: every row stands there once, all is paid once,
 * and nothing is left over.
 */
export async function killMoney({ months, kills }: MoneyKills): Promise<void> {
  const database = await testDatabase();
  const employerId = await prepared(database, months);
  const run = () =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program], {
      env: { ...process.env, TARGET: database.url, PAYER: employerId },
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let killed = 0;
  let spanMs = 150 * months;
  for (let tries = 0; killed < kills && tries < 3 * kills; tries += 1) {
    const child = run();
    const end = once(child, 'exit') as Promise<[number | null]>;
    await once(child.stdout, 'data');
    await Promise.race([sleep(Math.random() * spanMs), end]);
    child.kill('SIGKILL');
    const [code] = await end;
    if (code === 0) spanMs *= 0.6;
    else killed += 1;
    await ties(database);
    // From a finished run nothing more is learnt.
    if (code === 0) break;
  }
  const ends = [run(), run()].map((child) => once(child, 'exit') as Promise<[number | null]>);
  assert.deepEqual(await Promise.all(ends), [
    [0, null],
    [0, null],
  ]);
  await compare(database, employerId, months);
  console.log(`${killed} processes killed while they filed and paid ${months} months`);
}

async function prepared(database: Database, months: number): Promise<string> {
  await importPeople(database);
  const services = filingServices(database, { FILINGS_PER_DAY: '1000' });
  const clerk = await newClerk(database);
  const filingIds: string[] = [];
  for (let back = 1; back <= months; back += 1) {
    const of = addMonths(month('2026-11'), -back);
    const received = await handIn(services, {
      clerk,
      of,
      bytes: `KPJ,UPAH\n${cards.siti},7000000\n${cards.budi},6000000\n`,
    });
    assert.ok(received.ok);
    filingIds.push(received.value.filingId);
  }
  await processFilings(services);
  for (const filingId of filingIds) assert.ok((await approve(database, { clerk, filingId, now })).ok);
  return clerk.employerId;
}

async function ties(database: Database): Promise<void> {
  const found: unknown[] = await differences(database);
  for await (const difference of verifyBilling(database)) found.push(difference);
  assert.deepEqual(found, []);
}

async function compare(database: Database, employerId: string, months: number): Promise<void> {
  await ties(database);
  const counts = sql`
    select (select count(*)::int from contributions.contribution) as rows,
      (select count(*)::int from contributions.contribution where posted_on is null) as unposted,
      (select count(*)::int from filings.filing where state <> 'counted') as unfiled,
      (select count(*)::int from billing.payment) as payments`;
  const services = { database, clock: { now: () => now } };
  const bills = await billsOf(services, employerId, { limit: 100, offset: 0 });
  const shares = bills.reduce((sum, { amount, penalty }) => sum + amount - penalty, 0n);
  assert.equal(shares, BigInt(months) * ((13_000_000n * 989n) / 10_000n));
  // Months that were paid late left a penalty on the newest bill, which nobody has paid yet.
  const { outstanding, credit } = await payerAccount(services, employerId);
  const penalties = bills.reduce((sum, { penalty }) => sum + penalty, 0n);
  assert.ok(outstanding - credit <= penalties, `${outstanding} outstanding, ${penalties} of it penalties`);
  const { payments, ...rest } = await database.one<Record<string, number>>(counts);
  assert.deepEqual(rest, { rows: 2 * months, unposted: 0, unfiled: 0 });
  assert.ok(payments !== undefined && payments >= months && payments <= months + 1);
}
