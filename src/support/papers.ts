import { rolesOfAccount } from '#accounts';
import { ok, refused, type Result } from '#kernel';
import { type DeskRefusal, type HeldSubject, hasThinRecord, takeCheckLimits } from './identity-check.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';

/** Papers with the holder's picture, which the officer compares with the person at the counter. */
export const picturePapers = ['identity_card', 'passport', 'driving_licence'] as const;
/** Others that name the same person; a thief of one card seldom has both. */
export const otherPapers = ['family_card', 'birth_certificate', 'employer_letter'] as const;

type PicturePaper = (typeof picturePapers)[number];
type OtherPaper = (typeof otherPapers)[number];

/** What an officer at a branch was shown, by kind; no number and no copy of it is kept. */
export type SeenPapers = { readonly picturePaper: PicturePaper; readonly otherPaper: OtherPaper };

/** The kinds as they were chosen in a form; undefined when one of the two is missing. */
export function readPapers(picture: string | undefined, other: string | undefined): SeenPapers | undefined {
  const picturePaper = picturePapers.find((one) => one === picture);
  const otherPaper = otherPapers.find((one) => one === other);
  return picturePaper && otherPaper && { picturePaper, otherPaper };
}

/**
 * Whether what the desk does for this account rests on papers: the record has too few questions, or nobody on the register
 * stands behind the account, so that there is none to ask. An account that works at the service has no remedy here: two
 * officers could take a third one's over; its operator removes and invites it anew.
 */
export async function restsOnPapers(
  services: DeskServices,
  { accountId, personId }: Pick<HeldSubject, 'accountId' | 'personId'>,
): Promise<boolean> {
  if (personId !== undefined) return hasThinRecord(services, personId);
  return (await rolesOfAccount(services.database, accountId)).every((role) => role === 'member');
}

/**
 * Whether papers may stand in for the questions: only where there are too few or none to ask, so that nobody goes round the
 * check with a forged card. They count as a check does, for the case, the account and the officer.
 */
export async function takePapers(
  services: DeskServices,
  officer: DeskOfficer,
  { found, accountId, personId }: HeldSubject,
): Promise<Result<undefined, DeskRefusal>> {
  if (!(await restsOnPapers(services, { accountId, personId })))
    return refused({ kind: personId === undefined ? 'works-here' : 'not-thin' });
  const counted = { caseId: found.caseId, accountId, now: services.clock.now() };
  const limit = await takeCheckLimits(services, officer, counted);
  return limit ? refused(limit) : ok(undefined);
}
