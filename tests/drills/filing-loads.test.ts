import { test } from 'node:test';
import { loadFiles } from './filing-loads.ts';

test('pages answer while files of every accidental kind are read in the same process', () =>
  loadFiles({ rows: 300 }));
