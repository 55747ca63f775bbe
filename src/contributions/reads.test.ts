import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setLimited } from '#accounts';
import { recentActivity } from '#activity';
import {
  alertChoiceOf,
  type AlertKind,
  alertKinds,
  attentionFor,
  attentionKinds,
  chooseAlerts,
  contributionHistory,
  contributionMonth,
  historyChoices,
  monthlyTotals,
  savingsMovements,
  savingsOf,
  sendAlerts,
  stopAlertsByLink,
  yearlyBalances,
} from '#contributions';
import { addDays, addMonths, firstDayOf, fixedClock, isoDate, lastDayOf, month } from '#kernel';
import { membershipsOf } from '#members';
import { openDatabase, sql } from '#platform';
import { contributionFigures, dueOn } from '#rates';
import { accountServices, keepingOutbox, newTestAccount, testOrigin } from '../../tests/support/accounts.ts';
import { cards, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { lawOf, searchedCards } from './find.ts';
import { recentDays } from './pointing-rules.ts';
import { selectFindings } from './queries-findings.ts';
import { withUsedRate } from './used-rate.ts';

const database = await testDatabase();
const today = isoDate('2026-11-23');
let siti = '';
let dewi = '';
const page = { limit: 100, offset: 0 };

before(async () => {
  await importPeople(database);
  siti = await personOf(database, cards.siti);
  dewi = await personOf(database, cards.dewi);
  const at = (of: string, dates: string) => `1001,${cards.siti},${of},10000000,${dates}`;
  await importRows(database, [
    `1002,${cards.sitiBefore},2023-11,4000000,2023-12-05,2023-12-06,2023-12-15,2023-12-16`,
    `1002,${cards.sitiBefore},2023-12,4000000,2024-01-05,2024-01-06,2024-01-16,2024-01-17`,
    at('2024-01', '2024-02-05,2024-02-06,2024-02-15,2024-02-16'),
    at('2026-07', '2026-08-05,2026-08-06,2026-08-14,2026-08-15'),
    at('2026-09', '2026-10-05,2026-10-06,,'),
    at('2026-10', '2026-11-05,2026-11-06,2026-11-16,'),
    at('2026-11', '2026-11-20,,,'),
    ...['2020-10', '2020-12', '2021-02', '2021-04'].map(
      (of) => `1003,${cards.joko},${of},5000000,2026-11-05,2026-11-06,2026-11-16,`,
    ),
  ]);
});

const stateOf = async (of: string) =>
  (await contributionHistory(database, siti, today, {}, page)).rows.find(({ month }) => month === of)?.state;

test('the history is newest first and shows the months without a report', async () => {
  const { rows, more } = await contributionHistory(database, siti, today, { year: 2026 }, page);
  assert.deepEqual(
    rows.map(({ month, state }) => `${month} ${state}`),
    [
      '2026-11 reported',
      '2026-10 paid',
      '2026-09 overdue',
      '2026-08 missing',
      '2026-07 posted',
      '2026-06 missing',
      '2026-05 missing',
      '2026-04 missing',
      '2026-03 missing',
      '2026-02 missing',
      '2026-01 missing',
    ],
  );
  assert.equal(more, false);
});

test('a row tells employer, card, wage, each programme and the four dates', async () => {
  const { rows } = await contributionHistory(database, siti, today, { year: 2026 }, { limit: 1, offset: 4 });
  const [row] = rows;
  assert.equal(row?.employerName, 'PT Besar');
  assert.equal(row.memberNumber, cards.siti);
  assert.equal(row.wage, 10_000_000n);
  assert.deepEqual(row.shares, [
    { programme: 'JHT', employeeShare: 200_000n, employerShare: 370_000n },
    { programme: 'JP', employeeShare: 100_000n, employerShare: 200_000n },
    { programme: 'JKK', employeeShare: 0n, employerShare: 89_000n },
    { programme: 'JKM', employeeShare: 0n, employerShare: 30_000n },
    { programme: 'JKP', employeeShare: 0n, employerShare: 0n },
  ]);
  assert.deepEqual([row.employeeShare, row.employerShare], [300_000n, 689_000n]);
  assert.deepEqual(
    [row.reportedOn, row.billedOn, row.dueOn, row.paidOn, row.postedOn, row.paidLate],
    ['2026-08-05', '2026-08-06', '2026-08-18', '2026-08-14', '2026-08-15', false],
  );
});

test('a month tells the rate by risk that it was reckoned with, and whose holiday moves its due day', async () => {
  const [card] = (await membershipsOf(database, siti)).filter(
    ({ memberNumber }) => memberNumber === cards.siti,
  );
  const of = { membershipId: card?.membershipId ?? '', month: month('2026-07') };
  const found = await contributionMonth(database, siti, of, today);
  const jkk = found?.figures.find(({ programme }) => programme === 'JKK');
  assert.ok(jkk?.figure.kind === 'by_class');
  assert.deepEqual(jkk.figure.used, { rate: 890, relief: undefined });
  assert.equal(found?.row.dueDayExample, true);
});

// wage, share of JKK, the rate it was reckoned with and the relief; a relief of 50 % was there for some (PP 7/2025)
const usedRates = [
  [10_000_000n, 89_000n, 890, undefined],
  [10_000_000n, 24_000n, 240, undefined],
  [10_000_000n, 44_500n, 890, 50_000],
  [5_396_761n, 6_476n, 240, 50_000],
  [10_000_000n, 50_000n, undefined, undefined], // none of the law's
  [100n, 1n, undefined, undefined], // several yield it
] as const;

test('the rate by risk is told where the amounts leave one only', () => {
  const figure = contributionFigures(month('2025-03'), 'PU').find(({ programme }) => programme === 'JKK');
  assert.ok(figure?.relief);
  for (const [wage, employerShare, rate, relief] of usedRates) {
    const share = { programme: 'JKK' as const, employeeShare: 0n, employerShare };
    const { figure: shown } = withUsedRate(figure, wage, [share]);
    assert.ok(shown.kind === 'by_class');
    assert.deepEqual(shown.used, rate && { rate, relief }, String(wage));
  }
});

test('a payment after the due day is late; on a 15th that is a Sunday the Monday still counts', async () => {
  const late = async (year: number, of: string) =>
    (await contributionHistory(database, siti, today, { year }, page)).rows.find(({ month }) => month === of)
      ?.paidLate;
  assert.equal(await late(2023, '2023-12'), true);
  assert.equal(await late(2026, '2026-10'), false);
});

test('filters choose year, employer and programme', async () => {
  const read = async (filter: Parameters<typeof contributionHistory>[3]) =>
    (await contributionHistory(database, siti, today, filter, page)).rows;
  const { years, employers } = await historyChoices(database, siti);
  assert.deepEqual(years, [2026, 2025, 2024, 2023, 2022, 2021, 2020]);
  assert.deepEqual(employers.map(({ name }) => name).sort(), ['CV Kecil', 'PT Besar']);
  const small = employers.find(({ name }) => name === 'CV Kecil');
  assert.ok(small);
  const atSmall = await read({ employerId: small.employerId });
  assert.equal(atSmall.length, 48, 'every month from January 2020 to December 2023');
  assert.equal(atSmall.filter(({ state }) => state === 'posted').length, 2);
  const pension = await read({ programme: 'JP', year: 2023 });
  assert.deepEqual(pension, [], 'a small employer pays no JP, so no month of it is missing there');
  const pensionNow = await read({ programme: 'JP', year: 2026 });
  assert.deepEqual(
    [pensionNow.length, pensionNow[4]?.employeeShare, pensionNow[4]?.shares.length],
    [11, 100_000n, 1],
  );
});

test('pages of the history join without a gap or a double', async () => {
  const whole = (await contributionHistory(database, siti, today, {}, page)).rows;
  const pieces: string[] = [];
  for (let offset = 0; ; offset += 7) {
    const { rows, more } = await contributionHistory(database, siti, today, {}, { limit: 7, offset });
    pieces.push(...rows.map(({ month, membershipId }) => month + membershipId));
    if (!more) break;
  }
  assert.deepEqual(
    pieces,
    whole.map(({ month, membershipId }) => month + membershipId),
  );
});

test('a month without a report before the programme began is not missing from it', async () => {
  const joko = await personOf(database, cards.joko);
  const { rows } = await contributionHistory(database, joko, today, { programme: 'JKP' }, page);
  assert.deepEqual(
    rows.slice(-3).map(({ month, state }) => `${month} ${state}`),
    ['2021-04 paid', '2021-03 missing', '2021-02 paid'],
  );
});

test('a month is missing only after its due day', async () => {
  const on = async (day: string) =>
    (await contributionHistory(database, siti, isoDate(day), {}, page)).rows.some(
      ({ month }) => month === '2026-08',
    );
  assert.equal(await on('2026-09-15'), false);
  assert.equal(await on('2026-09-16'), true);
  assert.equal(await stateOf('2026-08'), 'missing');
});

test('what needs attention is what is overdue or missing, newest first, and never more than 24', async () => {
  const attention = await attentionFor(database, siti, today);
  assert.deepEqual(
    attention
      .slice(0, 3)
      .map(({ kind, month, employerName, dueOn, daysLate }) => [kind, month, employerName, dueOn, daysLate]),
    [
      ['overdue', '2026-09', 'PT Besar', '2026-10-15', 39],
      ['missing_month', '2026-08', 'PT Besar', '2026-09-15', 69],
      ['missing_month', '2026-06', 'PT Besar', '2026-07-15', 131],
    ],
  );
  assert.equal(attention.length, 24);
});

test('savings, movements and yearly balances come from the ledger and agree', async () => {
  const savings = await savingsOf(database, siti, today);
  assert.deepEqual(savings, {
    balance: 228_000n * 2n + 570_000n * 2n,
    pending: 570_000n * 3n,
    contributionsThisYear: 570_000n,
    returns: 0n,
    shortfall: 0n,
    asOf: today,
  });
  const { rows, more } = await savingsMovements(database, siti, page);
  assert.deepEqual(
    rows.map(({ month, employerName, amount, balanceAfter }) => [month, employerName, amount, balanceAfter]),
    [
      ['2026-07', 'PT Besar', 570_000n, 1_596_000n],
      ['2024-01', 'PT Besar', 570_000n, 1_026_000n],
      ['2023-12', 'CV Kecil', 228_000n, 456_000n],
      ['2023-11', 'CV Kecil', 228_000n, 228_000n],
    ],
  );
  assert.equal(more, false);
  assert.deepEqual(await yearlyBalances(database, siti, today), [
    { year: 2023, balance: 228_000n, contributions: 228_000n, returns: 0n },
    { year: 2024, balance: 1_026_000n, contributions: 798_000n, returns: 0n },
    { year: 2025, balance: 1_026_000n, contributions: 0n, returns: 0n },
    { year: 2026, balance: 1_596_000n, contributions: 570_000n, returns: 0n },
  ]);
});

test('the chart has a point for every month, gaps included', async () => {
  const totals = await monthlyTotals(database, siti, today, 6);
  assert.deepEqual(
    totals.map(({ month, amount, state }) => [month, amount, state]),
    [
      ['2026-06', 0n, 'missing'],
      ['2026-07', 570_000n, 'posted'],
      ['2026-08', 0n, 'missing'],
      ['2026-09', 570_000n, 'overdue'],
      ['2026-10', 570_000n, 'paid'],
      ['2026-11', 570_000n, 'reported'],
    ],
  );
});

test('the chart has no points where nothing is due, and ends with the last month of a membership', async () => {
  const maria = await personOf(database, cards.maria);
  assert.deepEqual(await monthlyTotals(database, maria, today, 12), []);
  const left = await testDatabase();
  await importPeople(left);
  const sitiLeft = await personOf(left, cards.siti);
  const shown = await monthlyTotals(left, sitiLeft, isoDate('2024-03-10'), 3);
  assert.deepEqual(
    shown.map(({ month, state }) => [month, state]),
    [
      ['2023-11', 'missing'],
      ['2023-12', 'missing'],
      ['2024-01', 'missing'],
    ],
  );
});

test('someone without contributions reads nothing, without an error', async () => {
  assert.equal((await savingsOf(database, dewi, today)).balance, 0n);
  assert.deepEqual((await savingsMovements(database, dewi, page)).rows, []);
  assert.deepEqual(await yearlyBalances(database, dewi, today), []);
  assert.equal((await contributionHistory(database, dewi, today, {}, page)).rows[0]?.state, 'missing');
});

test('the portal reads with its own rights, and may not write', async () => {
  const portal = openDatabase({ url: database.url, role: 'goid_portal' });
  try {
    assert.equal((await contributionHistory(portal, siti, today, { year: 2026 }, page)).rows.length, 11);
    assert.equal((await savingsOf(portal, siti, today)).balance, 1_596_000n);
    await assert.rejects(
      portal.run(sql`update contributions.contribution set wage = 1`),
      /permission denied/,
    );
    await assert.rejects(
      portal.run(sql`insert into ledger.posting values (1, gen_random_uuid(), 1)`),
      /permission denied/,
    );
  } finally {
    await portal.close();
  }
});

/** The minimum wage of Jawa Barat in 2026, where PT Besar is. */
const minimum = 2_317_601;

/**
 * For each case: the card's first month, its last one or –, the wages in thousands of rupiah from its first month on (– is
 * nothing reported; m the minimum wage to the rupiah; `!` paid three days late, `?` not paid), and what is pointed out on
 * 23 November 2026. October was due on 16 November, November is not due.
 */
const pointed: readonly (readonly [string, string, string, string, string])[] = [
  ['all in order', '2026-06', '–', '5000 5000 5000 5000 5000', ''],
  ['a rise is no matter', '2026-06', '–', '5000 5000 6000 6000 6000', ''],
  ['a month without a report', '2026-06', '–', '5000 – 5000 5000 5000', '2026-07 missing_month'],
  ['months before the card and after its end are not missing', '2026-06', '2026-08', '5000 5000 5000', ''],
  [
    'the last month of a card counts as the others',
    '2026-06',
    '2026-08',
    '5000 5000 –',
    '2026-08 missing_month',
  ],
  ['a month that is not due is not missing', '2026-09', '–', '5000 5000', ''],
  ['paid after the due day', '2026-06', '–', '5000 5000! 5000 5000 5000', '2026-07 paid_late 3'],
  ['not paid yet', '2026-06', '–', '5000 5000 5000 5000? 5000', '2026-09 overdue 39'],
  ['not paid, and not due yet', '2026-06', '–', '5000 5000 5000 5000 5000 5000?', ''],
  ['paid late more than a year ago', '2025-06', '2025-08', '5000 5000! 5000', ''],
  [
    'a fall is pointed out once, where it begins',
    '2026-06',
    '–',
    '5000 5000 4700 4700 4700',
    '2026-08 wage_fell',
  ],
  ['five percent exactly is none', '2026-06', '–', '5000 5000 4750 4750 4750', ''],
  ['after a month with a bonus the wage did not fall', '2026-06', '–', '5000 5000 9000 5000 5000', ''],
  [
    'a month half worked, then the old wage again',
    '2026-06',
    '–',
    '5000 5000 2500 5000 5000',
    '2026-08 wage_fell',
  ],
  ['two falls', '2026-06', '–', '5000 4000 4000 3000 3000', '2026-09 wage_fell, 2026-07 wage_fell'],
  ['the last month of a card may be a part of one', '2026-06', '2026-08', '5000 5000 1000', ''],
  ['from more to exactly the minimum', '2026-06', '–', '5000 5000 5000 m m', '2026-09 wage_minimum'],
  ['always the minimum contradicts nothing', '2026-06', '–', 'm m m m m', ''],
  [
    'a rupiah more than the minimum is a fall',
    '2026-06',
    '–',
    '5000 5000 5000 2317.602 m',
    '2026-10 wage_minimum, 2026-09 wage_fell',
  ],
  ['two higher months are no history yet', '2026-06', '–', '2400 5000 5000 m m', ''],
  [
    'under the minimum is pointed out once in each year, beside a fall',
    '2025-09',
    '–',
    '5000 5000 5000 2000 2000 2000 2000 2000 2000 2000 2000 2000 2000 2000',
    '2026-01 wage_below, 2025-12 wage_below, 2025-12 wage_fell',
  ],
  ['always under the minimum', '2026-06', '–', '2000 2000 2000 2000 2000', '2026-07 wage_below'],
  ['a rupiah under the minimum', '2026-06', '–', 'm 2317.600 m m m', '2026-07 wage_below'],
  [
    'again after the minimum was reached',
    '2026-06',
    '–',
    'm 2300 m 2300 m',
    '2026-09 wage_below, 2026-07 wage_below',
  ],
  ['in parts of a month at the start and the end nothing is said', '2026-06', '2026-08', '1000 m 1000', ''],
  ['a fall more than a year ago is past', '2025-06', '2025-10', '5000 5000 4000 4000 4000', ''],
];

type Told = { readonly first: string; readonly last: string; readonly wages: string };
let persons = 0;

/** What is pointed out to a new person who has these cards. */
async function pointedOut(told: readonly Told[]): Promise<string> {
  const personId = `019aa000-0000-7000-8001-${String((persons += 1)).padStart(12, '0')}`;
  const memberships = told.map(({ first, last }, index) => ({
    membershipId: personId.replace('-8001-', `-800${index + 2}-`),
    memberNumber: '',
    segment: 'PU' as const,
    employerId: undefined,
    employerName: undefined,
    employerProvince: '32',
    startedOn: firstDayOf(month(first)),
    endedOn: last === '–' ? undefined : lastDayOf(month(last)),
  }));
  for (const [index, { first, wages }] of told.entries())
    for (const [nth, wage] of wages.split(' ').entries()) {
      if (wage === '–') continue;
      const of = addMonths(month(first), nth);
      const amount = wage.startsWith('m') ? minimum : Math.round(Number.parseFloat(wage) * 1000);
      const inTime = firstDayOf(addMonths(of, 1));
      const paid = wage.endsWith('?') ? null : wage.endsWith('!') ? addDays(dueOn(of, 'PU'), 3) : inTime;
      await database.run(sql`
        insert into contributions.contribution (person_id, membership_id, month, segment, wage, reported_on, paid_on, posted_on, batch_id, posting_group)
        values (${personId}, ${memberships[index]?.membershipId ?? ''}, ${of}, 'PU', ${amount}, ${inTime}, ${paid}::date, ${paid}::date, 0, ${personId}::uuid)`);
    }
  const from = month('2024-06');
  const cardsOf = searchedCards(personId, memberships, today, addDays(today, -recentDays));
  const search = { today, from, kinds: attentionKinds, alsoOld: true, limit: 50 };
  const found = await selectFindings(database, cardsOf, { ...search, ...lawOf(memberships, from, today) });
  const isLate = (kind: string) => kind === 'overdue' || kind === 'paid_late';
  return found
    .map(({ kind, month: of, days }) => `${of} ${kind}${isLate(kind) ? ` ${days}` : ''}`)
    .join(', ');
}

test('what is pointed out about a card follows its table of cases', async () => {
  for (const [what, first, last, wages, expected] of pointed)
    assert.equal(await pointedOut([{ first, last, wages }]), expected, what);
});

test('the minimum wage at a new employer contradicts what the old one reported; a second job beside does not', async () => {
  const now = { first: '2026-06', last: '–', wages: 'm m m m m' };
  const before = (last: string, more: string) => ({ first: '2026-03', last, wages: `5000 5000 5000${more}` });
  assert.equal(await pointedOut([now, before('2026-05', '')]), '2026-06 wage_minimum');
  assert.equal(await pointedOut([now, before('–', ' 5000 5000 5000 5000 5000')]), '');
});

test('alerts go to those who chose them, once for each fact, whatever is killed or runs twice, and hold no figure', async () => {
  const [worker, portal] = (['goid_worker', 'goid_portal'] as const).map((role) =>
    openDatabase({ url: database.url, role }),
  );
  assert.ok(worker && portal);
  const outbox = keepingOutbox();
  const clock = fixedClock('2026-11-23T01:37:00Z');
  const common = { ...accountServices(database), clock, outbox };
  const services = { ...common, database: worker };
  const accounts = await Promise.all([
    newTestAccount(common),
    newTestAccount(common),
    newTestAccount(common),
  ]);
  const persons = [siti, await personOf(database, cards.joko), dewi];
  for (const [index, { accountId }] of accounts.entries())
    await database.run(
      sql`update accounts.account set person_id = ${persons[index] ?? ''} where account_id = ${accountId}`,
    );
  const choose = (index: number, kinds: readonly AlertKind[], channel: 'email' | 'sms' = 'email') =>
    chooseAlerts(
      { ...common, database: portal },
      { accountId: accounts[index]?.accountId ?? '', personId: persons[index] ?? '', ...testOrigin },
      { kinds, channel },
    );
  assert.equal(await sendAlerts(services), 0, 'off until somebody turns it on');
  for (const index of [0, 1, 2]) assert.deepEqual(await choose(index, alertKinds), { ok: true, value: 'on' });
  assert.equal(await sendAlerts(services), 0, 'what was known before is not told');
  await database.run(sql`update contributions.alert_choice set chosen_on = '2026-10-01'`);
  // Killed while the second part is written: the first has gone, the second has not.
  let sends = 0;
  const dying = {
    ...services,
    outbox: {
      ...outbox,
      send: (...sent: Parameters<typeof outbox.send>) =>
        (sends += 1) === 2 ? Promise.reject(new Error('killed')) : outbox.send(...sent),
    },
  };
  await assert.rejects(sendAlerts(dying, 1), /killed/);
  assert.equal(outbox.sent.length, 1);
  const twice = await Promise.all([sendAlerts(services, 1), sendAlerts({ ...services, database }, 1)]);
  assert.equal(twice[0] + twice[1], 2, JSON.stringify(twice));
  assert.equal(await sendAlerts(services), 0);
  assert.deepEqual(
    outbox.sent.map(({ accountId, parameters }) => `${accountId} ${parameters['months']}`).toSorted(),
    [
      `${accounts[0]?.accountId} September\u00a02026`,
      `${accounts[1]?.accountId} Oktober\u00a02026 dan 1 bulan lain`,
      `${accounts[2]?.accountId} November\u00a02026 dan 1 bulan lain`,
    ].toSorted(),
    'September was due in October; nothing older, and the month that is paid in time is not posted',
  );
  for (const message of outbox.sent) {
    const { stop, months, ...others } = message.parameters;
    assert.deepEqual(others, {});
    assert.doesNotMatch(months ?? '', /Rp|PT /);
    assert.match(stop ?? '', /^[\w-]{43}$/);
  }
  // The link of a message ends them, and those of others go on.
  const first = outbox.sent.find(({ accountId }) => accountId === accounts[0]?.accountId);
  const stop = (token: string) => stopAlertsByLink({ database: portal, clock }, token, testOrigin);
  assert.equal(await stop('x'.repeat(43)), false);
  assert.deepEqual(
    [await stop(first?.parameters['stop'] ?? ''), await stop(first?.parameters['stop'] ?? '')],
    [true, true],
  );
  assert.equal(await alertChoiceOf(portal, accounts[0]?.accountId ?? ''), undefined);
  const events = (await recentActivity(database, accounts[0]?.accountId ?? '', 10)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'alerts_stopped').length, 1);
  assert.ok(events.includes('alerts_chosen'));
  // A limit on processing stops them too, and a fact that comes meanwhile is told when it is lifted.
  await database.run(
    sql`delete from contributions.alert_told where account_id = ${accounts[1]?.accountId ?? ''}`,
  );
  await setLimited(database, accounts[1]?.accountId ?? '', clock.now());
  assert.equal(await sendAlerts(services), 0);
  await setLimited(database, accounts[1]?.accountId ?? '', undefined);
  assert.equal(await sendAlerts(services), 1);
  await worker.close();
  await portal.close();
});

