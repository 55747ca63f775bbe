import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCsv } from '#members';

async function read(bytes: Buffer, columns: readonly string[], pieceLength: number) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) pieces.push(bytes.subarray(at, at + pieceLength));
  const rows = [];
  for await (const batch of readCsv(Readable.from(pieces), columns)) rows.push(...batch);
  return rows;
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
const field = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', '"', ',', '\n', ' ', '0'), maxLength: 6 });

test('whatever is written by the rules of RFC 4180 is read back, however it is cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(field, field, field), { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, pieceLength, lineEnd) => {
        const text = ['a,b,c', ...rows.map((row) => row.map(quoted).join(',')), ''].join(lineEnd);
        const found = await read(Buffer.from(text), ['a', 'b', 'c'], pieceLength);
        assert.deepEqual(
          found.map(({ fields }) => fields),
          rows.map((row) => row.map((value) => value.trim())),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a row knows the line it starts on, past empty lines and fields of several lines', async () => {
  const rows = await read(Buffer.from('a,b\n1,2\n\n"x\ny",3\n4,5'), ['a', 'b'], 4);
  assert.deepEqual(
    rows.map(({ line, fields, ended }) => [line, fields, ended]),
    [
      [2, ['1', '2'], true],
      [4, ['x\ny', '3'], true],
      [6, ['4', '5'], false],
    ],
  );
});

test('a record of thousands of short lines costs no more than one long line', async () => {
  const bytes = Buffer.from(`a\n"${'""\n'.repeat(32_000)}"\n`);
  const before = process.cpuUsage().user;
  assert.equal((await read(bytes, ['a'], bytes.length)).length, 1);
  assert.ok(process.cpuUsage().user - before < 2_000_000, 'each line was counted again with every other');
});

test('a stray quotation mark that would swallow good rows stops the file', async () => {
  const text = 'a,b\n5" pipe,1\ngood,2\n6" pipe,3\n';
  await assert.rejects(read(Buffer.from(text), ['a', 'b'], 100), /line 2 is never closed/);
});
