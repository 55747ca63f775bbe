/** Runs benchmarks by name: `npm run bench -- signin pages`. Each is a file beside this one whose default export runs it. */
const benchmarks: Readonly<Record<string, string>> = {
  dashboard: "the member's pages at 10,000 to a million members, with the exponent of their growth",
  statement: 'the yearly statement, as a page and as a file, at 10,000 to a million members, likewise',
  billing:
    'bills issued in one round and payments of a bank file used for them, beside the same writes in bare SQL',
  filing:
    "rows a second of employers' files, beside the same statements without files and beside batched inserts",
  crediting: 'accounts that get their yearly return a second, beside one SQL statement that writes the same',
  import: 'rows of contributions a second, beside COPY and one INSERT … SELECT of the same rows',
  'import-accounts':
    'accounts of another system a second, beside COPY and one INSERT … SELECT into each table',
  pages: 'bytes and requests of the sign-in page and the dashboard, beside their limits',
  signin: 'complete sign-ins per second of CPU, beside the bare password hash',
  statements: 'the SQL statements and commits of one complete sign-in',
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (names.length === 0 || names.some((name) => !(name in benchmarks))) {
  const list = Object.entries(benchmarks).map(([name, about]) => `  ${name.padEnd(17)}${about}`);
  console.error(`Usage: npm run bench -- NAME…\n\n${list.join('\n')}`);
  process.exit(2);
}
for (const name of names) {
  const { default: run } = (await import(`./${name}.ts`)) as {
    default: (names: readonly string[]) => Promise<void>;
  };
  // One that fails is told, and the others still run.
  await run(names).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
