/** Seals everything that waits in batches of the size given, as the worker does, and prints how much it was. */
import { sealActivity } from '#activity';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { testKeys } from './keys.ts';

const [url = '', batchSize = '4096'] = process.argv.slice(2);
const database = openDatabase({ url, role: 'goid_worker', poolSize: 1 });
const sealed = await sealActivity({ database, keys: testKeys, clock: systemClock }, Number(batchSize));
console.log(JSON.stringify(sealed));
await database.close();
