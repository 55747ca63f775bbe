import { test } from 'node:test';
import { compareWithNotebook } from './no-rupiah-lost.ts';
import { compareWithEmployer } from './no-rupiah-owed.ts';

test('no rupiah is lost by any sequence of filing, posting, correcting, paying out, crediting and merging', () =>
  compareWithNotebook({ runs: 2 }));

test('no rupiah is lost by any sequence of files, corrections, payments under, over and twice, refunds, reversals, pay-outs, crediting and merging', () =>
  compareWithEmployer({ runs: 1 }));
