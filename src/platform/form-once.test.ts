import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { testVisit } from '../../tests/support/visit.ts';
import { answerOnce } from './form-once.ts';
import { sql } from './sql.ts';

const database = await testDatabase();
const claimedAt = new Date('2026-11-20T03:00:00Z');
const after = (seconds: number) => new Date(claimedAt.getTime() + seconds * 1000);
const send = (path: string, now: Date, text: string) =>
  answerOnce(database, { ...testVisit({ path }), now }, {}, async () => new Response(text));

/** A form that was claimed at `claimedAt` by a process which then died. */
async function leaveClaim(path: string): Promise<void> {
  await send(path, claimedAt, 'lost');
  await database.run(sql`update platform.form_submission set outcome = null where sent_at = ${claimedAt}`);
}

test('a form whose process died is worked on once, by one of sixteen that come half a minute later', async () => {
  await leaveClaim('/diambil-alih');
  const answers = await raceOverTwoProcesses(database.url, {
    verb: 'answerOnce',
    path: '/diambil-alih',
    now: after(30),
  });
  assert.equal(answers.length, 16);
  assert.equal(new Set(answers).size, 1, JSON.stringify(answers));
  assert.match(String(answers[0]), /^worked on by/);
});

test('a form that is younger, or that has its answer, is not worked on again', async () => {
  await leaveClaim('/masih-dikerjakan');
  await assert.rejects(send('/masih-dikerjakan', after(29), 'again'), { code: 'still_working' });
  const first = await send('/sudah-dijawab', claimedAt, 'first');
  assert.equal(await first.text(), 'first');
  assert.equal(await (await send('/sudah-dijawab', after(600), 'second')).text(), 'first');
});
