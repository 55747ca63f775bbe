import { test } from 'node:test';
import { killImports } from './import-killed.ts';

test('an import killed at random points leaves all or nothing, and the next one takes everything once', () =>
  killImports({ members: 400, months: 12, kills: 4 }));
