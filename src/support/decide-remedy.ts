import { numbersOfCases } from '#cases';
import { ok, refused, type Result } from '#kernel';
import { type DecideRefusal, type Proposal, proposalById } from './approvals.ts';
import { takeCheckLimits } from './identity-check.ts';
import { bothSides } from './look.ts';
import { type DeskOfficer, type DeskServices, worksOnCases } from './officer.ts';
import { decideOnRecord } from './on-record.ts';
import { asksNameOnPapers, compareName, lacksName, type NameRefusal } from './papers.ts';
import { isRemedy, remedies } from './remedies.ts';

/**
 * `not-seen`: it rests on papers, and the second officer has not said that they were shown to them too; `limit`: no check is
 * left to compare the name with.
 */
export type RemedyDecision = DecideRefusal | NameRefusal | 'role' | 'not-seen' | 'limit';

/** What the second officer says of the papers that the member showed them as well. */
export type SecondLook = { readonly sawPapers?: boolean; readonly nameOnPapers?: string };

/** A second officer approves or refuses; the member sees it. */
export async function decideRemedy(
  services: DeskServices,
  officer: DeskOfficer,
  proposalId: string,
  approved: boolean,
  look: SecondLook = {},
): Promise<Result<Proposal, RemedyDecision>> {
  if (!worksOnCases(officer)) return refused('role');
  const { database, keys } = services;
  const found = await proposalById(database, keys, proposalId);
  if (!found || !isRemedy(found.kind)) return refused('unknown');
  if (approved && found.content['picturePaper']) {
    const seen = await lookAgain(services, officer, found, look);
    if (!seen.ok) return seen;
  }
  const { byJob } = remedies[found.kind];
  return decideOnRecord(services, officer, proposalId, { approved, byJob });
}

/** Whether the second officer of this proposal types the name on the papers too. */
export async function asksNameAgain(
  services: DeskServices,
  { accountId, content }: Proposal,
): Promise<boolean> {
  if (!content['picturePaper'] || accountId === undefined) return false;
  return asksNameOnPapers(services, await sidesOf(services, accountId));
}

async function sidesOf(services: DeskServices, accountId: string) {
  const { personId } = await bothSides(services, { accountId, personId: undefined });
  return { accountId, personId };
}

/**
 * The papers once more, by an officer who has seen nothing of the first one's typing. It counts for the proposal in the place
 * of the case, so that the first officer's check leaves the second one as many tries; whoever may not decide uses none up.
 */
async function lookAgain(
  services: DeskServices,
  officer: DeskOfficer,
  { proposalId, caseId, accountId, askedBy, decidedAt, expiresAt }: Proposal,
  { sawPapers = false, nameOnPapers = '' }: SecondLook,
): Promise<Result<undefined, RemedyDecision>> {
  const now = services.clock.now();
  const mayDecide = ![askedBy, accountId].includes(officer.officerId) && !decidedAt && expiresAt > now;
  if (!mayDecide || accountId === undefined) return ok(undefined);
  if (!sawPapers) return refused('not-seen');
  const sides = await sidesOf(services, accountId);
  if (!(await asksNameOnPapers(services, sides))) return ok(undefined);
  if (await lacksName(services, sides, nameOnPapers)) return refused('no-name');
  if (await takeCheckLimits(services, officer, { caseId: proposalId, accountId, now }))
    return refused('limit');
  const caseNumber = (await numbersOfCases(services.database, [caseId])).get(caseId) ?? '';
  return compareName(services, officer, { ...sides, caseNumber }, nameOnPapers);
}
