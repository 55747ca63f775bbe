import type { CorrectedValues } from '#members';
import type { CorrectionState } from './correction-journey.ts';

/** What can be asked to be corrected, by the name of the column. */
export const correctionFields = ['full_name', 'birth_date', 'national_number', 'family'] as const;
export type CorrectionField = (typeof correctionFields)[number];

/** What the member says is right, and why. */
export type AskedCorrection = { readonly values: CorrectedValues; readonly reason: string };

/** A request as its member knows it. */
export type Correction = AskedCorrection & {
  readonly correctionId: string;
  /** Empty once the account is deleted, which waits for the end of this. */
  readonly accountId: string;
  readonly personId: string;
  readonly state: Exclude<CorrectionState, 'none'>;
  readonly fields: readonly CorrectionField[];
  readonly caseId: string | undefined;
  readonly caseNumber: string | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
  /** Until when it has to be decided (UU 27/2022, Article 30). */
  readonly dueAt: Date | undefined;
  readonly endedAt: Date | undefined;
};

/** In characters. */
export const longestReason = 500;
export const longestName = 200;
/** In one request. */
export const mostFamilyChanges = 12;
