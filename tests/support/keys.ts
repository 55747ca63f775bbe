import { readKeyRing } from '#platform';

/** A key ring for tests; never one that the program would make. */
export const testKeys = readKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`);
