import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askForPasskey,
  attemptState,
  chooseAtSignIn,
  codeView,
  confirmNumber,
  signIn,
  signInByPasskey,
  takeFinishedSignIn,
  verifyCode,
} from '#accounts';
import { findPersonByMemberNumber } from '#members';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';
import { type AttemptState, journey, type JourneyEvent, stepBy } from './journey.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => database.close());

const events = [
  'password_right',
  'password_right_factor_due',
  'password_right_new_password_due',
  'password_right_reset_due',
  'code_right',
  'code_right_new_password_due',
  'code_right_number_stale',
  'number_confirmed',
  'number_confirmed_new_password_due',
  'password_chosen',
  'passkey_right',
  'passkey_right_new_password_due',
  'session_opened',
] as const satisfies readonly JourneyEvent[];
const states = Object.keys(journey) as AttemptState[];

const chosen = 'kuda hitam makan rumput';
const mark = (accountId: string, reason: string) =>
  owner.run(sql`update accounts.password set must_change = ${reason} where account_id = ${accountId}`);

/** An interaction at which a sign-in stands in the state, with the code that was sent for it. */
async function standing(state: AttemptState) {
  const services = accountServices(database);
  const make = (account = {}) => newTestAccount({ ...services, database: owner }, account);
  const plain = await make();
  const leaked = await make();
  const stolen = await make();
  // From a browser that is not known, a leaked one leads to the reset.
  await mark(leaked.accountId, 'old');
  await mark(stolen.accountId, 'not_me');
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const personId = await findPersonByMemberNumber(owner, person.kpj);
  const guarded = await make({ secondFactor: ['sms'], ...(personId ? { personId } : {}) });
  const request = signInRequest(guarded.username);
  const uid = request.interactionUid;
  let code = '123456';
  if (state !== 'none') {
    await signIn(services, request);
    await codeView(services, uid, testOrigin);
    code = services.outbox.sent[0]?.parameters['code'] ?? '';
    await owner.run(sql`update accounts.sign_in_attempt set state = ${state} where interaction_uid = ${uid}`);
  }
  const answer = { memberNumber: person.kpj, birthDate: '1988-05-17' };
  const byPasskey = async (mustChange?: string) => {
    const holder = await make();
    const device = await newPasskey(services, await passwordSession(services, holder.username));
    if (mustChange) await mark(holder.accountId, mustChange);
    const shown = device.get(await askForPasskey(services, { kind: 'sign-in', interactionUid: uid }));
    return signInByPasskey(services, { ...request, answer: shown });
  };
  const happens: Record<JourneyEvent, () => Promise<unknown>> = {
    password_right: () => signIn(services, { ...request, identifier: plain.username }),
    password_right_factor_due: () => signIn(services, request),
    password_right_new_password_due: () => signIn(services, { ...request, identifier: leaked.username }),
    password_right_reset_due: () => signIn(services, { ...request, identifier: stolen.username }),
    code_right: () => verifyCode(services, uid, code, { remember: false, origin: testOrigin }),
    code_right_new_password_due: async () => {
      await mark(guarded.accountId, 'not_me');
      return verifyCode(services, uid, code, { remember: false, origin: testOrigin });
    },
    code_right_number_stale: async () => {
      await owner.run(sql`
        update accounts.contact set confirmed_at = confirmed_at - interval '91 days' where account_id = ${guarded.accountId}`);
      return verifyCode(services, uid, code, { remember: false, origin: testOrigin });
    },
    number_confirmed: () => confirmNumber(services, uid, answer, testOrigin),
    number_confirmed_new_password_due: async () => {
      await mark(guarded.accountId, 'breached');
      return confirmNumber(services, uid, answer, testOrigin);
    },
    password_chosen: () => chooseAtSignIn(services, uid, { password: chosen, repeat: chosen }, testOrigin),
    passkey_right: () => byPasskey(),
    passkey_right_new_password_due: () => byPasskey('not_me'),
    session_opened: () => takeFinishedSignIn(services, uid, testOrigin),
  };
  return { happens, state: () => attemptState(services, uid) };
}

for (const from of states)
  test(`from "${from}" each event leads where the table says, and nowhere else`, async () => {
    for (const event of events) {
      const { happens, state } = await standing(from);
      assert.equal(await state(), from);
      await happens[event]();
      assert.equal(await state(), journey[from][event] ?? from, event);
    }
  });

test('an event leads to one state only, from all that the table names', () => {
  assert.deepEqual(stepBy('code_right'), { from: ['second-factor'], to: 'done' });
  assert.deepEqual(stepBy('session_opened'), { from: ['done'], to: 'taken' });
  const nowhere = {
    none: {},
    'second-factor': {},
    'stale-number': {},
    'new-password': {},
    'reset-due': {},
    done: {},
    taken: {},
  };
  assert.throws(() => stepBy('code_right', nowhere), /leads to no one state/);
  const two = { ...journey, done: { code_right: 'taken' } } as const;
  assert.throws(() => stepBy('code_right', two), /leads to no one state/);
});
