import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell } from '#platform';

test('a cell that a spreadsheet could run as a formula stays a text', () => {
  for (const [text, cell] of [
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =cmd()', "'  =cmd()"],
    ['\u00A0=cmd()', "'\u00A0=cmd()"],
    ['\tPT', "'\tPT"],
    ['＝cmd()', "'＝cmd()"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['　＠A1', "'　＠A1"],
    ['PT Maju;=cmd()', `"PT Maju;'=cmd()"`],
    ['PT Maju; ＝cmd()', `"PT Maju;' ＝cmd()"`],
    ['PT Maju;"=cmd()', `"PT Maju;'""=cmd()"`],
  ] as const)
    assert.equal(csvCell(text), cell, text);
});

test('an ordinary cell is left as it is, quoted where it must be', () => {
  for (const [text, cell] of [
    ['', ''],
    ['PT Maju-Jaya = 1', 'PT Maju-Jaya = 1'],
    ['2026-11', '2026-11'],
    ['PT "Maju", Tbk', '"PT ""Maju"", Tbk"'],
    ['Jalan A\nNo. 1', '"Jalan A\nNo. 1"'],
    ['A; B', '"A; B"'],
  ] as const)
    assert.equal(csvCell(text), cell, text);
});
