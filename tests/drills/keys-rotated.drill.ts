import { test } from 'node:test';
import { rotateUnderLoad } from './keys-rotated.ts';

test('all kinds of keys change five times under load: no error, nobody is signed out', () =>
  rotateUnderLoad({ people: 12, rounds: 5 }));
