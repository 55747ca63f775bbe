import { documentsOf, type EvidenceDocument } from '#evidence';
import { fitsFamily, personDetails, type PersonDetails, revealNationalNumber, tellsBirth } from '#members';
import { type Executor, type KeyRing, seal, unseal } from '#platform';
import type { AskedCorrection, Correction } from './correction-types.ts';
import * as queries from './queries-corrections.ts';

export const contentPlace = (correctionId: string) => `privacy.correction.content/${correctionId}`;

export const sealAsked = (keys: KeyRing, correctionId: string, asked: AskedCorrection): Buffer =>
  seal(keys, 'case', contentPlace(correctionId), JSON.stringify(asked));

function askedIn(keys: KeyRing, { correction_id: id, content }: queries.CorrectionRow): AskedCorrection {
  if (content === null || content.length === 0) return { values: {}, reason: '' };
  return JSON.parse(unseal(keys, 'case', contentPlace(id), content).toString()) as AskedCorrection;
}

/** Without values and reason where it ended long ago, or its account is gone. */
export function correctionFrom(keys: KeyRing, row: queries.CorrectionRow): Correction {
  return {
    ...askedIn(keys, row),
    correctionId: row.correction_id,
    accountId: row.account_id,
    personId: row.person_id,
    state: row.state,
    fields: row.fields,
    caseId: row.case_id ?? undefined,
    caseNumber: row.case_number ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

/** The requests of an account, the newest first; at most 20 unless said. */
export async function correctionsOf(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
  limit = 20,
): Promise<Correction[]> {
  return (await queries.correctionsOf(executor, accountId, limit)).map((row) => correctionFrom(keys, row));
}

/** The one request of an account that is not over, a draft too. */
export async function openCorrectionOf(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
): Promise<Correction | undefined> {
  return (await correctionsOf(executor, keys, accountId)).find(({ endedAt }) => !endedAt);
}

/** Whether a case ends by a decision that was not taken yet: on a correction, a copy, a limitation, a deletion. */
export async function waitsForDecision(executor: Executor, caseId: string): Promise<boolean> {
  return (await queries.waits(executor, caseId)).waits;
}

/** What evidence for one is handed in under. */
export const subjectOf = (correctionId: string) => ({ kind: 'correction', id: correctionId }) as const;

export type CorrectionView = {
  readonly correction: Correction;
  readonly documents: readonly EvidenceDocument[];
  /** What the register says now. */
  readonly register: PersonDetails | undefined;
  /** The NIK, as it is to be, tells another birth date: worth a look, and never a refusal. */
  readonly birthDiffers: boolean;
  /** The family is no longer recorded as the request says: it cannot be made so. */
  readonly familyDiffers: boolean;
};

/** One request of the account; undefined when it is not there or another's. */
export async function correctionView(
  executor: Executor,
  keys: KeyRing,
  accountId: string,
  correctionId: string,
): Promise<CorrectionView | undefined> {
  const row = await queries.correctionById(executor, correctionId);
  return row?.account_id === accountId ? viewOf(executor, keys, row) : undefined;
}

export async function viewOf(
  executor: Executor,
  keys: KeyRing,
  row: queries.CorrectionRow,
): Promise<CorrectionView> {
  const correction = correctionFrom(keys, row);
  const register = await personDetails(executor, keys, correction.personId);
  const documents = await documentsOf(executor, subjectOf(correction.correctionId));
  const { birthDate, nationalNumber } = correction.values;
  const touches = birthDate !== undefined || nationalNumber !== undefined;
  const number =
    nationalNumber ?? (touches && (await revealNationalNumber(executor, keys, correction.personId)));
  const birthDiffers =
    register !== undefined &&
    typeof number === 'string' &&
    !tellsBirth(number, birthDate ?? register.birthDate, register.sex);
  const { family = [] } = correction.values;
  const familyDiffers = !correction.endedAt && !fitsFamily(register?.family ?? [], family);
  return { correction, documents, register, birthDiffers, familyDiffers };
}
