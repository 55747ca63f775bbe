import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { recentActivity } from '#activity';
import { creditReturns, declareReturn, payOutSavings } from '#contributions';
import { AppError, isoDate, month, newId } from '#kernel';
import { type Executor, openDatabase, readConfig } from '#platform';
import {
  checkProof,
  forgetOldProofs,
  isAsIssued,
  issueProof,
  proofsOf,
  proofWithCode,
  withdrawProof,
  writtenCode,
  yearStatement,
  type YearStatement,
} from '#statements';
import { reckon } from './reckon.ts';
import { statementPages, statementProofPages } from '#web/portal';
import { qrCode } from '#web/layout';
import { verifyPages } from '#web/public';
import {
  cards,
  correct,
  importPeople,
  importRows,
  now,
  personOf,
} from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';
import { testSession, testVisit } from '../../tests/support/visit.ts';

const owner = await testDatabase();
/** With the rights of the portal, which issues and answers. */
const database = openDatabase({ url: owner.url, role: 'goid_portal', poolSize: 4 });
const today = isoDate('2026-11-23');
let siti = '';

/**
 * Siti: December 2023 from her employer before, January 2024 from the one since; savings of 300,000 paid in July 2025;
 * January 2026; and in November 2026 January 2024 corrected from 10 to 8 million.
 */
before(async () => {
  await importPeople(owner);
  siti = await personOf(owner, cards.siti);
  const declare = (year: number, rate: number, kind: 'declared' | 'provisional' = 'declared') =>
    declareReturn(
      owner,
      { year, kind, rate, method: 'monthly_opening_balance', source: 'uji', isExample: true },
      now,
    );
  const rows = [
    `1002,${cards.sitiBefore},2023-12,4000000,2024-01-02,2024-01-03,2024-01-10,2024-01-11`,
    `1001,${cards.siti},2024-01,10000000,2024-02-02,2024-02-03,2024-02-10,2024-02-11`,
    `1001,${cards.siti},2026-01,10000000,2026-02-02,2026-02-03,2026-02-10,2026-02-11`,
  ];
  assert.deepEqual((await importRows(owner, rows)).refusals, []);
  await declare(2024, 6000);
  await declare(2025, 5000);
  await declare(2025, 4000, 'provisional');
  await declare(2026, 4000, 'provisional');
  assert.ok((await creditReturns(owner, 2024, { now })).ok);
  const paid = await owner.transaction((tx) =>
    payOutSavings(
      tx,
      { personId: siti, payOutId: newId(now), paidOn: isoDate('2025-07-10'), savings: 300_000n },
      now,
    ),
  );
  assert.ok(paid.ok);
  assert.ok((await creditReturns(owner, 2025, { now })).ok);
  const corrected = await correct(owner, [
    {
      correctionId: newId(now),
      npp: '1001',
      memberNumber: cards.siti,
      month: month('2024-01'),
      wage: 8_000_000n,
      reason: 'Uji',
    },
  ]);
  assert.deepEqual([corrected.corrected, corrected.refused], [1, 0]);
  assert.deepEqual(await differences(owner), []);
});

async function statement(year: number, executor: Executor = database): Promise<YearStatement> {
  return (await yearStatement(executor, testKeys, siti, { year, today })) ?? assert.fail(String(year));
}

const figuresOf = ({ amounts: a }: YearStatement) => [
  a.opening,
  a.contributions,
  a.returns,
  a.payments,
  a.corrections,
  a.closing,
];

test('each year says its opening balance, contributions, returns, payments, corrections and closing balance, to the rupiah', async () => {
  //                     opening  contrib.  returns  payments  corrections  closing
  const cases = [
    { year: 2024, of: [0n, 798_000n, 41_040n, 0n, 0n, 839_040n] },
    { year: 2025, of: [839_040n, 0n, 7_000n + 26_952n, -307_000n, 0n, 565_992n] },
    { year: 2026, of: [565_992n, 570_000n, 0n, 0n, -114_000n, 1_021_992n] },
  ];
  for (const { year, of } of cases) {
    const said = await statement(year);
    assert.deepEqual(figuresOf(said), of, String(year));
    assert.equal(said.ties, true);
    assert.equal(said.state, year === 2026 ? 'open' : 'closed');
  }
  assert.deepEqual(
    (await statement(2024)).contributions.map((line) => [
      line.month,
      line.employerName,
      line.postedOn,
      line.amount,
    ]),
    [
      ['2023-12', 'CV Kecil', '2024-01-11', 228_000n],
      ['2024-01', 'PT Besar', '2024-02-11', 570_000n],
    ],
  );
  assert.deepEqual((await statement(2024)).holder, {
    fullName: 'Siti Aminah',
    memberNumbers: [cards.siti],
  });
  for (const year of [2023, 2027])
    assert.equal(await yearStatement(database, testKeys, siti, { year, today }), undefined);
});

