import { test } from 'node:test';
import { verifyAtScale } from './verify-scale.ts';

const years = [2022, 2023, 2024, 2025];

for (const accounts of [20_000, 65_000, 200_000])
  test(`${accounts * 48} postings over three closed years and an open one tie, and one rupiah more is named`, () =>
    verifyAtScale({ accounts, years, closed: 3 }));
