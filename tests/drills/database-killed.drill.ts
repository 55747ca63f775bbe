import { test } from 'node:test';
import { killDatabase } from './database-killed.ts';

test('a database killed twelve times under sign-ins loses nothing that was acknowledged', () =>
  killDatabase({ rounds: 12 }));
