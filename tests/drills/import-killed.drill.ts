import { test } from 'node:test';
import { killImports } from './import-killed.ts';

test('an import of a year of 10,000 members killed 25 times leaves all or nothing', () =>
  killImports({ members: 10_000, months: 12, kills: 25 }));
