/**
 * Which test holds which requirement of OWASP ASVS 5.0, and which requirements are still open: npm run asvs [-- --json]
 * A test names what it holds in brackets at the beginning of its title: test('[V6.2.1 V6.2.4] a short password is refused', …).
 * The requirements stand in docs/asvs.csv; where they come from, and what does not apply here, stands in docs/asvs.md.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export type Requirement = { readonly id: string; readonly level: string; readonly requirement: string };
export type HoldingTest = { readonly file: string; readonly title: string; readonly ids: readonly string[] };

/** One line a requirement: id, level, requirement, test idea; quoted where a cell holds a comma. */
export function requirements(): Requirement[] {
  const lines = readFileSync(join(root, 'docs/asvs.csv'), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
    );
    const [id = '', level = '', requirement = ''] = cells;
    return { id, level, requirement };
  });
}

/** The titles of tests that begin with a bracket of ids, as they stand in the source. A test that is skipped does not count. */
export function holdingTests(): HoldingTest[] {
  const files = globSync('{src,tests,bench,scripts}/**/*.test.ts', { cwd: root }).sort();
  return files.flatMap((file) => titlesIn(readFileSync(join(root, file), 'utf8'), file));
}

export function titlesIn(source: string, file: string): HoldingTest[] {
  const titles = source.matchAll(/^[ \t]*test\(\s*(['"`])\[(V\d[^\]]*)\] ?((?:\\.|(?!\1)[^\\])*)\1/gms);
  return [...titles].map(([, , ids = '', title = '']) => ({ file, title, ids: ids.split(/[\s,]+/) }));
}

/** What the program has nothing for yet, with the reason: a table of docs/asvs.md. */
export function notOfConcern(): Map<string, string> {
  const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8');
  const [, rows = ''] = /<!-- not of concern -->([\s\S]*)<!-- end of not of concern -->/.exec(page) ?? [];
  return new Map(
    [...rows.matchAll(/^\| (V[\d.]+(?: V[\d.]+)*) \| (.+) \|$/gm)].flatMap(([, ids = '', why = '']) =>
      ids.split(' ').map((id) => [id, why] as const),
    ),
  );
}

export const chapterOf = (id: string): string => id.split('.')[0] ?? '';

/** The requirements, each with the tests that name it. */
export function table(): (Requirement & { readonly tests: readonly HoldingTest[] })[] {
  const tests = holdingTests();
  return requirements().map((row) => ({ ...row, tests: tests.filter(({ ids }) => ids.includes(row.id)) }));
}

function print(): void {
  const rows = table();
  const absent = notOfConcern();
  for (const chapter of new Set(rows.map(({ id }) => chapterOf(id)))) {
    console.log(`\n${chapter}`);
    for (const row of rows.filter(({ id, tests }) => chapterOf(id) === chapter && tests.length > 0)) {
      console.log(`  ${row.id.padEnd(8)} ${row.level}  ${row.requirement}`);
      for (const { file, title } of row.tests) console.log(`                ${file}: ${title}`);
    }
  }
  console.log('\nOpen, by chapter and level');
  for (const chapter of new Set(rows.map(({ id }) => chapterOf(id))))
    for (const level of ['L1', 'L2', 'L3']) {
      const here = rows.filter(
        (row) => chapterOf(row.id) === chapter && row.level === level && !absent.has(row.id),
      );
      const open = here.filter(({ tests }) => tests.length === 0).map(({ id }) => id);
      if (here.length > 0)
        console.log(
          `  ${chapter.padEnd(4)} ${level}  ${here.length - open.length} of ${here.length} held${open.length > 0 ? `; open: ${open.join(' ')}` : ''}`,
        );
    }
  console.log('\nNot of concern yet');
  for (const [id, why] of absent) console.log(`  ${id.padEnd(8)} ${why}`);
}

if (import.meta.main) {
  if (process.argv.includes('--json'))
    console.log(
      JSON.stringify(
        table().map((row) => ({ ...row, notOfConcern: notOfConcern().get(row.id) })),
        null,
        2,
      ),
    );
  else print();
}
