import type { AccountServices } from '#accounts';
import { refused, type Result } from '#kernel';
import { type FamilyChange, fitsFamily, personDetails } from '#members';
import { type AskingMember, type DraftRefusal, saveCorrectionDraft } from './correction-draft.ts';
import { openCorrectionOf } from './correction-reads.ts';
import { mostFamilyChanges } from './correction-types.ts';

export type FamilyAskRefusal =
  | DraftRefusal
  /** The request holds as many as it takes. */
  | 'too-many'
  /** The family on record changed meanwhile, or this relative is asked for twice. */
  | 'does-not-fit';

/**
 * Asks for one change of the family on record, beside whatever the draft of the account holds; without a draft it begins one. Sent,
 * proven and decided as every other correction.
 */
export async function addFamilyChange(
  services: AccountServices,
  member: AskingMember,
  change: FamilyChange,
  reason: string,
): Promise<Result<{ readonly correctionId: string }, FamilyAskRefusal>> {
  const { database, keys } = services;
  const alive = await openCorrectionOf(database, keys, member.accountId);
  if (alive && alive.state !== 'draft') return refused('open');
  const family = [...(alive?.values.family ?? []), change];
  if (family.length > mostFamilyChanges) return refused('too-many');
  const register = await personDetails(database, keys, member.personId);
  if (!register || !fitsFamily(register.family, family)) return refused('does-not-fit');
  return saveCorrectionDraft(services, member, { values: { ...alive?.values, family }, reason });
}
