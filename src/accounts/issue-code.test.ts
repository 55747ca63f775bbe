import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#platform';
import { testKeys } from '../../tests/support/keys.ts';
import { nextChallenge } from './issue-code.ts';
import { codeOf, validCodes } from './one-time-code.ts';

const services = { keys: testKeys, config: readConfig({}) };
const now = new Date('2026-11-20T03:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const before = {
  account_id: 'a',
  challenge_id: 'c',
  key_id: testKeys.currentId,
  last_number: 1,
  expires_at: inSeconds(400),
  previous_expires_at: null,
  tries: 2,
  consumed_at: null,
};

test('which code goes out, what stays valid, and what stays counted', () => {
  for (const [situation, change, number, life, previousLife, tries] of [
    ['plenty of life', {}, 1, 400, null, 2],
    ['three minutes left', { expires_at: inSeconds(180) }, 1, 180, null, 2],
    ['less than three minutes left', { expires_at: inSeconds(179) }, 2, 600, 179, 2],
    ['expired', { expires_at: inSeconds(0) }, 2, 600, null, 0],
    ['all tries used', { tries: 5 }, 2, 600, null, 0],
    ['used', { consumed_at: inSeconds(-10) }, 2, 600, null, 0],
    ['made with an older key', { expires_at: inSeconds(100), key_id: 'old' }, 2, 600, null, 2],
  ] as const) {
    const next = nextChallenge(services, { ...before, ...change }, 'a', now);
    assert.deepEqual(
      [next.last_number, next.expires_at, next.previous_expires_at, next.tries, next.challenge_id],
      [number, inSeconds(life), previousLife === null ? null : inSeconds(previousLife), tries, 'c'],
      situation,
    );
  }
});

test('how much life a code needs to be sent again is a setting', () => {
  const config = readConfig({ CODE_RENEWAL_SECONDS: '60' });
  for (const [left, number] of [
    [60, 1],
    [59, 2],
  ] as const)
    assert.equal(
      nextChallenge({ ...services, config }, { ...before, expires_at: inSeconds(left) }, 'a', now)
        .last_number,
      number,
    );
});

test('[V6.5.3 V6.5.4] codes are six digits and spread evenly', () => {
  const firstDigits = new Map<string, number>();
  for (let number = 0; number < 5000; number += 1) {
    const code = codeOf(testKeys, before, number);
    assert.match(code, /^\d{6}$/);
    const digit = code.charAt(0);
    firstDigits.set(digit, (firstDigits.get(digit) ?? 0) + 1);
  }
  assert.equal(firstDigits.size, 10);
  for (const [digit, count] of firstDigits) assert.ok(count > 380 && count < 630, `${digit}: ${count}`);
});

test('the last two codes are valid, each until its own end', () => {
  const challenge = {
    ...before,
    last_number: 3,
    expires_at: inSeconds(10),
    previous_expires_at: inSeconds(5),
  };
  const [second, third] = [codeOf(testKeys, challenge, 2), codeOf(testKeys, challenge, 3)];
  const codesAt = (seconds: number) =>
    validCodes(testKeys, challenge, inSeconds(seconds)).map(({ code }) => code);
  assert.deepEqual(codesAt(4), [third, second]);
  assert.deepEqual(codesAt(5), [third]);
  assert.deepEqual(codesAt(10), []);
});
