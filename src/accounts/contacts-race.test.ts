import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import { beginContactChange, confirmContactChange, type LiveSession, useSession } from '#accounts';
import { casesOf } from '#cases';
import { sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { signIn } from './sign-in.ts';
import { takeFinishedSignIn } from './finish-sign-in.ts';

const owner = await testDatabase();
const services = accountServices(owner);
const now = services.clock.now();

async function holder() {
  const account = await newTestAccount(services);
  const request = signInRequest(account.username);
  await signIn(services, request);
  const opened = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  const session = await useSession(owner, opened?.sessionId ?? '', now);
  return { account, session: session ?? assert.fail() };
}

async function begun(session: LiveSession, typed: string) {
  const result = await beginContactChange(services, session, { channel: 'email', typed }, testOrigin);
  assert.ok(result.ok);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  return { changeId: result.value.changeId, code };
}

test('of 16 right codes for a new address at once on two processes one adds it', async () => {
  const { account, session } = await holder();
  const { changeId, code } = await begun(session, 'balapan@contoh.id');
  const answers = await raceOverTwoProcesses(owner.url, {
    verb: 'confirmContactChange',
    session,
    changeId,
    code,
    now,
  });
  assert.equal(answers.filter((answer) => (answer as { ok: boolean }).ok).length, 1);
  const rows = await owner.many(sql`select 1 from accounts.contact where account_id = ${account.accountId}`);
  assert.equal(rows.length, 3);
});

test('of 16 presses of a stop link at once on two processes one stops the change, with one case', async () => {
  const { account, session } = await holder();
  const { changeId, code } = await begun(session, 'hentikan@contoh.id');
  assert.ok((await confirmContactChange(services, session, changeId, code, testOrigin)).ok);
  const token = services.outbox.sent.findLast(({ to }) => to === account.email)?.parameters['stop'] ?? '';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'stopContactChange', token, now });
  const stopped = answers.filter((answer) => answer !== null && typeof answer !== 'string');
  assert.equal(stopped.length, 1, JSON.stringify(answers));
  assert.equal((await casesOf(owner, account.accountId)).length, 1);
});

test('of 16 reports of one entry at once on two processes each names the same case', async () => {
  const { account, session } = await holder();
  const [entry] = await recentActivity(owner, account.accountId, 1);
  const answers = await raceOverTwoProcesses(owner.url, {
    verb: 'disown',
    session,
    entryId: entry?.id ?? '',
    now,
  });
  const numbers = answers.map((answer) => (answer as { value?: { caseNumber: string } }).value?.caseNumber);
  assert.equal(new Set(numbers).size, 1, JSON.stringify(answers));
  assert.ok(numbers[0]);
});
