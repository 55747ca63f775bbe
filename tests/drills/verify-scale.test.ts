import { test } from 'node:test';
import { verifyAtScale } from './verify-scale.ts';

test('48,000 postings over two closed years and an open one tie, and one rupiah more is named', () =>
  verifyAtScale({ accounts: 1300, years: [2023, 2024, 2025], closed: 2 }));
