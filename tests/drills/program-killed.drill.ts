import { test } from 'node:test';
import { killProgram } from './program-killed.ts';

test('a program killed eight times is started again on the database that still runs', () =>
  killProgram({ rounds: 8 }));
