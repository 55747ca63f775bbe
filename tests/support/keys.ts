import { readKeyRing } from '#platform';

/** MASTER_KEYS for tests; never one that the program would make. */
export const testMasterKeys = `test:${Buffer.alloc(32, 7).toString('base64')}`;
export const testKeys = readKeyRing(testMasterKeys);
