import { type AccountServices, accountSubject, holdAccounts, mergeAccount, renameOwner } from '#accounts';
import { answerCase, caseById, closeCase, giveCaseToAccount, moveCasesOf } from '#cases';
import { letDocumentsGo } from '#evidence';
import { findPersonByNationalNumber, personDetails } from '#members';
import { addJob, type Logger, type Transaction, translatorFor } from '#platform';
import { withdrawService } from '#sso';
import { noteOutcome, proposalById, takeApproved } from '#support';
import { correctionFrom, subjectOf } from './correction-reads.ts';
import { joinRecords } from './merging-join.ts';
import { mergingKind } from './merging-desk.ts';
import { accountsOf, pairOf, whyNotMerged } from './merging-refusals.ts';
import { recordOnBoth, tellOfEnd, tellOfWait } from './merging-tell.ts';
import * as corrections from './queries-corrections.ts';
import * as queries from './queries-merging.ts';

/** Task name of the job that begins the wait of what two officers decided. */
export const beginMergingTask = 'privacy.begin_merging';
const mergingsPerRound = 100;

type Payload = { readonly proposalId: string };

/** Of what was approved at the desk, hands a merging on to the job that waits while the records are read-only. */
export async function handOnMerging(
  { database, keys }: AccountServices,
  { proposalId }: Payload,
): Promise<void> {
  const found = await proposalById(database, keys, proposalId);
  if (found?.kind !== mergingKind) return;
  await database.transaction((tx) => addJob(tx, beginMergingTask, { proposalId }));
}

/** Begins the wait of DESK_WAIT_SECONDS, once, however often the job runs: every address is told, with a way to stop it. */
export async function beginMerging(services: AccountServices, { proposalId }: Payload): Promise<void> {
  const { database, config, clock } = services;
  const now = clock.now();
  await database.transaction(async (tx) => {
    const proposal = await takeApproved(services, tx, proposalId, now);
    if (proposal?.kind !== mergingKind) return;
    const pair = pairOf(proposal);
    const against = await whyNotMerged(tx, pair, now);
    if (against.length > 0) return noteOutcome(tx, proposalId, against[0] ?? 'nothing');
    const accounts = await accountsOf(tx, pair);
    const merging = {
      mergingId: proposalId,
      proposalId,
      caseId: proposal.caseId,
      caseNumber: (await caseById(tx, proposal.caseId))?.caseNumber ?? '',
      ...pair,
      endsAt: new Date(now.getTime() + config.DESK_WAIT_SECONDS * 1000),
    };
    const begun = await queries.insertMerging(tx, {
      ...merging,
      goneAccountId: accounts.gone,
      staysAccountId: accounts.stays,
      now,
    });
    await noteOutcome(tx, proposalId, begun > 0 ? 'done' : 'waiting');
    if (begun === 0) return;
    const told = { ...merging, goneAccountId: accounts.gone ?? null, staysAccountId: accounts.stays ?? null };
    const reader = accounts.stays ?? accounts.gone;
    if (reader !== undefined) await giveCaseToAccount(tx, merging.caseId, reader);
    await recordOnBoth(tx, told, { event: 'merging_waiting', actor: { kind: 'system' }, now });
    await tellOfWait(services, tx, told, now);
  });
}

/**
 * One round: what nobody stopped is done, each in one transaction with every condition looked at again. What came up
 * meanwhile ends it instead, for officers to look at; while a year is being closed it waits for the next round. One that
 * fails holds up no other; the round throws at its end.
 */
export async function goRoundMergings(
  services: AccountServices,
  log?: Pick<Logger, 'error'>,
): Promise<number> {
  const { database, clock } = services;
  const now = clock.now();
  const failed: unknown[] = [];
  let done = 0;
  for (const { mergingId } of await queries.dueMergings(database, now, mergingsPerRound))
    try {
      if (await database.transaction((tx) => finish(services, tx, mergingId, now))) done += 1;
    } catch (error) {
      if (error instanceof NotNow) continue;
      log?.error({ error }, 'two records could not be merged');
      failed.push(error);
    }
  await queries.deleteOldStops(database, new Date(now.getTime() - 86_400_000));
  if (failed.length > 0) throw failed[0];
  return done;
}

