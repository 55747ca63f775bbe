import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Source = { readonly file: string; readonly text: string };

/** The program itself: every file under src/ that is not a test, without its comments. */
export function programSources(): Source[] {
  return globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .sort()
    .map((file) => ({ file, text: withoutComments(readFileSync(join(root, file), 'utf8')) }));
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:\/\*\*?|\*|\/\/).*$/gm, '');
}

/** Each place in the program where a pattern stands, as `file: what stands there`. */
export function placesOf(pattern: RegExp, sources = programSources()): string[] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))].map(
      ([found]) => `${file}: ${found}`,
    ),
  );
}

/** The files in which a pattern stands, each once. */
export function filesWith(pattern: RegExp, sources = programSources()): string[] {
  return [...new Set(placesOf(pattern, sources).map((place) => place.split(': ')[0] ?? ''))];
}
