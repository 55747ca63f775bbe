import { accountOfPerson } from '#accounts';
import { record } from '#activity';
import { type DeskCase, noteInCase, openCase } from '#cases';
import { ok, refused, type Result } from '#kernel';
import { findPersonByMemberNumber, findPersonByNationalNumber, personDetails } from '#members';
import {
  caseForDesk,
  type CaseRefusal,
  type DeskOfficer,
  type DeskServices,
  heldCase,
  isOwn,
  type LimitReached,
  type Look,
  type Proposal,
  proposalsOf,
  refusedBy,
  takeOfficerLimit,
} from '#support';
import { correctionFrom } from './correction-reads.ts';
import { type MergingSide, mergingSide } from './merging-side.ts';
import { type MergingRefusal, whyNotMerged } from './merging-refusals.ts';
import * as corrections from './queries-corrections.ts';
import * as queries from './queries-merging.ts';

/** Kind of the proposal, as support keeps it. */
export const mergingKind = 'merging';

type Held = {
  readonly found: DeskCase;
  /** Of the case, and of the other record once it was found. */
  readonly persons: readonly string[];
};

/** A case for merging, for any officer of the desk whose own record it is not about. */
export async function seenMerging(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<Held, CaseRefusal>> {
  const found = await caseForDesk(services, officer, caseId);
  if (found?.kind !== 'merging' || found.personId === undefined) return refused('unknown');
  const { other } = found.details;
  const persons = [found.personId, ...(typeof other === 'string' ? [other] : [])];
  for (const personId of persons)
    if (await isOwn(services, officer, await sideOf(services, personId))) return refused('own');
  return ok({ found, persons });
}

/** The same in the hands of the officer who works on it. */
export async function heldMerging(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<Held, CaseRefusal>> {
  const held = await heldCase(services, officer, caseId);
  return held.ok ? seenMerging(services, officer, caseId) : held;
}

async function correctionOf({ database }: DeskServices, { details: { correction } }: DeskCase) {
  return typeof correction === 'string' ? corrections.correctionById(database, correction) : undefined;
}

/** Who holds the NIK that the correction behind the case asked for. */
async function holderOfAsked(services: DeskServices, found: DeskCase): Promise<string | undefined> {
  const { database, keys } = services;
  const row = await correctionOf(services, found);
  const asked = row && correctionFrom(keys, row).values.nationalNumber;
  return asked ? findPersonByNationalNumber(database, keys, asked) : undefined;
}

export type DeskMerging = {
  readonly found: DeskCase;
  /** The case of the correction that it arose from, where its documents are. */
  readonly correctionCaseId: string | undefined;
  /** Whether this officer works on the case. */
  readonly isHeld: boolean;
  readonly sides: readonly MergingSide[];
  /** Whether name and birth date, masked or not, are the same in both; undefined while there is one record. */
  readonly same: { readonly name: boolean; readonly birthDate: boolean } | undefined;
  /** What stands against it; asked only of two records. */
  readonly against: readonly MergingRefusal[];
  /** The newest: waiting for a second officer, or decided. */
  readonly proposal: Proposal | undefined;
  readonly merging: queries.MergingRow | undefined;
};

/**
 * Both records side by side, for an officer whose look at the case lasts (the page asks for it). The look stands in the
 * activity of the record that the case is about; that the other was seen beside it stands in the other's.
 */
export async function mergingForDesk(
  services: DeskServices,
  officer: DeskOfficer,
  look: Pick<Look, 'caseId' | 'lookId' | 'reason'>,
): Promise<Result<DeskMerging, CaseRefusal>> {
  const { database, keys, clock } = services;
  const { caseId } = look;
  const seen = await seenMerging(services, officer, caseId);
  if (!seen.ok) return seen;
  const { found, persons } = seen.value;
  const now = clock.now();
  const sides = await Promise.all(persons.map((personId) => mergingSide(services, personId, now)));
  const [one = '', other] = persons;
  if (other !== undefined) await recordSeen(services, officer, look, found, other);
  const proposals = await proposalsOf(database, keys, caseId);
  return ok({
    found,
    correctionCaseId: (await correctionOf(services, found))?.case_id ?? undefined,
    isHeld: found.takenBy === officer.officerId,
    sides: sides.filter((side) => side !== undefined),
    same: other === undefined ? undefined : await sameIn(services, one, other),
    against: other === undefined ? [] : await whyNotMerged(database, { gone: one, stays: other }, now),
    proposal: proposals.find(({ kind }) => kind === mergingKind),
    merging: await queries.mergingOfCase(database, caseId),
  });
}

/** Once for each look of an officer and each record, however often the page is opened within it. */
async function recordSeen(
  services: DeskServices,
  { officerId }: DeskOfficer,
  { lookId, reason }: Pick<Look, 'lookId' | 'reason'>,
  { caseId, caseNumber, details }: DeskCase,
  other: string,
): Promise<void> {
  const name = `seen_by_${officerId}`;
  // Another record may be found within the same look.
  const seen = `${lookId}/${other}`;
  if (details[name] === seen) return;
  await services.database.transaction(async (tx) => {
    await noteInCase(tx, caseId, { [name]: seen });
    await record(tx, {
      event: 'support_looked',
      actor: { kind: 'officer', accountId: officerId },
      ...(await sideOf(services, other)),
      at: services.clock.now(),
      details: { case: caseNumber, reason },
    });
  });
}

async function sameIn({ database, keys }: DeskServices, one: string, other: string) {
  const [first, second] = await Promise.all([
    personDetails(database, keys, one),
    personDetails(database, keys, other),
  ]);
  const nameOf = (name = '') => name.toUpperCase().replaceAll(/\s+/g, ' ').trim();
  return {
    name: nameOf(first?.fullName) === nameOf(second?.fullName),
    birthDate: first?.birthDate === second?.birthDate,
  };
}

const sideOf = async ({ database }: DeskServices, personId: string) => ({
  personId,
  accountId: await accountOfPerson(database, personId),
});

export type OtherRefusal =
  /** `over`: a proposal for this case waits or is carried out, and what the officers look at stays what it is about. */
  { readonly kind: CaseRefusal | 'no-match' | 'over' } | LimitReached;

/**
 * Looks for the other record by KPJ or NIK, or by the NIK that the correction asked for when nothing is typed: a search like
 * any other, it counts and stands in the activity of whom it found.
 */
export async function findOtherRecord(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  typed: string,
): Promise<Result<undefined, OtherRefusal>> {
  const { database, clock } = services;
  const held = await heldMerging(services, officer, caseId);
  if (!held.ok) return refused({ kind: held.refusal });
  if (await isUnderWay(services, caseId, clock.now())) return refused({ kind: 'over' });
  const taken = await takeOfficerLimit(services, officer, 'officer_searches_day');
  if (!taken.ok) return taken;
  const guessing = await refusedBy(services, officer, 'officer_misses_hour');
  if (guessing) return refused(guessing);
  const personId = await personTyped(services, held.value.found, typed);
  if (personId === undefined || personId === held.value.found.personId) {
    const miss = await takeOfficerLimit(services, officer, 'officer_misses_hour');
    return miss.ok ? refused({ kind: 'no-match' }) : miss;
  }
  const side = await sideOf(services, personId);
  if (await isOwn(services, officer, side)) return refused({ kind: 'own' });
  await database.transaction(async (tx) => {
    await noteInCase(tx, caseId, { other: personId });
    await record(tx, {
      event: 'support_searched',
      actor: { kind: 'officer', accountId: officer.officerId },
      ...side,
      at: clock.now(),
      details: { by: 'case_number', found: 1 },
    });
  });
  return ok(undefined);
}

function personTyped(services: DeskServices, found: DeskCase, typed: string): Promise<string | undefined> {
  const { database, keys } = services;
  const number = typed.replaceAll(/\D/g, '').slice(0, 20);
  if (number === '') return holderOfAsked(services, found);
  return number.length === 16
    ? findPersonByNationalNumber(database, keys, number)
    : findPersonByMemberNumber(database, number);
}

/** An officer who works on another case of the member opens one for merging, once for each record. */
export async function openMerging(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<{ readonly caseId: string }, CaseRefusal>> {
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return held;
  const { personId } = held.value;
  if (personId === undefined) return refused('unknown');
  const now = services.clock.now();
  return ok(
    await services.database.transaction((tx) =>
      openCase(tx, { kind: 'merging', personId, about: `${caseId}/merging`, details: {}, now }),
    ),
  );
}

/** Whether a proposal for this case waits for a second officer or its job, or its merging waits or is done. */
export async function isUnderWay(
  { database, keys }: DeskServices,
  caseId: string,
  now: Date,
): Promise<boolean> {
  const merging = await queries.mergingOfCase(database, caseId);
  if (merging?.state === 'waiting' || merging?.state === 'done') return true;
  const all = await proposalsOf(database, keys, caseId);
  return all.some(
    ({ kind, approved, expiresAt, appliedAt }) =>
      kind === mergingKind &&
      (approved === undefined ? expiresAt > now : approved && appliedAt === undefined),
  );
}