/** Rolls the transaction back: the year that is being closed is closed first. */
class NotNow extends Error {}

async function finish(
  services: AccountServices,
  tx: Transaction,
  mergingId: string,
  now: Date,
): Promise<boolean> {
  const merging = await queries.endMerging(tx, mergingId, 'done', now);
  if (!merging) return false;
  const accounts = await accountsOf(tx, merging);
  await holdAccounts(tx, [accounts.gone, accounts.stays]);
  const same =
    accounts.gone === (merging.goneAccountId ?? undefined) &&
    accounts.stays === (merging.staysAccountId ?? undefined);
  // Whoever opened an account meanwhile was not told, and could not stop it.
  const [against] = same ? await whyNotMerged(tx, merging, now, mergingId) : ['accounts_changed'];
  const joined = against ? undefined : await joinRecords(tx, { ...merging, now });
  if (joined && !joined.ok && joined.refusal === 'year_closing') throw new NotNow(mergingId);
  const refusal = against ?? (joined?.ok === false ? joined.refusal : undefined);
  if (refusal !== undefined) {
    await queries.noteRefused(tx, mergingId, refusal);
    await recordOnBoth(tx, merging, { event: 'merging_stopped', actor: { kind: 'system' }, now });
    await tellOfEnd(services, tx, merging, { how: 'stopped', closed: undefined, now });
    return false;
  }
  await joinAccounts(services, tx, merging, now);
  return true;
}

async function joinAccounts(
  services: AccountServices,
  tx: Transaction,
  merging: queries.MergingRow,
  now: Date,
): Promise<void> {
  const { gone, stays } = merging;
  const { accountId, became } = await mergeAccount(tx, { gone, stays, now });
  await moveCasesOf(tx, { gone, stays });
  await recordOnBoth(tx, merging, { event: 'records_merged', actor: { kind: 'system' }, now });
  const closed = became === 'closed' ? accountId : undefined;
  await tellOfEnd(services, tx, merging, { how: 'done', closed, now });
  await endCorrections(services, tx, merging, now);
  await corrections.moveCorrections(tx, gone, stays);
  const account = (await accountsOf(tx, { gone, stays })).stays;
  const person = await personDetails(tx, services.keys, stays);
  if (became === 'moved' && account && person) await renameOwner(tx, services.keys, account, person.fullName);
  const subject = closed && (await accountSubject(tx, closed));
  if (subject) await withdrawService(tx, subject);
  if (account) await giveCaseToAccount(tx, merging.caseId, account);
  await answer(services, tx, { ...merging, now }, 'done');
}

/** A request for the very NIK that the person has now is fulfilled; what else was asked for is decided as before. */
async function endCorrections(
  services: AccountServices,
  tx: Transaction,
  { gone, stays, proposalId }: queries.MergingRow,
  now: Date,
): Promise<void> {
  const { keys, config } = services;
  for (const row of await corrections.numberRequestsOf(tx, gone)) {
    const { correctionId, caseId, values } = correctionFrom(keys, row);
    if ((await findPersonByNationalNumber(tx, keys, values.nationalNumber ?? '')) !== stays) continue;
    if ((await corrections.endCorrection(tx, correctionId, 'merged', now)) === 0) continue;
    if (caseId !== undefined) await answer(services, tx, { caseId, proposalId, now }, 'correction');
    await letDocumentsGo(tx, config, subjectOf(correctionId), now);
  }
}

/** The outcome in a case, in the language of the member, and its end. */
async function answer(
  { keys }: AccountServices,
  tx: Transaction,
  of: { readonly caseId: string; readonly proposalId: string; readonly now: Date },
  what: 'done' | 'correction',
): Promise<void> {
  const { caseId, proposalId, now } = of;
  const officerId = (await proposalById(tx, keys, proposalId))?.decidedBy ?? '';
  const language = (await caseById(tx, caseId))?.language ?? 'id';
  const words = translatorFor(language)(`merging.answer.${what}`);
  await answerCase(tx, keys, { caseId, officerId, now }, words);
  await closeCase(tx, caseId, now);
}
