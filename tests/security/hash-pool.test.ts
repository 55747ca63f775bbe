import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform';
import { formOf, newBrowser } from '../support/cookie-jar.ts';
import { takeTour } from '../support/tour.ts';
import { startWholeHouse } from '../support/whole-house.ts';

// The true cost of a hash, one slot and no line: the second sign-in at the same time is one too many.
const whole = await startWholeHouse({ TEST_HASH_COST: 'off', HASH_SLOTS: '1', HASH_QUEUE: '0' });
const { origins } = whole.house.config;
const { member } = await takeTour(whole);

const calm = [
  'portal /',
  'portal /dashboard',
  'portal /details',
  'sso /.well-known/openid-configuration',
  'sso /help',
];

async function secondsFor(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const lookAround = () =>
  Promise.all(
    calm.map(async (entry) => {
      const [face = 'portal', path = '/'] = entry.split(' ');
      const answer = await member.get(origins[face as 'portal'] + path);
      assert.equal(answer.status, 200, entry);
    }),
  );

const median = (numbers: readonly number[]) =>
  [...numbers].sort((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0;

test('[V15.2.2] a full hash pool answers 503 with Retry-After at once, and every other page stays fast', async () => {
  const forms = await Promise.all(
    Array.from({ length: 24 }, async () => {
      const browser = newBrowser();
      return { browser, form: formOf(await browser.get(`${origins.portal}/login`), '/signin/') };
    }),
  );
  const quiet: number[] = [];
  for (let round = 0; round < 7; round += 1) quiet.push(await secondsFor(lookAround));
  const storm = Promise.all(
    forms.map(async ({ browser, form: { action, fields } }, index) => {
      const { status, headers, body } = await browser.post(action, {
        ...fields,
        identifier: `badai${index}`,
        password: 'salah-salah-salah',
      });
      return { status, retryAfter: headers.get('retry-after'), body };
    }),
  );
  const busy = await secondsFor(lookAround);
  const answers = await storm;
  const refused = answers.filter(({ status }) => status === 503);
  assert.ok(refused.length >= 1, `${refused.length} refused`);
  assert.equal(refused.length + answers.filter(({ status }) => status === 422).length, answers.length);
  const { count } = await whole.database.one<{ count: number }>(
    sql`select coalesce(sum(count), 0)::int as count from throttle.state where limit_name = 'password_identifier'`,
  );
  assert.equal(count, answers.length - refused.length, 'only a try that was looked at is counted');
  for (const { retryAfter, body } of refused) {
    assert.match(String(retryAfter), /^[1-9]\d*$/);
    assert.match(body, /<h1/);
  }
  // In the middle of the storm a page may wait for its own turn on the core, but never for all the hashes.
  const allowed = Math.max(20 * median(quiet), 1.5);
  assert.ok(busy < allowed, `${busy.toFixed(3)} s in the storm, ${median(quiet).toFixed(3)} s in the calm`);
});
