/** Runs benchmarks by name: `npm run bench -- import`. Each is a file beside this one whose default export runs it. */
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (names.length === 0) {
  console.error('Usage: npm run bench -- NAME…   (for example: import)');
  process.exit(2);
}
for (const name of names) {
  if (!/^[a-z-]+$/.test(name)) throw new RangeError(`not a benchmark: ${name}`);
  const { default: run } = (await import(`./${name}.ts`)) as { default: () => Promise<void> };
  await run();
}
