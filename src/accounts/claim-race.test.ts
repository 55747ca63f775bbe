import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  addClaimContact,
  claimContactsEnough,
  claimView,
  keepRegisterContact,
  verifyClaimCode,
} from '#accounts';
import { openDatabase, sql } from '#platform';
import { accountServices, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import {
  begin,
  fillRegister,
  type RegisterPerson,
  registerPerson,
  runClaimJobs,
  servicesLike,
} from '../../tests/support/registering.ts';

const owner = await testDatabase();
const sso = openDatabase({ url: owner.url, role: 'goid_sso' });
const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
after(() => Promise.all([sso.close(), worker.close()]));
const services = accountServices(sso);
const now = services.clock.now();
type Answer = { readonly ok: boolean; readonly refusal?: unknown };
const kindsOf = (answers: unknown[]) =>
  (answers as (Answer | string)[]).map((answer) => {
    if (typeof answer === 'string') return answer;
    if (answer.ok) return 'ok';
    return typeof answer.refusal === 'string' ? answer.refusal : (answer.refusal as { kind: string }).kind;
  });

/** A registration whose code is on its way. */
async function waiting(person: RegisterPerson): Promise<{ readonly token: string; readonly code: string }> {
  const token = await begin(services, person);
  await runClaimJobs(servicesLike(services, worker), owner);
  return { token, code: services.outbox.sent.at(-1)?.parameters['code'] ?? '' };
}

async function personOnRegister(): Promise<RegisterPerson> {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  return person;
}

/** A registration that only lacks its password. */
async function atPassword(person: RegisterPerson): Promise<string> {
  const { token, code } = await waiting(person);
  assert.ok((await verifyClaimCode(services, token, code)).ok);
  assert.ok(await keepRegisterContact(services, token));
  assert.ok(await claimContactsEnough(services, token));
  return token;
}

test('[V6.4.1] of 16 right codes of one registration at once on two processes one leads on', async () => {
  const { token, code } = await waiting(await personOnRegister());
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyClaimCode', token, code, now });
  assert.equal(kindsOf(answers).filter((kind) => kind === 'ok').length, 1, kindsOf(answers).join(' '));
});

test('[V6.4.1] of 16 wrong codes at once on two processes five are looked at', async () => {
  const { token, code } = await waiting(await personOnRegister());
  const wrong = code === '000000' ? '000001' : '000000';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'verifyClaimCode', token, code: wrong, now });
  assert.equal(kindsOf(answers).filter((kind) => kind === 'wrong').length, 5, kindsOf(answers).join(' '));
  assert.equal((await claimView(services, token))?.state, 'code');
});

test('of 16 right codes of one own contact at once on two processes one confirms it', async () => {
  const { token, code: first } = await waiting(await personOnRegister());
  await verifyClaimCode(services, token, first);
  assert.ok((await addClaimContact(services, token, 'balapan@contoh.id', testOrigin)).ok);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'confirmClaimContact', token, code, now });
  assert.equal(kindsOf(answers).filter((kind) => kind === 'ok').length, 1, kindsOf(answers).join(' '));
});

for (const registrations of [1, 4])
  test(`of 16 openings at once on two processes by ${registrations} registrations of one person one makes an account`, async () => {
    const person = await personOnRegister();
    const tokens: string[] = [];
    for (let begun = 0; begun < registrations; begun += 1) tokens.push(await atPassword(person));
    const answers = await raceOverTwoProcesses(owner.url, { verb: 'openClaimedAccount', tokens, now });
    assert.equal(answers.length, 16);
    const kinds = kindsOf(answers);
    assert.equal(kinds.filter((kind) => kind === 'ok').length, 1, kinds.join(' '));
    assert.deepEqual(
      kinds.filter((kind) => !['ok', 'nothing-waits', 'has-account'].includes(kind)),
      [],
    );
    const accounts = await owner.many(sql`
      select 1 from accounts.account join members.member_number using (person_id) where member_number = ${person.kpj}`);
    assert.equal(accounts.length, 1);
  });
