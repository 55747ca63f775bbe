import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assertAlike, separation } from '../support/timing-classifier.ts';
import {
  compareClosedSignIns,
  comparePasskeyOptions,
  compareRegistrationCodes,
  compareRegistrations,
  compareResets,
  compareResetsAgain,
  compareSignIns,
  startEnumeration,
} from './enumeration.ts';

const rounds = 500;
const most = 0.6;
const world = await startEnumeration({ rounds });
/** The others move the clock of theirs on, and a waiting sign-in would run out. */
const still = await startEnumeration({ rounds });
/** Half as many: one question in two parts, and one that the drill asks at length. */
const half = { ...world, sizes: { rounds: rounds / 2 } };

test('the classifier tells apart what differs, and nothing where nothing does', () => {
  assert.equal(separation([1, 2, 3], [4, 5, 6]), 1);
  assert.equal(separation([4, 5, 6], [1, 2, 3]), 1);
  assert.equal(separation([1, 2, 3, 4], [1, 2, 3, 4]), 0.5);
  assert.equal(separation([1, 3], [2, 4]), 0.75);
});

// Two at a time: most of each is waiting for the database.
suite('known and unknown look alike, in bytes and in time', { concurrency: 2 }, () => {
  test('[V6.3.8] a wrong password at a known and at an unknown identifier', async () => {
    assertAlike(await compareSignIns(still), most, 'sign-in');
  });

  test('a closed sign-in at a known and at an unknown identifier', async () => {
    assertAlike(await compareClosedSignIns({ rounds }), most, 'closed sign-in');
  });

  // One kind at a time: mixed, what lies between the two kinds would hide what lies between known and unknown.
  for (const by of ['email', 'member-number'] as const)
    test(`[V6.3.8] a new password, by ${by}`, async () => {
      assertAlike(await compareResets(half, by), most, `reset by ${by}`);
    });

  test('the link for a new password, asked for again', async () => {
    assertAlike(await compareResetsAgain(world), most, 'reset again');
  });

  test('the page that asks for a passkey, of whoever has one and of nobody', async () => {
    assertAlike(await comparePasskeyOptions(still), most, 'passkey options');
  });

  test('[V6.3.8] opening an account, on the register and off it', async () => {
    assertAlike(await compareRegistrations(world), most, 'registration');
  });

  test('the code of a registration, asked for again', async () => {
    assertAlike(await compareRegistrationCodes(half), most, 'registration code');
  });
});
