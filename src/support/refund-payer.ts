import { record } from '#activity';
import { holderOfCard } from '#members';
import { ok, refused, type Result } from '#kernel';
import { type LimitReached, takeOfficerLimit } from './officer-limits.ts';
import { isOwn } from './search.ts';
import type { Officer, SupportServices } from './types.ts';

/** `gone`: no such card; `own`: the officer's own refund. */
export type PayerRefusal = { readonly kind: 'gone' | 'own' } | LimitReached;

export type RefundPayer = { readonly name: string; readonly memberNumber: string };

/**
 * The whole name of a member who is asking for a refund, because officers compare it with the holder of the bank account, and
 * masked it cannot be compared; and the member number, by which the desk finds whom to call. It counts against the officer's looks of the day and stands in the member's activity.
 */
export async function showRefundPayer(
  services: SupportServices,
  officer: Officer,
  { membershipId, accountId }: { readonly membershipId: string; readonly accountId: string },
): Promise<Result<RefundPayer, PayerRefusal>> {
  const holder = await holderOfCard(services.database, membershipId);
  if (!holder) return refused({ kind: 'gone' });
  const { personId, fullName: name, memberNumber } = holder;
  if (await isOwn(services, officer, { accountId, personId })) return refused({ kind: 'own' });
  const taken = await takeOfficerLimit(services, officer, 'officer_looks_day');
  if (!taken.ok) return taken;
  return services.database.transaction(async (tx) => {
    await record(tx, {
      event: 'refund_name_shown',
      actor: { kind: 'officer', accountId: officer.officerId },
      accountId,
      personId,
      at: services.clock.now(),
    });
    return ok({ name, memberNumber });
  });
}
