import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell, csvField } from '#platform';

const table: readonly (readonly [string, string, string])[] = [
  ['plain', 'plain', 'plain'],
  ['', '', ''],
  ['a,b', '"a,b"', '"a,b"'],
  ['say "x"', '"say ""x"""', '"say ""x"""'],
  ['two\nlines', '"two\nlines"', '"two\nlines"'],
  ['=1+1', '=1+1', "'=1+1"],
  ['+2', '+2', "'+2"],
  ['-3', '-3', "'-3"],
  ['@x', '@x', "'@x"],
  ['\tx', '\tx', "'\tx"],
  ['=A1,"x"', '"=A1,""x"""', `"'=A1,""x"""`],
];

for (const [text, field, cell] of table)
  test(`${JSON.stringify(text)} in a CSV file, and in one for a spreadsheet, which must not run it`, () => {
    assert.equal(csvField(text), field);
    assert.equal(csvCell(text), cell);
  });
