import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casesOf, isContact, openCase } from '#cases';
import { newId } from '#kernel';
import { testDatabase } from '../../tests/support/database.ts';

const database = await testDatabase();
const now = new Date('2026-11-20T03:00:00Z');

test('an opened case is found with its account, the newest first, under a number that can be read out', async () => {
  const accountId = newId(now);
  const later = new Date(now.getTime() + 1000);
  const first = await openCase(database, { kind: 'not_me', accountId, now });
  const second = await openCase(database, { kind: 'recovery', accountId, details: { step: 1 }, now: later });
  assert.match(first.caseNumber, /^K-[2-9C-Y]{4}-[2-9C-Y]{4}$/);
  assert.deepEqual(await casesOf(database, accountId), [
    { ...second, kind: 'recovery', state: 'open', openedAt: later, changedAt: later, details: { step: 1 } },
    { ...first, kind: 'not_me', state: 'open', openedAt: now, changedAt: now, details: {} },
  ]);
  assert.deepEqual(await casesOf(database, newId(now)), []);
});

test('the same thing reported sixteen times at once has one case', async () => {
  const about = newId(now);
  const numbers = await Promise.all(
    Array.from({ length: 16 }, () => openCase(database, { kind: 'not_me', about, now })),
  );
  assert.equal(new Set(numbers.map(({ caseNumber }) => caseNumber)).size, 1);
  assert.notEqual(
    (await openCase(database, { kind: 'not_me', about: newId(now), now })).caseNumber,
    numbers[0]?.caseNumber,
  );
});

test('an address for the answer holds one mailbox and nothing that a mail program reads as more', () => {
  const typed = [
    'a\u0000b@c.id',
    'a@b.id>',
    'a@b,c.id',
    'a@b;c.id',
    'a@[127.0.0.1]',
    'a@b.id\r\nBcc: x@y.id',
  ];
  for (const one of typed) assert.equal(isContact(one), false, one);
  assert.ok(isContact('siti.aminah+kerja@contoh.co.id'));
});
