import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !/\.(?:test|d)\.ts$/.test(file));
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n');

/** The value that this share of all stays at or under. */
function quantile(sizes: readonly number[], share: number): number {
  const sorted = sizes.toSorted((first, second) => first - second);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

type Piece = { readonly name: string; readonly lines: number };

/**
 * Declared functions, methods and named arrow functions with a body. The formatter puts the closing brace of a body at
 * the indentation of the line that begins it, so that line and brace are told apart by their indentation alone.
 */
function functionsOf(file: string): Piece[] {
  const lines = linesOf(file);
  const begins =
    /^(\s*)(?:export )?(?:default )?(?:private |static )*(?:(?:async )?function\*? ?(\w+)|const (\w+) =.*(?:=>|\()\s*|(?:async )?(?!if|for|while|switch|catch|return)(\w+)\(.*)/;
  return lines.flatMap((line, start) => {
    const found = begins.exec(line);
    if (!found) return [];
    const [, indentation = '', ...names] = found;
    const body = lines.findIndex(
      (later, index) => index >= start && (later.endsWith('{') || later.endsWith(';')),
    );
    if (body < 0 || !lines[body]?.endsWith('{')) return [];
    const end = lines.findIndex((later, index) => index > body && later.startsWith(`${indentation}}`));
    return end < 0 ? [] : [{ name: `${file} ${names.find(Boolean)}`, lines: end - start + 1 }];
  });
}

test('files stay small: half of them within 60 lines, nine of ten within 200, none over 400', () => {
  const sizes = sources.map((file) => linesOf(file).length);
  assert.ok(sizes.length > 150);
  assert.ok(quantile(sizes, 0.5) <= 60, `median ${quantile(sizes, 0.5)}`);
  assert.ok(quantile(sizes, 0.9) <= 200, `nine of ten within ${quantile(sizes, 0.9)}`);
  assert.deepEqual(
    sources.filter((file) => linesOf(file).length > 400),
    [],
  );
});

test('functions stay small: nine of ten within 30 lines, none over 70', () => {
  const functions = sources.flatMap(functionsOf);
  assert.ok(functions.length > 500, String(functions.length));
  const sizes = functions.map(({ lines }) => lines);
  assert.ok(quantile(sizes, 0.9) <= 30, `nine of ten within ${quantile(sizes, 0.9)}`);
  assert.deepEqual(
    functions.filter(({ lines }) => lines > 70),
    [],
  );
});

test('the style sheet is in parts of at most 400 lines', () => {
  const parts = globSync('src/**/*.css', { cwd: root });
  assert.ok(parts.length > 1);
  assert.deepEqual(
    parts.filter((file) => linesOf(file).length > 400),
    [],
  );
});
