import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksForStrength } from './confirm.ts';

test('a copy of the data and a deletion ask for the second factor, as contacts and corrections do', () => {
  for (const to of [
    '/data/export',
    '/data/delete',
    '/security/contacts',
    '/security/factors',
    '/corrections/1',
  ])
    assert.ok(asksForStrength(to), to);
  for (const to of ['/data', '/security/activity']) assert.ok(!asksForStrength(to), to);
});