test('the return is written out: each amount by its months, less those that were paid, times a twelfth of the rate', async () => {
  const of = async (year: number) => {
    const { reckoned } = await statement(year);
    return (
      reckoned && [
        reckoned.steps.map(({ months, weight }) => [months, weight]),
        reckoned.rate,
        reckoned.amount,
      ]
    );
  };
  assert.deepEqual(await of(2024), [
    [
      [12, 0n],
      [11, 2_508_000n],
      [10, 5_700_000n],
    ],
    6000,
    41_040n,
  ]);
  // 300,000 went in July with seven months paid at once, 2,100,000 rupiah × months.
  assert.deepEqual(await of(2025), [
    [
      [12, 10_068_480n],
      [5, -1_500_000n],
      [1, -2_100_000n],
    ],
    5000,
    26_952n,
  ]);
  assert.equal(await of(2026), undefined);
  const { provisional, others } = await statement(2026);
  // (565,992 × 11 + 570,000 × 9) × 4 % / 12, beside the balance.
  assert.deepEqual([provisional?.amount, provisional?.rate, provisional?.isExample], [37_853n, 4000, true]);
  assert.deepEqual(
    others.map(({ kind, month: of2024, amount }) => [kind, of2024, amount]),
    [
      ['correction', '2024-01', -570_000n],
      ['correction', '2024-01', 456_000n],
    ],
  );
  assert.deepEqual(
    (await statement(2025)).others.map(({ kind, postedOn, amount }) => [kind, postedOn, amount]),
    [
      ['payment', '2025-07-10', -307_000n],
      ['provisional_return', '2025-07-10', 7_000n],
      ['return', '2025-12-31', 26_952n],
    ],
  );
});

test('a statement takes the same few statements in every year', async () => {
  const counted = async (year: number) => {
    let count = 0;
    const counting = new Proxy(database, {
      get(target, name: keyof typeof database) {
        if (['many', 'maybe', 'one', 'run'].includes(name)) count += 1;
        return target[name];
      },
    });
    await statement(year, counting);
    return count;
  };
  assert.deepEqual([await counted(2024), await counted(2025), await counted(2026)], [4, 4, 5]);
});

const config = readConfig({ NODE_ENV: 'test', STATEMENT_CHECKS_PER_ADDRESS_HOUR: '6' });
const at = (day: string) => ({
  database,
  keys: testKeys,
  config,
  clock: { now: () => new Date(`${day}T03:00:00Z`) },
});
const bank = '198.51.100.7';
const newMember = () => ({
  accountId: newId(now),
  personId: siti,
  address: '203.0.113.9',
  userAgent: 'uji',
});

async function issued(member: ReturnType<typeof newMember>, year = 2025, showsAmounts = true) {
  const made = await issueProof(at('2026-11-23'), member, { statement: await statement(year), showsAmounts });
  assert.ok(made.ok);
  const proof = await proofWithCode(at('2026-11-23'), member.accountId, made.value.proofId);
  return proof ?? assert.fail();
}

test('whoever holds a code is told what the member chose and no more, and the member sees that it was checked', async () => {
  const member = newMember();
  const proof = await issued(member);
  const answer = await checkProof(at('2026-12-01'), proof.code.toLowerCase(), bank);
  assert.ok(answer.kind === 'good');
  const { amounts, maskedName, memberNumberEnds, year, until, state } = answer.checked;
  assert.deepEqual(
    { maskedName, memberNumberEnds, year, until, state, closing: amounts?.closing },
    {
      maskedName: 'S••• A•••',
      memberNumberEnds: ['0001'],
      year: 2025,
      until: '2025-12-31',
      state: 'closed',
      closing: 565_992n,
    },
  );
  const events = await recentActivity(owner, member.accountId, 10);
  assert.deepEqual(
    events.map(({ event, actor, address, details }) => [event, actor.kind, address, details]),
    [
      ['statement_checked', 'unknown', undefined, { year: 2025 }],
      ['statement_code_made', 'member', '203.0.113.9', { year: 2025 }],
    ],
  );
  const [seen] = await proofsOf(at('2026-12-02'), member.accountId);
  assert.equal(seen?.looks, 1);
  const without = await issued(member, 2025, false);
  const less = await checkProof(at('2026-12-01'), without.code, bank);
  assert.ok(less.kind === 'good');
  assert.equal(less.checked.amounts, undefined);
  const other = await statement(2026);
  assert.deepEqual(
    [isAsIssued(proof.facts, await statement(2025)), isAsIssued(proof.facts, other)],
    [true, false],
  );
  assert.equal(await proofWithCode(at('2026-11-23'), newId(now), proof.proofId), undefined);
});

