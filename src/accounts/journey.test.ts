import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askForPasskey,
  attemptState,
  codeView,
  signIn,
  signInByPasskey,
  takeFinishedSignIn,
  verifyCode,
} from '#accounts';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';
import { type AttemptState, journey, type JourneyEvent, stepBy } from './journey.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

const states = Object.keys(journey) as AttemptState[];

/** An interaction at which a sign-in stands in the state, with the code that was sent for it. */
async function standing(state: AttemptState) {
  const services = accountServices(database);
  const make = (account = {}) => newTestAccount({ ...services, database: owner }, account);
  const plain = await make();
  const guarded = await make({ secondFactor: ['sms'] });
  const request = signInRequest(guarded.username);
  const uid = request.interactionUid;
  let code = '123456';
  if (state !== 'none') {
    await signIn(services, request);
    await codeView(services, uid, testOrigin);
    code = services.outbox.sent[0]?.parameters['code'] ?? '';
    await owner.run(sql`update accounts.sign_in_attempt set state = ${state} where interaction_uid = ${uid}`);
  }
  const happens: Record<JourneyEvent, () => Promise<unknown>> = {
    password_right: () => signIn(services, { ...request, identifier: plain.username }),
    password_right_factor_due: () => signIn(services, request),
    code_right: () => verifyCode(services, uid, code, { remember: false, origin: testOrigin }),
    passkey_right: async () => {
      const holder = await make();
      const device = await newPasskey(services, await passwordSession(services, holder.username));
      const answer = device.get(await askForPasskey(services, { kind: 'sign-in', interactionUid: uid }));
      return signInByPasskey(services, { ...request, answer });
    },
    session_opened: () => takeFinishedSignIn(services, uid, testOrigin),
  };
  return { happens, state: () => attemptState(services, uid) };
}

for (const from of states)
  test(`from "${from}" each event leads where the table says, and nowhere else`, async () => {
    for (const event of [
      'password_right',
      'password_right_factor_due',
      'code_right',
      'passkey_right',
      'session_opened',
    ] as const) {
      const { happens, state } = await standing(from);
      assert.equal(await state(), from);
      await happens[event]();
      assert.equal(await state(), journey[from][event] ?? from, event);
    }
  });

test('an event leads to one state only, from all that the table names', () => {
  assert.deepEqual(stepBy('code_right'), { from: ['second-factor'], to: 'done' });
  assert.deepEqual(stepBy('session_opened'), { from: ['done'], to: 'taken' });
  const nowhere = { none: {}, 'second-factor': {}, done: {}, taken: {} };
  assert.throws(() => stepBy('code_right', nowhere), /leads to no one state/);
  const two = { ...journey, done: { code_right: 'taken' } } as const;
  assert.throws(() => stepBy('code_right', two), /leads to no one state/);
});
