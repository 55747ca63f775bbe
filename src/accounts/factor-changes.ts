import { type ActivityEvent, record } from '#activity';
import { type MessageKey, type Transaction, translatorFor } from '#platform';
import { notifyOwner } from './notify-owner.ts';
import * as queries from './queries.ts';
import type { SecondFactorMethod } from './strength.ts';
import { type Origin, setUpBy } from './origin.ts';
import type { AccountServices } from './types.ts';

export type FactorChange = {
  readonly accountId: string;
  readonly method: SecondFactorMethod;
  readonly event: Extract<ActivityEvent, 'factor_added' | 'factor_removed'>;
  readonly origin: Origin;
  readonly now: Date;
};

/**
 * What belongs to every change of an account's factors, in its transaction: browsers are remembered no longer, the
 * change is recorded, and every address of the account is told.
 */
export async function factorChanged(
  services: AccountServices,
  tx: Transaction,
  { accountId, method, event, origin, now }: FactorChange,
): Promise<void> {
  await queries.forgetRememberedBrowsers(tx, accountId);
  await record(tx, {
    event,
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { method, ...setUpBy(origin) },
  });
  await notifyOwner(services, tx, {
    accountId,
    template: event,
    parameters: (language) => ({ factor: translatorFor(language)(factorName(method)) }),
    now,
  });
}

const factorName = (method: SecondFactorMethod) => `message.factor.${method}` satisfies MessageKey;
