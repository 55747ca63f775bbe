import { rolesOfAccount, supportProfile } from '#accounts';
import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import { plainName } from './answers.ts';
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

type Compared = Pick<HeldSubject, 'accountId' | 'personId'>;

/**
 * The name that both papers have to bear, where nobody on the register stands behind the account: it is the only thing that
 * the account knows of its owner. Undefined where there is a record, or no name with a letter in it.
 */
async function nameOnPapers(
  { database, keys }: DeskServices,
  { accountId, personId }: Compared,
): Promise<string | undefined> {
  if (personId !== undefined) return undefined;
  const name = plainName((await supportProfile(database, keys, accountId))?.displayName ?? '');
  return name === '' ? undefined : name;
}

/** Whether each of the two officers types the name as it stands on the papers. */
export async function asksNameOnPapers(services: DeskServices, of: Compared): Promise<boolean> {
  return (await nameOnPapers(services, of)) !== undefined;
}

/** `no-name`: nothing was typed; `wrong-name`: it is not the account's, which stands in the activity. */
export type NameRefusal = 'no-name' | 'wrong-name';

/**
 * Compares the name that an officer read on the papers with the one of the account, which no page shows: right or wrong, and
 * what was typed is kept nowhere. Whoever calls it has taken the limits of a check.
 */
export async function compareName(
  services: DeskServices,
  { officerId }: DeskOfficer,
  of: Compared & { readonly caseNumber: string },
  typed: string,
): Promise<Result<undefined, NameRefusal>> {
  const known = await nameOnPapers(services, of);
  if (known === undefined) return ok(undefined);
  const right = plainName(typed) === known;
  await record(services.database, {
    event: right ? 'identity_check_passed' : 'identity_check_failed',
    actor: { kind: 'officer', accountId: officerId },
    accountId: of.accountId,
    at: services.clock.now(),
    details: { case: of.caseNumber },
  });
  return right ? ok(undefined) : refused('wrong-name');
}

/** Whether a name is asked for and was not typed: that is no try. */
export async function lacksName(services: DeskServices, of: Compared, typed: string): Promise<boolean> {
  return plainName(typed) === '' && (await asksNameOnPapers(services, of));
}
