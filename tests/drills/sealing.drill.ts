import { test } from 'node:test';
import { sealAtScale } from './sealing.ts';

test('a million entries are sealed through 20 kills, checked in bounded memory, and 50 changed ones are named', () =>
  sealAtScale({ entries: 1_000_000, batchSize: 4096, kills: 20, tamperings: 50, recordings: 5000 }));
