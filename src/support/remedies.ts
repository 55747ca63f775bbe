import { deskState, freezeOf, readAddress } from '#accounts';
import { ok, refused, type Result } from '#kernel';
import { type DeskRefusal, type HeldSubject, heldSubject, identityCheck } from './identity-check.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';
import { proposeOnRecord } from './on-record.ts';
import {
  compareName,
  lacksName,
  type NameRefusal,
  restsOnPapers,
  type SeenPapers,
  takePapers,
} from './papers.ts';

export type RemedyName = 'unlock' | 'reset_link' | 'factor' | 'last_factor' | 'contact' | 'lock_cap' | 'slip';

export type Remedy = {
  /** What has to be shown before it may be proposed: a passed check, or papers where `byPapers` lets them stand in for it. */
  readonly needs: 'check' | 'check_and_call';
  /** Another officer decides. */
  readonly second: boolean;
  /** DESK_WAIT_SECONDS with notices to every address and a way to stop it. */
  readonly waits: boolean;
  /** The worker carries it out; a slip is printed by whoever approved it. */
  readonly byJob: boolean;
};

/**
 * What the desk can do and what each needs; pages, verbs and docs read it here. What gives a way in to somebody who holds none
 * of the old ones needs two people and the wait: an officer who is deceived, or deceives, cannot do it alone or at once.
 */
export const remedies: Readonly<Record<RemedyName, Remedy>> = {
  unlock: { needs: 'check', second: false, waits: false, byJob: true },
  reset_link: { needs: 'check', second: false, waits: false, byJob: true },
  factor: { needs: 'check_and_call', second: false, waits: false, byJob: true },
  last_factor: { needs: 'check', second: true, waits: true, byJob: true },
  contact: { needs: 'check', second: true, waits: true, byJob: true },
  lock_cap: { needs: 'check', second: true, waits: true, byJob: true },
  slip: { needs: 'check', second: true, waits: true, byJob: false },
};

/**
 * Whether papers seen by two officers may stand in for the questions, where the record is too thin to be asked or there is none: only for what
 * a second officer decides and the owner can stop while it waits.
 */
export const byPapers = (kind: RemedyName): boolean => remedies[kind].second && remedies[kind].waits;

export const isRemedy = (name: string): name is RemedyName => Object.hasOwn(remedies, name);

export type RemedyRefusal =
  | DeskRefusal
  | {
      readonly kind:
        | 'no-check'
        | 'no-call'
        /** One of the two kinds of paper was not said. */
        | 'no-papers'
        | NameRefusal
        /** The account stands still: first it has to be lifted. */
        | 'frozen'
        /** There is no such way to sign in, or no registered e-mail address, or nothing is closed. */
        | 'nothing'
        /** It is the last way: that is another remedy, which needs a second officer. */
        | 'last'
        /** The new address cannot be read, or the account has it. */
        | 'address'
        | 'no-why';
    };

export type AskedRemedy = {
  readonly kind: RemedyName;
  /** Why, for the second officer. */
  readonly why: string;
  readonly authenticatorId?: string;
  /** As typed; for a new contact. */
  readonly address?: string;
  /** Seen at a branch, where the record has too little to ask about. */
  readonly papers?: SeenPapers | undefined;
  /** The full name on those papers, where nobody on the register stands behind the account; kept nowhere. */
  readonly nameOnPapers?: string | undefined;
};

const longestWhy = 300;

/** Proposes a remedy. One that needs nobody else is carried out by the worker at once; either is recorded. */
export async function proposeRemedy(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  asked: AskedRemedy,
): Promise<Result<{ readonly proposalId: string }, RemedyRefusal>> {
  const held = await heldSubject(services, officer, caseId);
  if (!held.ok) return held;
  const { kind, papers } = asked;
  const { second, byJob } = remedies[kind];
  const check = papers && byPapers(kind) ? undefined : await passedCheck(services, officer, caseId, kind);
  if (check?.ok === false) return check;
  const why = asked.why.trim().slice(0, longestWhy);
  if (second && why === '') return refused({ kind: 'no-why' });
  const content = await contentOf(services, held.value, asked);
  if (!content.ok) return content;
  const taken = check ? undefined : await readPapersOf(services, officer, held.value, asked);
  if (taken?.ok === false) return taken;
  const now = services.clock.now();
  const { accountId, found } = held.value;
  const shown = check ? { called: check.value.called ? 'yes' : 'no' } : papers;
  const proposal = {
    kind,
    caseId,
    accountId,
    content: { ...content.value, ...shown, why },
    askedBy: officer.officerId,
    needsSecond: second,
    now,
  };
  return ok({
    proposalId: await proposeOnRecord(services, proposal, { byJob, caseNumber: found.caseNumber }),
  });
}

/** Papers in place of the check: they count as one, and the name on them is compared where nothing else can be. */
async function readPapersOf(
  services: DeskServices,
  officer: DeskOfficer,
  subject: HeldSubject,
  { nameOnPapers = '' }: AskedRemedy,
): Promise<Result<undefined, RemedyRefusal>> {
  const { accountId, personId, found } = subject;
  if ((await restsOnPapers(services, subject)) && (await lacksName(services, subject, nameOnPapers)))
    return refused({ kind: 'no-name' });
  const taken = await takePapers(services, officer, subject);
  if (!taken.ok) return taken;
  const of = { accountId, personId, caseNumber: found.caseNumber };
  const compared = await compareName(services, officer, of, nameOnPapers);
  return compared.ok ? compared : refused({ kind: compared.refusal });
}

/** The check that this officer made lately, with what the remedy needs beside it. */
async function passedCheck(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  kind: RemedyName,
): Promise<Result<{ readonly called: boolean }, RemedyRefusal>> {
  const check = await identityCheck(services, officer, caseId);
  if (check?.state !== 'passed') return refused({ kind: 'no-check' });
  const called = check.calledAt !== undefined;
  return remedies[kind].needs === 'check_and_call' && !called ? refused({ kind: 'no-call' }) : ok({ called });
}

/** What exactly is to be done, after a look at whether it can be. */
async function contentOf(
  services: DeskServices,
  { accountId, personId }: HeldSubject,
  { kind, authenticatorId, address }: AskedRemedy,
): Promise<Result<Record<string, string>, RemedyRefusal>> {
  if (await freezeOf(services.database, { accountId, personId: undefined }))
    return refused({ kind: 'frozen' });
  const state = await deskState(services, accountId);
  if (kind === 'reset_link' && !state.contacts.some(({ channel }) => channel === 'email'))
    return refused({ kind: 'nothing' });
  if (kind === 'lock_cap' && !state.passwordDisabled) return refused({ kind: 'nothing' });
  if (kind === 'last_factor' && state.factors.length === 0) return refused({ kind: 'nothing' });
  if (kind === 'factor') {
    const factor = state.factors.find((one) => one.authenticatorId === authenticatorId);
    if (!factor) return refused({ kind: 'nothing' });
    if (state.factors.length < 2) return refused({ kind: 'last' });
    return ok({ authenticatorId: factor.authenticatorId, method: factor.method });
  }
  // Whoever uses a slip types a member number and the birth date on the register.
  if (kind === 'slip' && personId === undefined) return refused({ kind: 'no-person' });
  if (kind !== 'contact') return ok({});
  const channel = address?.includes('@') ? 'email' : 'sms';
  const read = readAddress(services.keys, channel, address ?? '');
  if (!read || state.contacts.some((one) => one.address === read.address))
    return refused({ kind: 'address' });
  return ok({ channel, address: read.address });
}
