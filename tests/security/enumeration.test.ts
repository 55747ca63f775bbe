import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assertAlike, separation } from '../support/timing-classifier.ts';
import {
  compareClosedSignIns,
  comparePasskeyOptions,
  compareRegistrations,
  compareResets,
  compareResetsAgain,
  compareSignIns,
  startEnumeration,
} from './enumeration.ts';

const rounds = 500;
const most = 0.6;
const world = await startEnumeration({ rounds });

test('the classifier tells apart what differs, and nothing where nothing does', () => {
  assert.equal(separation([1, 2, 3], [4, 5, 6]), 1);
  assert.equal(separation([4, 5, 6], [1, 2, 3]), 1);
  assert.equal(separation([1, 2, 3, 4], [1, 2, 3, 4]), 0.5);
  assert.equal(separation([1, 3], [2, 4]), 0.75);
});

// Two at a time: most of each is waiting for the database. The code of a registration, asked for again, is in the drill.
suite('known and unknown look alike, in bytes and in time', { concurrency: 2 }, () => {
  test('[V6.3.8] a wrong password at a known and at an unknown identifier', async () => {
    assertAlike(await compareSignIns(world), most, 'sign-in');
  });

  test('a closed sign-in at a known and at an unknown identifier', async () => {
    assertAlike(await compareClosedSignIns({ rounds }), most, 'closed sign-in');
  });

  test('[V6.3.8] a new password, by e-mail address and by member number', async () => {
    assertAlike(await compareResets(world, 'each-in-turn'), most, 'reset');
  });

  test('the link for a new password, asked for again', async () => {
    assertAlike(await compareResetsAgain(world), most, 'reset again');
  });

  test('the page that asks for a passkey, of whoever has one and of nobody', async () => {
    assertAlike(await comparePasskeyOptions(world), most, 'passkey options');
  });

  test('[V6.3.8] opening an account, on the register and off it', async () => {
    assertAlike(await compareRegistrations(world), most, 'registration');
  });
});
