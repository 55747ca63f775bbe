import { test } from 'node:test';
import { loadFiles } from './filing-loads.ts';

test('pages answer at their usual pace while files of every accidental kind are read in the same process', () =>
  loadFiles({ rows: 100_000, sheetBytes: 140_000_000, slowestMs: 1000 }));
