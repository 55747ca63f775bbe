import { test } from 'node:test';
import { killRegistrations } from './registering-killed.ts';

test('a program killed forty times while accounts are opened leaves no half account', () =>
  killRegistrations({ kills: 40 }));
