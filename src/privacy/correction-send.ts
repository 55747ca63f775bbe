import { type AccountServices, isFullyConfirmed, isHeldBack, type LiveSession, notifyOwner } from '#accounts';
import { record } from '#activity';
import { cleanWords, closeCase, openCase, writeAsMember } from '#cases';
import { documentsOf, letDocumentsGo, removeDocumentsOf } from '#evidence';
import { ok, refused, type Result } from '#kernel';
import { isNumberOfAnother } from '#members';
import { formatInstant, type Transaction } from '#platform';
import type { AskingMember } from './correction-draft.ts';
import { correctionFrom, subjectOf } from './correction-reads.ts';
import type { Correction } from './correction-types.ts';
import * as queries from './queries-corrections.ts';

export type SendRefusal =
  /** No such request of this account. */
  | 'unknown'
  /** There is no document with it. */
  | 'no-document'
  /** The holder of the session has to show again who they are. */
  | 'confirm'
  /** A recovery of the account waits, or its contacts are held: nobody has proven enough. */
  | 'read-only'
  /** It stands where nothing can be sent, or taken back. */
  | 'over';

/**
 * Sends a request, or sends it again when more was asked for: it becomes a case, and the legal clock of 3 × 24 hours begins
 * (UU 27/2022, Article 30). Asks for a session that confirmed recently who holds it. Sent again at once, it is one case.
 */
export async function sendCorrection(
  services: AccountServices,
  member: AskingMember,
  session: LiveSession,
  sent: { readonly correctionId: string; readonly words: string },
): Promise<Result<{ readonly caseNumber: string }, SendRefusal>> {
  const { database, keys, clock } = services;
  if (await isHeldBack(database, member.accountId, clock.now())) return refused('read-only');
  if (!(await isFullyConfirmed(services, session))) return refused('confirm');
  return database.transaction(async (tx): Promise<Result<{ readonly caseNumber: string }, SendRefusal>> => {
    const row = await queries.lockCorrection(tx, sent.correctionId);
    if (row?.account_id !== member.accountId) return refused('unknown');
    if (row.state === 'sent' && row.case_number !== null) return ok({ caseNumber: row.case_number });
    if (row.state !== 'draft' && row.state !== 'needs_more') return refused('over');
    const documents = await documentsOf(tx, subjectOf(sent.correctionId));
    if (documents.length === 0) return refused('no-document');
    return ok(await send(services, tx, member, correctionFrom(keys, row), cleanWords(sent.words)));
  });
}

async function send(
  services: AccountServices,
  tx: Transaction,
  member: AskingMember,
  correction: Correction,
  words: string,
): Promise<{ readonly caseNumber: string }> {
  const { keys, config, clock } = services;
  const now = clock.now();
  const { correctionId, values, reason } = correction;
  const { nationalNumber } = values;
  const numberTaken =
    nationalNumber !== undefined && (await isNumberOfAnother(tx, keys, member.personId, nationalNumber));
  const opened = await openCase(tx, {
    kind: 'correction',
    accountId: member.accountId,
    personId: member.personId,
    about: correctionId,
    details: { correction: correctionId },
    now,
  });
  if (numberTaken) await openMergingCase(tx, { personId: member.personId, correctionId, now });
  await writeAsMember(tx, keys, { caseId: opened.caseId, words: words || reason, now });
  const dueAt = new Date(now.getTime() + config.CORRECTION_SECONDS * 1000);
  await queries.markSent(tx, correctionId, { ...opened, numberTaken, now, dueAt });
  await record(tx, {
    event: 'correction_sent',
    actor: { kind: 'member', accountId: member.accountId },
    ...whoseAndWhere(member),
    at: now,
    details: { case: opened.caseNumber },
  });
  await notifyOwner(services, tx, {
    accountId: member.accountId,
    template: 'correction_sent',
    parameters: (language, timeZone) => ({
      case_number: opened.caseNumber,
      until: formatInstant(dueAt, language, timeZone),
    }),
    now,
  });
  return { caseNumber: opened.caseNumber };
}

/** One NIK, two people: the desk has to find out who is who. It is no account's case, so that nobody is told of it. */
export async function openMergingCase(
  tx: Transaction,
  {
    personId,
    correctionId,
    now,
  }: { readonly personId: string; readonly correctionId: string; readonly now: Date },
): Promise<void> {
  await openCase(tx, {
    kind: 'merging',
    personId,
    about: correctionId,
    details: { correction: correctionId },
    now,
  });
}

const whoseAndWhere = ({ accountId, personId, address, userAgent }: AskingMember) => ({
  accountId,
  personId,
  address,
  userAgent,
});

/** The member takes a request back: a draft is gone with its documents; what was sent ends, and stays on the case page. */
export async function withdrawCorrection(
  services: AccountServices,
  member: AskingMember,
  correctionId: string,
): Promise<Result<'deleted' | 'withdrawn', 'unknown' | 'over'>> {
  const { database, clock, config } = services;
  const now = clock.now();
  return database.transaction(async (tx): Promise<Result<'deleted' | 'withdrawn', 'unknown' | 'over'>> => {
    const row = await queries.lockCorrection(tx, correctionId);
    if (row?.account_id !== member.accountId) return refused('unknown');
    if ((await queries.deleteDraft(tx, correctionId)) > 0) {
      await removeDocumentsOf(tx, subjectOf(correctionId));
      return ok('deleted');
    }
    if ((await queries.endCorrection(tx, correctionId, 'withdrawn', now)) === 0) return refused('over');
    await closeCase(tx, row.case_id ?? '', now);
    await letDocumentsGo(tx, config, subjectOf(correctionId), now);
    await record(tx, {
      event: 'correction_withdrawn',
      actor: { kind: 'member', accountId: member.accountId },
      ...whoseAndWhere(member),
      at: now,
      details: { case: row.case_number ?? '' },
    });
    return ok('withdrawn');
  });
}
