import { test } from 'node:test';
import { killDatabase } from './database-killed.ts';

test('a database killed under sign-ins loses nothing that was acknowledged, and the program goes on', () =>
  killDatabase({ rounds: 2 }));
