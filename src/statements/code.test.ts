import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeOf, readCode, writtenCode } from './code.ts';

const codes = fc.uuid().map((id) => codeOf(Buffer.alloc(32, 7), id));
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const places = fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 2 });

test('a code is read however it is written, with the letters that look like digits', () => {
  fc.assert(
    fc.property(codes, (code) => {
      assert.match(code, /^[0-9A-HJKMNP-TV-Z]{20}$/);
      assert.equal(readCode(writtenCode(code)), code);
      assert.equal(
        readCode(
          ` ${code
            .toLowerCase()
            .replaceAll('0', 'o')
            .replaceAll('1', 'l')
            .replaceAll(/(.{5})/g, '$1 ')}`,
        ),
        code,
      );
    }),
  );
  assert.equal(readCode(''), undefined);
  assert.equal(readCode('U'.repeat(20)), undefined);
});

test('one or two wrong characters, and any two changed about, are noticed', () => {
  fc.assert(
    fc.property(codes, places, fc.integer({ min: 1, max: 31 }), (code, wrong, by) => {
      const letters = Array.from(code);
      for (const place of wrong)
        letters[place] = alphabet[(alphabet.indexOf(letters[place] ?? '') + by) % 32] ?? '';
      assert.equal(readCode(letters.join('')), undefined);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(codes, fc.nat(19), fc.nat(19), (code, one, other) => {
      const letters = Array.from(code);
      [letters[one], letters[other]] = [letters[other] ?? '', letters[one] ?? ''];
      assert.equal(readCode(letters.join('')), letters.join('') === code ? code : undefined);
    }),
    { numRuns: 500 },
  );
});
