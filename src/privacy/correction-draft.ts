import { type AccountServices, isHeldBack } from '#accounts';
import { addDocument, type AddRefusal, removeDocument, removeDocumentsOf } from '#evidence';
import { newId, ok, refused, type Result } from '#kernel';
import { personDetails, revealNationalNumber } from '#members';
import { inChunks, type UploadedFile } from '#platform';
import { take } from '#throttle';
import { openCorrectionOf, sealAsked, subjectOf } from './correction-reads.ts';
import type { AskedCorrection, CorrectionField } from './correction-types.ts';
import * as queries from './queries-corrections.ts';

/** Who asks, and from where. */
export type AskingMember = {
  readonly accountId: string;
  readonly personId: string;
  readonly address: string;
  readonly userAgent: string;
};

export type DraftRefusal =
  /** Nothing is asked to be changed. */
  | 'nothing'
  /** What is asked for stands on the register already. */
  | 'same'
  /** Another request of the account is not over. */
  | 'open'
  /** A recovery of the account waits, or its contacts are held: nobody has proven enough. */
  | 'read-only';

/** Keeps what was typed, so that no broken connection or upload loses it; again, it replaces what was kept. */
export async function saveCorrectionDraft(
  services: AccountServices,
  member: AskingMember,
  asked: AskedCorrection,
): Promise<Result<{ readonly correctionId: string }, DraftRefusal>> {
  const { database, keys, clock } = services;
  const now = clock.now();
  if (await isHeldBack(database, member.accountId, now)) return refused('read-only');
  const fields = fieldsOf(asked);
  if (fields.length === 0) return refused('nothing');
  if (await isSame(services, member.personId, asked)) return refused('same');
  const correctionId = newId(now);
  const added = await queries.insertDraft(database, {
    correction_id: correctionId,
    account_id: member.accountId,
    person_id: member.personId,
    content: sealAsked(keys, correctionId, asked),
    fields,
    created_at: now,
  });
  if (added > 0) return ok({ correctionId });
  const alive = await openCorrectionOf(database, keys, member.accountId);
  if (alive?.state !== 'draft') return refused('open');
  const content = sealAsked(keys, alive.correctionId, asked);
  const changed = await queries.updateDraft(database, alive.correctionId, content, fields);
  return changed > 0 ? ok({ correctionId: alive.correctionId }) : refused('open');
}

function fieldsOf({ values }: AskedCorrection): CorrectionField[] {
  return [
    ...(values.fullName === undefined ? [] : (['full_name'] as const)),
    ...(values.birthDate === undefined ? [] : (['birth_date'] as const)),
    ...(values.nationalNumber === undefined ? [] : (['national_number'] as const)),
    ...(values.family === undefined || values.family.length === 0 ? [] : (['family'] as const)),
  ];
}

async function isSame(
  { database, keys }: AccountServices,
  personId: string,
  { values }: AskedCorrection,
): Promise<boolean> {
  if ((values.family ?? []).length > 0) return false;
  const now = await personDetails(database, keys, personId);
  const number = await revealNationalNumber(database, keys, personId);
  return (
    (values.fullName ?? now?.fullName) === now?.fullName &&
    (values.birthDate ?? now?.birthDate) === now?.birthDate &&
    (values.nationalNumber ?? number) === number
  );
}

const takesEvidence: readonly string[] = ['draft', 'needs_more'];

/** Adds a document to a request that was not sent, or that needs more; at most EVIDENCE_PER_DAY of an account are looked at. */
export async function addEvidence(
  services: AccountServices,
  member: AskingMember,
  correctionId: string,
  file: UploadedFile,
): Promise<Result<undefined, AddRefusal | 'too-many-today'>> {
  const { database, clock } = services;
  const taken = await take(database, services, 'evidence_uploads_day', member.accountId, clock.now());
  if (!taken.allowed) return refused('too-many-today');
  return addDocument(services, { ...member, subject: subjectOf(correctionId), file }, async (tx) => {
    const row = await queries.lockCorrection(tx, correctionId);
    return row?.account_id === member.accountId && takesEvidence.includes(row.state);
  });
}

/** Takes a document back from a request that was never sent; false where it was not there, or counts already. */
export function removeEvidence(
  { database }: AccountServices,
  member: AskingMember,
  correctionId: string,
  documentId: string,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const row = await queries.lockCorrection(tx, correctionId);
    if (row?.account_id !== member.accountId || row.state !== 'draft') return false;
    return removeDocument(tx, subjectOf(correctionId), documentId);
  });
}

const dayMs = 86_400_000;
const mostDrafts = 500;

/**
 * Deletes what was begun long ago and never sent, with its documents, and empties what ended EVIDENCE_KEEP_DAYS ago. One draft
 * that cannot be deleted leaves the others alone. A job calls it; it throws in the end, so that somebody looks.
 */
export async function forgetOldDrafts({
  database,
  config,
  clock,
}: Pick<AccountServices, 'database' | 'config' | 'clock'>): Promise<void> {
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs);
  const ended = daysAgo(config.EVIDENCE_KEEP_DAYS);
  await inChunks((limit) => queries.emptyEnded(database, ended, limit));
  const drafts = await queries.oldDrafts(database, daysAgo(config.CORRECTION_DRAFT_DAYS), mostDrafts);
  const problems: unknown[] = [];
  for (const { correction_id: id } of drafts)
    try {
      await database.transaction(async (tx) => {
        if ((await queries.deleteDraft(tx, id)) > 0) await removeDocumentsOf(tx, subjectOf(id));
      });
    } catch (problem) {
      problems.push(problem);
    }
  if (problems.length > 0)
    throw new AggregateError(problems, `${problems.length} old drafts are still there`);
}
