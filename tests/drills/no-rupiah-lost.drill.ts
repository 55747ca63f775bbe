import { test } from 'node:test';
import { compareWithNotebook } from './no-rupiah-lost.ts';
import { compareWithEmployer } from './no-rupiah-owed.ts';

test('no rupiah is lost by sixty sequences of filing, posting, correcting, paying out, crediting and merging', () =>
  compareWithNotebook({ runs: 60 }));

test('no rupiah is lost by forty sequences of filing, correcting, paying under, over and twice, refunds, reversals, paying out, crediting and merging', () =>
  compareWithEmployer({ runs: 40 }));