test('a code that never was, has run out or was withdrawn is answered alike; one that is mistyped is called that', async () => {
  const member = newMember();
  const [one, other] = [await issued(member), await issued(member)];
  assert.equal(await withdrawProof(at('2026-11-24'), newMember(), one.proofId), false);
  assert.equal(await withdrawProof(at('2026-11-24'), member, one.proofId), true);
  const wrong = `${other.code.startsWith('A') ? 'B' : 'A'}${other.code.slice(1)}`;
  const never = '0'.repeat(20);
  const cases = [
    { code: never, day: '2026-11-25', kind: 'not_good' },
    { code: one.code, day: '2026-11-25', kind: 'not_good' },
    { code: other.code, day: '2027-02-20', kind: 'good' },
    { code: other.code, day: '2027-02-21', kind: 'not_good' },
    { code: wrong, day: '2026-11-25', kind: 'mistyped' },
    { code: other.code.slice(1), day: '2026-11-25', kind: 'mistyped' },
    { code: '', day: '2026-11-25', kind: 'mistyped' },
  ];
  for (const [index, { code, day, kind }] of cases.entries()) {
    const answer = await checkProof(at(day), code, `192.0.2.${index}`);
    assert.equal(answer.kind, kind, `${index}`);
    if (kind === 'not_good') assert.deepEqual(answer, { kind });
  }
  const worker = openDatabase({ url: owner.url, role: 'goid_worker', poolSize: 1 });
  assert.equal(await forgetOldProofs(worker, new Date('2027-03-20T03:00:00Z')), 0);
  assert.ok((await forgetOldProofs(worker, new Date('2027-03-24T03:00:00Z'))) >= 2);
  await worker.close();
});

test('who checks too often from one address waits, and another does not', async () => {
  const { code } = await issued(newMember());
  const kinds: string[] = [];
  for (let look = 0; look < 7; look += 1)
    kinds.push((await checkProof(at('2026-12-05'), code, '198.51.100.99')).kind);
  assert.deepEqual(kinds, ['good', 'good', 'good', 'good', 'good', 'good', 'too_many']);
  assert.equal((await checkProof(at('2026-12-05'), code, '203.0.113.200')).kind, 'good');
});

test('of sixteen who withdraw at the same time one does, and from then on nobody is told anything', async () => {
  const member = newMember();
  const { proofId, code } = await issued(member);
  const ends = Array.from({ length: 16 }, () => withdrawProof(at('2026-11-24'), member, proofId));
  const looks = Array.from({ length: 4 }, (_, index) =>
    checkProof(at('2026-11-24'), code, `203.0.114.${index}`),
  );
  const [withdrawn, looked] = await Promise.all([Promise.all(ends), Promise.all(looks)]);
  assert.equal(withdrawn.filter(Boolean).length, 1);
  assert.equal((await checkProof(at('2026-11-24'), code, '203.0.115.1')).kind, 'not_good');
  const events = (await recentActivity(owner, member.accountId, 50)).map(({ event }) => event);
  assert.equal(events.filter((event) => event === 'statement_code_withdrawn').length, 1);
  assert.equal(
    events.filter((event) => event === 'statement_checked').length,
    looked.filter(({ kind }) => kind === 'good').length,
  );
});

test('an account makes ten codes a day, also when it asks for all at the same time', async () => {
  const member = newMember();
  const of2025 = await statement(2025);
  const made = await Promise.all(
    Array.from({ length: 12 }, () =>
      issueProof(at('2026-11-23'), member, { statement: of2025, showsAmounts: true }),
    ),
  );
  assert.equal(made.filter(({ ok }) => ok).length, 10);
  const untied = await issueProof(at('2026-11-24'), newMember(), {
    statement: { ...of2025, ties: false },
    showsAmounts: true,
  });
  assert.deepEqual(untied, { ok: false, refusal: 'does_not_tie' });
});

