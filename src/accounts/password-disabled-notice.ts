import { notifyOwner } from './notify-owner.ts';
import type { AccountServices } from './types.ts';

/**
 * Tells the owner at every address that the password was disabled for unknown devices, and how to choose another. It
 * happens once for a password. Does nothing without an account: the job runs for unknown identifiers too.
 */
export async function sendPasswordDisabledNotice(
  services: AccountServices,
  { accountId }: { readonly accountId: string },
): Promise<void> {
  if (!accountId) return;
  const now = services.clock.now();
  await services.database.transaction((tx) =>
    notifyOwner(services, tx, { accountId, template: 'password_disabled', now }),
  );
}
