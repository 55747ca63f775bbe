import { test } from 'node:test';
import { guessAtMany } from './limits.ts';

test('guessing at 10,000 accounts from many addresses and two processes stays within the budgets, and owners get in', () =>
  guessAtMany({ accounts: 10_000, victims: 100 }));
