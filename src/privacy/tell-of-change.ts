import { type AccountServices, notifyOwner } from '#accounts';
import type { Transaction } from '#platform';

/** Every address learns that somebody in the account changed how data may be used, so that a stranger's change is seen. */
export async function tellOfChange(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  caseNumber: string,
): Promise<void> {
  await notifyOwner(services, tx, {
    accountId,
    template: 'data_changed',
    parameters: { case_number: caseNumber },
    now: services.clock.now(),
  });
}
