import { test } from 'node:test';
import { killMoney } from './money-killed.ts';

test('filing and paying 30 months, killed 40 times, ends with every row once and every bill paid once', () =>
  killMoney({ months: 30, kills: 40 }));
