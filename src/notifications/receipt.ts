import type { Config, Executor } from '#platform';
import type { Receipt } from './carrier.ts';
import { markReceipt } from './queries.ts';

/** Path of the page where SMS gateways post their receipts, on the sign-in face. */
export const receiptPath = '/messages/receipts';

export function receiptUrl(config: Config): string {
  return `${config.origins.sso}${receiptPath}`;
}

/**
 * Notes what a provider says became of a message. False when no message waits for this receipt: it is not ours, was
 * noted before, or overtook our own record of the hand-over and should be sent again a little later.
 */
export async function recordReceipt(executor: Executor, receipt: Receipt, at: Date): Promise<boolean> {
  const { provider, providerMessageId, arrived } = receipt;
  return (await markReceipt(executor, provider, providerMessageId, arrived, at)) > 0;
}
