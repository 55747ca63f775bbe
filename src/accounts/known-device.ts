import type { AccountServices } from './types.ts';

/** Whether this browser's device cookie says that the account signed in with it before. Nobody keeps devices yet. */
export async function isKnownDevice(
  services: AccountServices,
  accountId: string,
  cookie: string | undefined,
): Promise<boolean> {
  return cookie !== undefined && ((await services.knownDevice?.(accountId, cookie)) ?? false);
}