test('page and paper say the same, the file is small and tagged, and its name says nothing of the person', async () => {
  const services = at('2026-11-23');
  const pages = new Map(
    [...statementPages(services), ...statementProofPages(services), ...verifyPages(services)].map((page) => [
      page.path,
      page,
    ]),
  );
  const ask = async (path: string, parameters: Record<string, string>, language: 'id' | 'en' = 'id') => {
    const session = { ...testSession, personId: siti };
    return pages.get(path)?.get?.(testVisit({ session, parameters, language })) ?? assert.fail(path);
  };
  for (const year of ['2025', '2026']) {
    const page = await (await ask('/balance/statement/:year', { year })).text();
    // Three days before the correction.
    for (const words of [year === '2025' ? 'Rp565.992' : 'Rp1.135.992', '(contoh)', 'sampai rupiah terakhir'])
      assert.ok(page.includes(words), words);
    for (const language of ['id', 'en'] as const) {
      const file = await ask('/balance/statement/:year/pdf', { year }, language);
      const bytes = Buffer.from(await file.arrayBuffer()).toString('latin1');
      assert.match(file.headers.get('content-disposition') ?? '', /filename="[a-z-]+-20\d\d\.pdf"/);
      assert.ok(bytes.startsWith('%PDF-1.7') && bytes.length < 60_000, `${bytes.length} bytes`);
      for (const part of ['/StructTreeRoot', '/Lang', '/Marked true', '/S /TH'])
        assert.ok(bytes.includes(part), part);
    }
  }
  await assert.rejects(async () => ask('/balance/statement/:year', { year: '2023' }), { code: 'not_found' });
  const member = { ...newMember(), accountId: testSession.accountId };
  const { proofId, code } = await issued(member);
  const withCode = await (await ask('/balance/proof/:id', { id: proofId })).text();
  assert.ok(withCode.includes(writtenCode(code)));
  const { portal } = testVisit().config.origins;
  const picture = /d="(M[^"]+)"/.exec(qrCode(`${portal}/verify#${code}`, '').toString())?.[1];
  assert.ok(picture && withCode.includes(picture), 'what is scanned is behind #, which no browser sends');
  const paper = await ask('/balance/proof/:id/pdf', { id: proofId });
  assert.ok(
    Buffer.from(await paper.arrayBuffer())
      .toString('latin1')
      .includes('/S /Figure'),
  );
  await withdrawProof(services, member, proofId);
  assert.equal((await ask('/balance/proof/:id', { id: proofId })).status, 410);
  // Five files were taken by now, those with a code among them.
  const { config } = testVisit();
  for (let taken = 5; taken < config.DOWNLOADS_PER_HOUR; taken += 1)
    assert.equal((await ask('/balance/statement/:year/pdf', { year: '2025' })).status, 200);
  await assert.rejects(
    async () => ask('/balance/statement/:year/pdf', { year: '2025' }),
    (error: unknown) =>
      error instanceof AppError && error.code === 'too_many_requests' && (error.retryAfterSeconds ?? 0) > 0,
  );
  assert.equal((await ask('/balance/statement/:year', { year: '2025' })).status, 200, 'the page goes on');
});

test('months below zero are given back in the sum of a year in which they count for nothing', () => {
  const line = (effectiveOn: string, amount: bigint) =>
    ({
      effectiveOn: isoDate(effectiveOn),
      amount,
      kind: 'contribution',
      reason: 'x',
      period: undefined,
      payerId: undefined,
    }) as const;
  const terms = {
    year: 2024,
    method: 'opening',
    rate: 6000,
    openingWeight: 12,
    monthWeights: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  };
  const detail = (belowZero: 'nothing' | 'weighed') =>
    ({
      opening: -1_200_000n,
      lines: [line('2024-08-10', 2_400_000n)],
      closing: 1_200_000n,
      isClosed: true,
      terms: { ...terms, belowZero },
      rewarded: 0n,
    }) as const;
  const now24 = reckon(detail('nothing'), []);
  assert.deepEqual(
    now24?.steps.map(({ weight }) => weight),
    [-14_400_000n, 9_600_000n, 9_600_000n],
  );
  assert.equal(now24?.amount, 24_000n, 'four months of 1,200,000');
  assert.equal(reckon(detail('weighed'), [])?.amount, 0n);
});
