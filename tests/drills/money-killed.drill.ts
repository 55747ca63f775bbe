import { test } from 'node:test';
import { killMoney } from './money-killed.ts';

test('filing and paying 20 months, killed 25 times, ends with every row once and every bill paid once', () =>
  killMoney({ months: 20, kills: 25 }));
