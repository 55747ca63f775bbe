/** Writes migrations/schema.sql and docs/data-dictionary.md from a freshly migrated database: npm run schema. */
import { mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnNote, columnNotes, describeSchema, startEmbeddedPostgres } from '#platform';
import { installSchema } from '../src/commands/install-schema.ts';

export const schemaFile = join(import.meta.dirname, '../migrations/schema.sql');
const dictionaryFile = join(import.meta.dirname, '../docs/data-dictionary.md');

function dictionary(notes: readonly ColumnNote[]): string {
  const lines = [
    '# Data dictionary',
    '',
    'Written by `npm run schema` from the comments in the database. Class: *secret* is sealed, hashed or never shown; *personal* belongs to a person; *internal* is neither.',
  ];
  let table = '';
  for (const note of notes) {
    const name = `${note.schema}.${note.table}`;
    if (name !== table)
      lines.push('', `## ${name}`, '', '| column | type | class | for |', '|---|---|---|---|');
    table = name;
    const [, level = '', purpose = ''] = /^(\w+): (.*)$/s.exec(note.comment ?? '') ?? [];
    lines.push(`| ${note.column} | ${note.type} | ${level} | ${purpose.replaceAll('|', '\\|')} |`);
  }
  return `${lines.join('\n')}\n`;
}

async function write(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-schema-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, throwAway: true });
  try {
    await installSchema(postgres.url);
    writeFileSync(schemaFile, await describeSchema(postgres.url));
    writeFileSync(dictionaryFile, dictionary(await columnNotes(postgres.url)));
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await write();
