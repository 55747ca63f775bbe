import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askSupport,
  caseById,
  caseByNumber,
  caseJourney,
  caseOf,
  caseOfReader,
  casesOf,
  conversationOf,
  lookUpCase,
  type NewQuestion,
  openCase,
  readCaseNumber,
  referenceFrom,
  replyByReader,
  replyInCase,
} from '#cases';
import { AppError, newId, newToken } from '#kernel';
import { openDatabase, readConfig, sql } from '#platform';
import { tablesHolding } from '../../tests/support/content.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { answerCase, closeCase } from './desk.ts';

const whole = await testDatabase();
/** With the rights of the face on which people ask. */
const database = openDatabase({ url: whole.url, role: 'goid_sso', poolSize: 4 });
after(() => database.close());
const config = {
  ...readConfig({ NODE_ENV: 'test' }),
  CASE_ASKS_PER_ADDRESS_HOUR: 40,
  CASE_LOOKS_PER_HOUR: 30,
};
const services = { database, keys: testKeys, config };
const now = new Date('2026-11-20T03:00:00Z');
const officerId = newId(now);

let addresses = 0;
const question = (parts: Partial<NewQuestion> = {}): NewQuestion => ({
  kind: 'question',
  words: 'Bagaimana cara mencetak kartu?',
  contact: '',
  accountId: undefined,
  formKey: newToken(12),
  address: `198.51.${(addresses += 1)}.7`,
  userAgent: 'Uji/1',
  language: 'id',
  now,
  ...parts,
});

async function asked(parts: Partial<NewQuestion> = {}) {
  const result = await askSupport(services, question(parts));
  assert.ok(result.ok, JSON.stringify(result));
  return (await caseByNumber(database, result.value.caseNumber)) ?? assert.fail('no row');
}

/** With the console's rights, as support answers. */
const desk = openDatabase({ url: whole.url, role: 'goid_console', poolSize: 2 });
after(() => desk.close());
let seconds = 0;
const answer = (caseId: string, words: string) => {
  const later = new Date(now.getTime() + (seconds += 1) * 1000);
  return desk.transaction((tx) => answerCase(tx, testKeys, { caseId, officerId, now: later }, words));
};

test('what is asked stands in the account, sealed, with what was answered, and only there', async () => {
  const accountId = newId(now);
  const words = 'Upah bulan Mei saya keliru kenari-rahasia-88';
  const { caseId } = await asked({ accountId, words, kind: 'wage_report' });
  const answered = await answer(caseId, 'Kami tanyakan kepada perusahaan.');
  assert.equal(answered?.tell, undefined, 'the account is told');
  assert.deepEqual(
    (await conversationOf(database, testKeys, caseId)).map(({ writtenBy, words: text }) => [writtenBy, text]),
    [
      ['member', words],
      ['support', 'Kami tanyakan kepada perusahaan.'],
    ],
  );
  assert.equal((await caseOf(database, accountId, caseId))?.state, 'answered');
  assert.equal(await caseOf(database, newId(now), caseId), undefined, "nobody else's account shows it");
  assert.deepEqual(await tablesHolding(whole, { words: 'kenari-rahasia-88' }), []);
});

test('every line of the table of cases is what its statement does, and no other is', async () => {
  const accountId = newId(now);
  const write = (caseId: string) => replyInCase(services, { accountId, caseId, words: 'Halo', now });
  const events = {
    written: async (caseId: string) => (await write(caseId)).ok,
    answered: async (caseId: string) => (await answer(caseId, 'Baik')) !== undefined,
    settled: async (caseId: string) => (await closeCase(desk, caseId, now)) !== undefined,
  };
  const reach = { open: [], answered: ['answered'], closed: ['settled'] } as const;
  for (const [state, way] of Object.entries(reach))
    for (const [event, act] of Object.entries(events)) {
      const { caseId } = await openCase(database, { kind: 'question', accountId, now });
      for (const step of way) await events[step](caseId);
      const to = caseJourney[state as keyof typeof reach][event as keyof typeof events];
      assert.equal(await act(caseId), to !== undefined, `${state} ${event}`);
      assert.equal((await caseById(database, caseId))?.state, to ?? state, `${state} ${event}`);
    }
});

test('the same form sent sixteen times at once opens one case with one message', async () => {
  const form = question({ accountId: newId(now), formKey: newToken(12) });
  const all = await Promise.all(Array.from({ length: 16 }, () => askSupport(services, form)));
  const numbers = new Set(all.map((one) => (one.ok ? one.value.caseNumber : one.refusal)));
  assert.equal(numbers.size, 1);
  const [only, ...others] = await casesOf(database, form.accountId ?? '');
  assert.deepEqual(others, []);
  assert.equal((await conversationOf(database, testKeys, only?.caseId ?? '')).length, 1);
});

test('without words, or with an address that nobody can read, nothing is opened', async () => {
  const cases: readonly (readonly [Partial<NewQuestion>, string])[] = [
    [{ words: ' \n\t ' }, 'no-words'],
    [{ words: '\u0000\u202E' }, 'no-words'],
    [{ contact: 'siti@' }, 'contact'],
    [{ contact: '12345' }, 'contact'],
    [{ contact: `${'x'.repeat(300)}@contoh.id` }, 'contact'],
  ];
  const count = () => whole.one<{ n: number }>(sql`select count(*)::int as n from cases.case`);
  const before = await count();
  for (const [parts, refusal] of cases)
    assert.deepEqual(await askSupport(services, question(parts)), { ok: false, refusal });
  assert.deepEqual(await count(), before);
});

