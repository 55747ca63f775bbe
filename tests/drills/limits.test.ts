import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formOf, newBrowser } from '../support/cookie-jar.ts';
import { startWholeHouse } from '../support/whole-house.ts';
import { guessAtMany } from './limits.ts';

test('[V6.3.1] guessing at 24 accounts from many addresses and two processes stays within the budgets, and owners get in', () =>
  guessAtMany({ accounts: 24, victims: 5 }));

async function guessOften(settings: Readonly<Record<string, string>>, guesses: number): Promise<number[]> {
  const { house } = await startWholeHouse(settings);
  const browser = newBrowser();
  const { action, fields } = formOf(await browser.get(`${house.config.origins.portal}/login`), '/signin/');
  const statuses: number[] = [];
  for (let turn = 0; turn < guesses; turn += 1) {
    const typed = { ...fields, identifier: `orang${turn % 40}@contoh.id`, password: `salah-${turn}` };
    const headers = { 'x-forwarded-for': `198.51.100.99, 203.0.${turn >> 8}.${turn & 255}` };
    statuses.push((await browser.post(action, typed, { headers })).status);
  }
  return statuses;
}

test('a made-up X-Forwarded-For does not spread guesses over addresses', async () => {
  const statuses = await guessOften({}, 104);
  assert.ok(statuses.slice(0, 100).every((status) => status === 422));
  assert.ok(
    statuses.slice(-3).every((status) => status === 429),
    statuses.slice(-4).join(' '),
  );
});

test('behind a trusted proxy each member has an address of their own', async () => {
  const statuses = await guessOften({ TRUSTED_PROXIES: '127.0.0.1' }, 104);
  assert.ok(statuses.every((status) => status === 422));
});
