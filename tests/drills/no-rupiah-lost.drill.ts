import { test } from 'node:test';
import { compareWithNotebook } from './no-rupiah-lost.ts';

test('no rupiah is lost by sixty sequences of filing, posting, correcting, paying out and crediting', () =>
  compareWithNotebook({ runs: 60 }));
