import { accountOfPerson } from '#accounts';
import { record } from '#activity';
import { cleanWords, filledOf, linkCaseToPerson } from '#cases';
import { ok, refused, type Result } from '#kernel';
import { findPersonByMemberNumber, findPersonByNationalNumber, personDetails } from '#members';
import { heldCase } from './case-work.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';
import { refusedBy, takeOfficerLimit } from './officer-limits.ts';
import { proposeOnRecord } from './on-record.ts';
import { type DeathRefusal, longestWhy } from './reported-death.ts';
import { isOwn } from './search.ts';
import type { Subject } from './types.ts';

/**
 * Looks for whom a public report names: number and birth date must both be one person's; the officer compares the name. It
 * is a search like any other: it counts, and stands in the member's activity.
 */
export async function matchDeathReport(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<undefined, DeathRefusal>> {
  const found = await searchReported(services, officer, caseId, undefined);
  if (!found.ok) return found;
  const { personId } = found.value;
  const isLinked = await services.database.transaction(async (tx) => {
    const linked = await linkCaseToPerson(tx, caseId, personId);
    if (linked) await record(tx, searched(services, officer, found.value));
    return linked;
  });
  return isLinked ? ok(undefined) : refused({ kind: 'no-match' });
}

/**
 * The same where the report tells the birth date wrongly: with the one that the officer found out, and why. An officer who
 * may choose the date could put a report on anybody, so another one decides before the case is that person's.
 */
export async function proposeDeathMatch(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  setRight: { readonly birthDate: string; readonly why: string },
): Promise<Result<{ readonly proposalId: string }, DeathRefusal>> {
  const why = cleanWords(setRight.why).slice(0, longestWhy);
  if (why === '') return refused({ kind: 'no-why' });
  const { birthDate } = setRight;
  const found = await searchReported(services, officer, caseId, birthDate);
  if (!found.ok) return found;
  await services.database.transaction((tx) => record(tx, searched(services, officer, found.value)));
  const filled = await filledOf(services.database, services.keys, caseId);
  // Whoever decides compares both.
  const reportedBirthDate = filled?.['birth_date'] ?? '';
  const proposal = {
    kind: 'match_death',
    caseId,
    accountId: found.value.accountId,
    personId: found.value.personId,
    content: { birthDate, reportedBirthDate, why },
    askedBy: officer.officerId,
    needsSecond: true,
    now: services.clock.now(),
  };
  const { caseNumber } = found.value;
  return ok({ proposalId: await proposeOnRecord(services, proposal, { byJob: true, caseNumber }) });
}

type Found = Subject & { readonly personId: string; readonly caseNumber: string };

async function searchReported(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  setRight: string | undefined,
): Promise<Result<Found, DeathRefusal>> {
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return refused({ kind: held.refusal });
  const taken = await takeOfficerLimit(services, officer, 'officer_searches_day');
  if (!taken.ok) return taken;
  const guessing = await refusedBy(services, officer, 'officer_misses_hour');
  if (guessing) return refused(guessing);
  const personId = await personReported(services, caseId, setRight);
  if (personId === undefined) {
    const miss = await takeOfficerLimit(services, officer, 'officer_misses_hour');
    return miss.ok ? refused({ kind: 'no-match' }) : miss;
  }
  const accountId = await accountOfPerson(services.database, personId);
  if (await isOwn(services, officer, { accountId, personId })) return refused({ kind: 'own' });
  return ok({ accountId, personId, caseNumber: held.value.caseNumber });
}

const searched = ({ clock }: DeskServices, { officerId }: DeskOfficer, { accountId, personId }: Found) =>
  ({
    event: 'support_searched',
    actor: { kind: 'officer', accountId: officerId },
    accountId,
    personId,
    at: clock.now(),
    details: { by: 'case_number', found: 1 },
  }) as const;

async function personReported(
  { database, keys }: DeskServices,
  caseId: string,
  setRight: string | undefined,
): Promise<string | undefined> {
  const { number = '', birth_date: reported = '' } = (await filledOf(database, keys, caseId)) ?? {};
  const personId =
    number.length === 16
      ? await findPersonByNationalNumber(database, keys, number)
      : await findPersonByMemberNumber(database, number);
  const person = personId && (await personDetails(database, keys, personId));
  return person && person.birthDate === (setRight ?? reported) ? person.personId : undefined;
}