test('somebody without an account is told at the address left: a link by e-mail, a code by SMS, each until the next', async () => {
  for (const [contact, channel, address, shape] of [
    ['budi@contoh.id', 'email', 'budi@contoh.id', /^[\w-]{43}$/],
    ['0812 3456-7890', 'sms', '+6281234567890', /^[2-9C-Y]{12}$/],
  ] as const) {
    const { caseId, caseNumber } = await asked({ contact });
    const first = (await answer(caseId, 'Jawaban pertama'))?.tell ?? assert.fail('nobody is told');
    assert.deepEqual([first.channel, first.address], [channel, address]);
    assert.match(first.read, shape);
    const read = await caseOfReader(services, first.read, now);
    assert.equal(read?.found.caseNumber, caseNumber);
    assert.equal(read.conversation.at(-1)?.words, 'Jawaban pertama');
    const reply = { words: 'Terima kasih', address: '198.51.100.1', now };
    assert.deepEqual(await replyByReader(services, first.read, reply), { ok: true, value: undefined });
    assert.equal((await caseById(database, caseId))?.state, 'open');
    const next = (await answer(caseId, 'Jawaban kedua'))?.tell ?? assert.fail('nobody is told');
    assert.equal(await caseOfReader(services, first.read, now), undefined, 'the one before');
    const late = new Date(now.getTime() + 30 * 86_400_000 + 60_000);
    assert.equal(await caseOfReader(services, next.read, late), undefined, 'after 30 days');
    assert.deepEqual(await replyByReader(services, first.read, reply), { ok: false, refusal: 'unknown' });
    assert.deepEqual(await tablesHolding(whole, { first: first.read, next: next.read, address }), []);
    if (channel === 'sms') {
      const typed = ` ${next.read.slice(0, 6).toLowerCase()}-${next.read.slice(6)}`;
      const look = await lookUpCase(services, typed, { address: '198.51.100.2', now });
      assert.deepEqual(look, { kind: 'reader', token: next.read });
    }
  }
});

test('a number alone tells that the case is there and its state, and nothing else', async () => {
  const { caseNumber } = await asked({ accountId: newId(now), kind: 'comment' });
  const asking = { address: '198.51.100.3', now };
  const closing = referenceFrom('T', Buffer.from('0123456789abcdef', 'hex'));
  const looks: readonly (readonly [string, unknown])[] = [
    [caseNumber.toLowerCase().replaceAll('-', ' '), { kind: 'known', caseNumber, state: 'open' }],
    [caseNumber.replaceAll('-', '\u2011'), { kind: 'known', caseNumber, state: 'open' }],
    ['K-2222-2222', { kind: 'unknown', caseNumber: 'K-2222-2222' }],
    [closing, { kind: 'closing', caseNumber: closing }],
    ['K-AAAA-2222', { kind: 'unreadable' }],
    ['', { kind: 'unreadable' }],
    ['CDFGHJKLMPRT', { kind: 'unreadable' }],
  ];
  for (const [typed, expected] of looks)
    assert.deepEqual(await lookUpCase(services, typed, asking), expected, typed);
  assert.equal(readCaseNumber('X-2222-2222'), undefined);
});

test('looks and words are limited for an address, its network, an account and everybody', async () => {
  const refusedAt = async (act: (turn: number) => Promise<unknown>): Promise<number> => {
    for (let turn = 1; turn <= 500; turn += 1)
      try {
        await act(turn);
      } catch (error) {
        assert.ok(error instanceof AppError && error.code === 'too_many_requests');
        assert.ok((error.retryAfterSeconds ?? 0) > 0);
        return turn;
      }
    return Infinity;
  };
  const small = { ...services, config: { ...config, CASE_LOOKS_PER_HOUR: 2, CASE_ASKS_PER_ADDRESS_HOUR: 2 } };
  const look = (address: string) => lookUpCase(small, 'K-2222-2222', { address, now });
  assert.equal(await refusedAt(() => look('203.0.113.1')), 3);
  assert.equal(await refusedAt((turn) => look(`203.0.112.${turn}`)), 21);
  const ask = (address: string) => askSupport(small, question({ address }));
  assert.equal(await refusedAt(() => ask('203.0.113.1')), 3);
  assert.equal(await refusedAt((turn) => ask(`203.0.112.${turn}`)), 21);
  const flooded = { ...services, config: { ...config, CASE_ASKS_PER_HOUR: 1 } };
  assert.equal(await refusedAt(() => askSupport(flooded, question())), 1, 'whatever the address');
  const accountId = newId(now);
  const { caseId } = await openCase(database, { kind: 'question', accountId, now });
  const few = { ...services, config: { ...config, CASE_WORDS_PER_DAY: 3 } };
  assert.equal(await refusedAt(() => replyInCase(few, { accountId, caseId, words: 'Lagi', now })), 4);
});