test('an SMS costs money: at most four alerts by SMS in thirty days, and what is over waits', async () => {
  const outbox = keepingOutbox();
  const clock = fixedClock('2026-11-23T01:37:00Z');
  const services = { ...accountServices(database), clock, outbox };
  const { accountId } = await newTestAccount(services);
  await database.run(sql`update accounts.account set person_id = null where person_id = ${siti}`);
  await database.run(sql`update accounts.account set person_id = ${siti} where account_id = ${accountId}`);
  await database.run(sql`delete from contributions.alert_choice`);
  const by = { kinds: ['missed'], channel: 'sms' } as const;
  assert.ok((await chooseAlerts(services, { accountId, personId: siti, ...testOrigin }, by)).ok);
  await database.run(sql`update contributions.alert_choice set chosen_on = '2026-01-01'`);
  const told = async (day: number) => {
    await database.run(sql`
      delete from contributions.alert_told where account_id = ${accountId} and month = ${`2026-0${day}`}`);
    clock.advance(86_400);
    return sendAlerts(services);
  };
  const runs = [];
  for (const day of [1, 2, 3, 4, 5]) runs.push(await told(day));
  assert.deepEqual(runs, [1, 1, 1, 1, 0]);
  assert.ok(outbox.sent.every(({ channel }) => channel === 'sms'));
  clock.advance(31 * 86_400);
  assert.equal(await sendAlerts(services), 1);
});
