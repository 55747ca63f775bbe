import { readConfig } from '#platform';
import { loadDemonstration } from '../../src/commands/demonstration.ts';
import { openHouse } from '../../src/commands/house.ts';
import { cloneDemonstration } from './database.ts';
import { testKeys } from './keys.ts';

/** A fresh database that holds the demonstration, as a program finds it that was started on it before. */
export function demonstrationDatabase(): Promise<string> {
  return cloneDemonstration(async (url) => {
    const config = readConfig({ NODE_ENV: 'test', TEST_HASH_COST: 'on', LOG_LEVEL: 'silent' });
    const house = await openHouse(config, testKeys, url);
    try {
      await loadDemonstration(house, () => {});
    } finally {
      await house.close();
    }
  });
}
