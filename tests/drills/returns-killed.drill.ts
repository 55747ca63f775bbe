import { test } from 'node:test';
import { killReturns } from './returns-killed.ts';

test('the crediting of 200,000 accounts killed 25 times gives what an undisturbed one gives', () =>
  killReturns({ accounts: 200_000, kills: 25, parts: 400 }));
