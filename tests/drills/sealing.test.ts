import { test } from 'node:test';
import { sealAtScale } from './sealing.ts';

test('a sealer killed at random points leaves whole batches, the next goes on, and changed entries are named', () =>
  sealAtScale({ entries: 2000, batchSize: 16, kills: 2, tamperings: 5, recordings: 0 }));
