import { test } from 'node:test';
import { listTouchedAtScale } from './touched.ts';

test('the list of a million members whom an officer looked at is made in bounded memory', () =>
  listTouchedAtScale(1_000_000));
