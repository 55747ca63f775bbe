import { test } from 'node:test';
import { compareWithNotebook } from './no-rupiah-lost.ts';

test('no rupiah is lost by any sequence of filing, posting, correcting, paying out and crediting', () =>
  compareWithNotebook({ runs: 2 }));
