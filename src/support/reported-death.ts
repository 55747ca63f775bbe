import { freezeOf, type Freeze } from '#accounts';
import { cleanWords, type DeskCase } from '#cases';
import { dayIn, isIsoDate, ok, refused, type Result } from '#kernel';
import { personDetails } from '#members';
import { type DecideRefusal, type Proposal, proposalById } from './approvals.ts';
import { heldCase } from './case-work.ts';
import { type DeathStep, isDeathStep } from './death-acts.ts';
import type { DeskRefusal } from './identity-check.ts';
import { bothSides } from './look.ts';
import { type DeskOfficer, type DeskServices, worksOnCases } from './officer.ts';
import { decideOnRecord, proposeOnRecord } from './on-record.ts';
import { isOwn } from './search.ts';
import type { Subject } from './types.ts';

/** What came of a call to the number on the register, or of there being none. */
export const deathCalls = ['confirmed', 'no_answer', 'no_number', 'alive'] as const;
export type DeathCall = (typeof deathCalls)[number];

/** What the officer was shown. */
export const deathDocuments = ['none', 'death_certificate', 'medical_letter', 'village_letter'] as const;
export type DeathDocument = (typeof deathDocuments)[number];

export type DeathRefusal =
  | DeskRefusal
  | {
      readonly kind:
        /** No member has this number with this birth date. */
        | 'no-match'
        /** Neither did a relative confirm it at the registered number, nor was a document shown. */
        | 'not-verified'
        /** The member answered the call. */
        | 'alive'
        | 'frozen'
        | 'not-frozen'
        | 'no-document'
        | 'no-day'
        /** The birth date that sets a report right cannot be read. */
        | 'no-birth-date'
        /** Somebody with an address of the account says that it is wrong. */
        | 'objected'
        | 'no-why';
    };

/**
 * Whether a report was looked into well enough to make an account stand still: a document was shown, or the number on the
 * register was called and whoever answered confirmed it. A stranger's report alone never is.
 */
export const isVerified = (call: DeathCall, document: DeathDocument): boolean =>
  call !== 'alive' && (document !== 'none' || call === 'confirmed');

export type HeldDeath = Subject & { readonly found: DeskCase; readonly freeze: Freeze | undefined };

/** The case in the officer's hands, whom it is about, and whether the account stands still. */
export async function heldDeath(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<HeldDeath, DeathRefusal>> {
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return refused({ kind: held.refusal });
  const subject = await bothSides(services, held.value);
  if (subject.accountId === undefined && subject.personId === undefined)
    return refused({ kind: 'no-person' });
  if (await isOwn(services, officer, subject)) return refused({ kind: 'own' });
  return ok({ found: held.value, ...subject, freeze: await freezeOf(services.database, subject) });
}

export type AskedDeathStep = {
  readonly kind: Exclude<DeathStep, 'match_death'>;
  readonly call: DeathCall;
  readonly document: DeathDocument;
  /** Of the death, YYYY-MM-DD; for `confirm_death`. */
  readonly diedOn: string;
  /** Who reports, which number was called, what the document says. */
  readonly why: string;
};

export const longestWhy = 500;

/**
 * One step of what follows a reported death. The freeze is the officer's own decision and is carried out at once; the day of
 * death on the register, and lifting a freeze, wait for another officer.
 */
export async function proposeDeathStep(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  asked: AskedDeathStep,
): Promise<Result<{ readonly proposalId: string }, DeathRefusal>> {
  const held = await heldDeath(services, officer, caseId);
  if (!held.ok) return held;
  const now = services.clock.now();
  const why = cleanWords(asked.why).slice(0, longestWhy);
  const problem =
    problemOf(held.value, { ...asked, why }, now) ?? (await beforeBirth(services, held.value, asked));
  if (problem) return refused({ kind: problem });
  const { kind, call, document, diedOn } = asked;
  const { accountId, personId, found } = held.value;
  const said = kind === 'lift_freeze' ? {} : { call, document };
  const day = kind === 'confirm_death' ? { diedOn } : {};
  const content = { ...said, ...day, why };
  const needsSecond = kind !== 'freeze_death';
  const askedBy = officer.officerId;
  const proposal = { kind, caseId, accountId, personId, content, askedBy, needsSecond, now };
  return ok({
    proposalId: await proposeOnRecord(services, proposal, { byJob: true, caseNumber: found.caseNumber }),
  });
}

type Problem =
  | 'frozen'
  | 'not-frozen'
  | 'alive'
  | 'not-verified'
  | 'no-why'
  | 'no-document'
  | 'no-day'
  | 'objected';

function problemOf(
  { freeze, personId }: HeldDeath,
  { kind, call, document, diedOn, why }: AskedDeathStep,
  now: Date,
): Problem | undefined {
  if (kind === 'freeze_death' && freeze) return 'frozen';
  if (kind !== 'freeze_death' && !freeze) return 'not-frozen';
  if (why === '') return 'no-why';
  if (kind === 'lift_freeze') return undefined;
  if (call === 'alive') return 'alive';
  if (kind === 'freeze_death') return isVerified(call, document) ? undefined : 'not-verified';
  if (freeze?.objectedAt) return 'objected';
  if (document === 'none') return 'no-document';
  return personId !== undefined && isIsoDate(diedOn) && diedOn <= dayIn(now) ? undefined : 'no-day';
}

/** Nobody dies before they are born: the day, or the register, is wrong. */
async function beforeBirth(
  { database, keys }: DeskServices,
  { personId }: HeldDeath,
  { kind, diedOn }: AskedDeathStep,
): Promise<'no-day' | undefined> {
  if (kind !== 'confirm_death' || personId === undefined) return undefined;
  const born = (await personDetails(database, keys, personId))?.birthDate;
  return born !== undefined && diedOn < born ? 'no-day' : undefined;
}

/** Another officer approves or refuses; the worker carries it out. */
export async function decideDeathStep(
  services: DeskServices,
  officer: DeskOfficer,
  proposalId: string,
  approved: boolean,
): Promise<Result<Proposal, DecideRefusal | 'role'>> {
  if (!worksOnCases(officer)) return refused('role');
  const { database, keys } = services;
  const found = await proposalById(database, keys, proposalId);
  if (!found || !isDeathStep(found.kind)) return refused('unknown');
  if (await isOwn(services, officer, found)) return refused('own');
  return decideOnRecord(services, officer, proposalId, { approved, byJob: true });
}
