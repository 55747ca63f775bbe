import { record } from '#activity';
import { cleanWords } from '#cases';
import { ok, refused, type Result } from '#kernel';
import {
  type CaseRefusal,
  decide,
  type DecideRefusal,
  type DeskOfficer,
  type DeskServices,
  propose,
  proposalsOf,
} from '#support';
import { heldMerging, isUnderWay, mergingKind, seenMerging } from './merging-desk.ts';
import { accountsOf, type MergingRefusal, type Pair, pairOf, whyNotMerged } from './merging-refusals.ts';

/** What the officer was shown that both records are one person's. */
export const mergingPapers = ['correction', 'identity_card', 'family_card', 'employer_letter'] as const;
export type MergingPaper = (typeof mergingPapers)[number];

export type ProposeMergingRefusal =
  | { readonly kind: CaseRefusal | 'no-other' | 'no-stays' | 'no-paper' | 'no-words' | 'over' }
  | { readonly kind: 'against'; readonly against: readonly MergingRefusal[] };

/** One officer proposes which record stays, with what was shown and why; another decides. */
export async function proposeMerging(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  asked: { readonly stays: string; readonly paper: MergingPaper | undefined; readonly why: string },
): Promise<Result<undefined, ProposeMergingRefusal>> {
  const held = await heldMerging(services, officer, caseId);
  if (!held.ok) return refused({ kind: held.refusal });
  const { persons, found } = held.value;
  const gone = persons.find((personId) => personId !== asked.stays);
  if (persons.length < 2) return refused({ kind: 'no-other' });
  if (!persons.includes(asked.stays) || gone === undefined) return refused({ kind: 'no-stays' });
  // The documents of a correction are there only where the case came from one.
  const isShown = asked.paper !== 'correction' || found.details['correction'] !== undefined;
  if (asked.paper === undefined || !isShown) return refused({ kind: 'no-paper' });
  const why = cleanWords(asked.why).slice(0, 500);
  if (why === '') return refused({ kind: 'no-words' });
  const now = services.clock.now();
  const pair = { gone, stays: asked.stays };
  const against = await whyNotMerged(services.database, pair, now);
  if (against.length > 0) return refused({ kind: 'against', against });
  if (await isUnderWay(services, caseId, now)) return refused({ kind: 'over' });
  await services.database.transaction(async (tx) => {
    await propose(
      services,
      tx,
      {
        kind: mergingKind,
        caseId,
        accountId: (await accountsOf(tx, pair)).stays,
        personId: pair.stays,
        content: { ...pair, paper: asked.paper ?? '', why },
        askedBy: officer.officerId,
        needsSecond: true,
        now,
      },
      true,
    );
    await recordStep(services, tx, officer, pair, { event: 'remedy_proposed', case: found.caseNumber });
  });
  return ok(undefined);
}

/**
 * Another officer agrees, and the wait begins; or does not. Never on the own record, never on the own proposal. `shown`: the
 * proposal that the page showed, so that nothing else is agreed to.
 */
export async function decideMerging(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  approved: boolean,
  shown?: string,
): Promise<Result<undefined, DecideRefusal>> {
  const { database, keys } = services;
  const now = services.clock.now();
  const [proposal] = (await proposalsOf(database, keys, caseId)).filter(({ kind }) => kind === mergingKind);
  if (!proposal) return refused('unknown');
  if (shown !== undefined && shown !== proposal.proposalId) return refused('over');
  const pair = pairOf(proposal);
  const seen = await seenMerging(services, officer, caseId);
  if (!seen.ok) return refused(seen.refusal === 'own' ? 'own' : 'unknown');
  // What the page shows side by side is what is agreed to.
  if (![pair.gone, pair.stays].every((one) => seen.value.persons.includes(one))) return refused('over');
  const { proposalId } = proposal;
  const { officerId } = officer;
  return database.transaction(async (tx): Promise<Result<undefined, DecideRefusal>> => {
    const decided = await decide(services, tx, { proposalId, officerId, approved, byJob: true, now });
    if (!decided.ok) return decided;
    await recordStep(services, tx, officer, pair, { event: approved ? 'remedy_approved' : 'remedy_refused' });
    return ok(undefined);
  });
}

async function recordStep(
  services: DeskServices,
  tx: Parameters<typeof record>[0],
  { officerId }: DeskOfficer,
  pair: Pair,
  step: {
    readonly event: 'remedy_proposed' | 'remedy_approved' | 'remedy_refused';
    readonly case?: string;
  },
): Promise<void> {
  const accounts = await accountsOf(tx, pair);
  for (const side of ['gone', 'stays'] as const) {
    const accountId = accounts[side];
    await record(tx, {
      event: step.event,
      actor: { kind: 'officer', accountId: officerId },
      accountId,
      personId: pair[side],
      at: services.clock.now(),
      details: { remedy: mergingKind, ...(step.case ? { case: step.case } : {}) },
    });
  }
}
