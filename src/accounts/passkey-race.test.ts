import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askForPasskey, newPasskeyOptions, passkeysOf } from '#accounts';
import { newId } from '#kernel';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { newPasskey, passwordSession } from '../../tests/support/passkeys.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { softwareAuthenticator } from '../../tests/support/software-authenticator.ts';

const owner = await testDatabase();
const services = accountServices(owner);
const now = services.clock.now();
type Answer = { readonly ok: boolean; readonly refusal?: string };

function counted(answers: readonly unknown[]) {
  const all = answers as Answer[];
  assert.equal(all.length, 16);
  return {
    won: all.filter(({ ok }) => ok).length,
    refusals: [...new Set(all.flatMap(({ refusal }) => refusal ?? []))],
  };
}

async function sessionOf() {
  const { username } = await newTestAccount(services);
  return passwordSession(services, username);
}

test('[V6.5.1] of 16 answers at once to one challenge on two processes one signs in', async () => {
  // It keeps no counter, so that the challenge alone must hold.
  const device = await newPasskey(services, await sessionOf());
  const uid = newId(new Date());
  const asked = await askForPasskey(services, { kind: 'sign-in', interactionUid: uid });
  const call = { verb: 'signInByPasskey', uids: [uid], answers: [device.get(asked)], now } as const;
  assert.deepEqual(counted(await raceOverTwoProcesses(owner.url, call)), { won: 1, refusals: ['expired'] });
});

test('of answers at once to eight challenges with the same counter one signs in', async () => {
  const device = await newPasskey(services, await sessionOf(), { counter: 1 });
  const uids = Array.from({ length: 8 }, () => newId(new Date()));
  const answers: string[] = [];
  for (const interactionUid of uids) {
    device.traits.counter = 5;
    answers.push(device.get(await askForPasskey(services, { kind: 'sign-in', interactionUid })));
  }
  const call = { verb: 'signInByPasskey', uids, answers, now } as const;
  const { won, refusals } = counted(await raceOverTwoProcesses(owner.url, call));
  assert.equal(won, 1);
  assert.deepEqual(refusals.toSorted(), ['copied', 'expired']);
});

test('of 16 additions at once of one passkey one is made', async () => {
  const session = await sessionOf();
  const options = await newPasskeyOptions(services, session, 'Siti Rahayu');
  const answer = softwareAuthenticator({ origin: services.config.origins.sso }).create(options);
  const call = { verb: 'addPasskey', session, answer, now } as const;
  assert.deepEqual(counted(await raceOverTwoProcesses(owner.url, call)), { won: 1, refusals: ['expired'] });
  assert.equal((await passkeysOf(services, session.accountId)).length, 1);
});
