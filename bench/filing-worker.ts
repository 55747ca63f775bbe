import { processFilings } from '#filings';
import { createLogger, openDatabase, readConfig, readKeyRing } from '#platform';

/** Deals with what waits, as the worker's process does, and prints the seconds, the memory it took at most and its CPU seconds. */
const [url = '', instant = ''] = process.argv.slice(2);
const database = openDatabase({ url, poolSize: 4 });
let highest = 0;
const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 50);
const now = new Date(instant);
const started = performance.now();
const before = process.cpuUsage();
await processFilings({
  database,
  keys: readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
  config: readConfig({ NODE_ENV: 'test' }),
  clock: { now: () => now },
  log: createLogger('silent'),
});
clearInterval(watch);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
await database.close();
process.stdout.write(
  JSON.stringify({ seconds, megabytes: Math.round(highest / 1_048_576), cpu: (user + system) / 1e6 }),
);
