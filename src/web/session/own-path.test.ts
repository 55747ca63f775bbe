import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ownPath } from './own-path.ts';

test('a path of this face is kept, with its query', () => {
  for (const path of ['/', '/riwayat', '/riwayat?tahun=2026&x=%2F', '/a/b.c'])
    assert.equal(ownPath(path), path);
});

test('[V1.2.2] whatever is typed, a browser stays on this face', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'https',
    '%2f',
    '%5c',
    '\t',
    '\n',
    ' ',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = ownPath(pieces.join(''));
      assert.equal(new URL(path, 'https://face.example').origin, 'https://face.example');
      assert.match(path, /^\/(?!\/)/);
    }),
    { numRuns: 5000 },
  );
});
