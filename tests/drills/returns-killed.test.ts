import { test } from 'node:test';
import { killReturns } from './returns-killed.ts';

test('a crediting killed at random points goes on where it stood and gives what an undisturbed one gives', () =>
  killReturns({ accounts: 1000, kills: 2, parts: 150 }));
