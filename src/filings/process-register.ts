import type { Transaction } from '#platform';
import type { ClaimedFiling } from './queries-process.ts';
import type { ProcessServices } from './types.ts';

export async function processRegister(
  _tx: Transaction,
  _services: ProcessServices,
  _filing: ClaimedFiling,
  _take: boolean,
): Promise<void> {
  await Promise.resolve();
}
