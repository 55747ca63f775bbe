import { test } from 'node:test';
import { killRegistrations } from './registering-killed.ts';

test('a program killed while an account is opened leaves no half account, and the person goes on', () =>
  killRegistrations({ kills: 1 }));
