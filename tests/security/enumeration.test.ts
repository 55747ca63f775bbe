import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAlike, separation } from '../support/timing-classifier.ts';
import { compareClosedSignIns, comparePasskeyOptions, compareSignIns } from './enumeration.ts';

test('the classifier tells apart what differs, and nothing where nothing does', () => {
  assert.equal(separation([1, 2, 3], [4, 5, 6]), 1);
  assert.equal(separation([4, 5, 6], [1, 2, 3]), 1);
  assert.equal(separation([1, 2, 3, 4], [1, 2, 3, 4]), 0.5);
  assert.equal(separation([1, 3], [2, 4]), 0.75);
});

test('a wrong password at a known and at an unknown identifier look alike, in bytes and in time', async () => {
  assertAlike(await compareSignIns({ rounds: 500 }), 0.6, 'sign-in');
});

test('a closed sign-in at a known and at an unknown identifier look alike, in bytes and in time', async () => {
  assertAlike(await compareClosedSignIns({ rounds: 500 }), 0.6, 'closed sign-in');
});

test('the page that asks for a passkey is the same for whoever has one and for nobody, in bytes and in time', async () => {
  assertAlike(await comparePasskeyOptions({ rounds: 500 }), 0.6, 'passkey options');
});
