import { test } from 'node:test';
import { importAtScale } from './scale.ts';

test('20,000 rows are made and taken in bounded memory', () =>
  importAtScale({ rows: 20_000, fewMembers: 500, manyMembers: 30_000 }));
