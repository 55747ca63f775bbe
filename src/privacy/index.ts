/** The member's rights over data: copy, limitation, deletion, consents, requests to correct the register, and who was touched by a breach. */
export { changeHomeAddress, type HomeRefusal, longestAddress } from './change-address.ts';
export { consentsOf, withdrawConsent } from './consents.ts';
export { copyShape, copyVersion, type DataCopy } from './copy-shape.ts';
export { askForDeletion, type AskedDeletion, deletedThings, keptThings } from './deletion-ask.ts';
export { type DeletionRefusal, deletionRefusals, whyNotDeleted } from './deletion-refusals.ts';
export { eraseOne, goRoundDeletions, reminderDays } from './deletion-run.ts';
export { askForCopy, type CopyRefusal, isStuck } from './export-ask.ts';
export { makeExport, makeExportTask } from './export-make.ts';
export {
  type ExportFormat,
  forgetOldCopies,
  takeCopy,
  type WaitingFile,
  waitingFiles,
} from './export-take.ts';
export { deletionStopped, keepable, keepAccount, keepByCode, type Kept } from './keep-account.ts';
export {
  askForLimitation,
  decideLimitation,
  goesOnWhileLimited,
  liftOwnLimitation,
  stopsWhileLimited,
} from './limitation.ts';
export { currentRequest, openRequests, requestById, requestsOf } from './requests.ts';
export { carryOutCorrection, carryOutCorrectionTask, handOnCorrection } from './correction-carry-out.ts';
export {
  correctionKind,
  type CorrectionOutcome,
  correctionOutcomes,
  decideCorrection,
  type DecideCorrectionRefusal,
  proposeCorrection,
  type ProposeCorrectionRefusal,
} from './correction-decide.ts';
export {
  correctionForDesk,
  type DeskCorrection,
  openEvidence,
  type WaitingCorrection,
  waitingCorrections,
} from './correction-desk.ts';
export { addFamilyChange, type FamilyAskRefusal } from './correction-family.ts';
export {
  addEvidence,
  type AskingMember,
  type DraftRefusal,
  forgetOldDrafts,
  removeEvidence,
  saveCorrectionDraft,
} from './correction-draft.ts';
export { correctionJourney, type CorrectionState } from './correction-journey.ts';
export {
  correctionsOf,
  correctionView,
  type CorrectionView,
  openCorrectionOf,
  waitsForDecision,
} from './correction-reads.ts';
export { sendCorrection, type SendRefusal, withdrawCorrection } from './correction-send.ts';
export {
  type AskedCorrection,
  type Correction,
  type CorrectionField,
  correctionFields,
  longestName,
  longestReason,
} from './correction-types.ts';
export {
  type DeskMerging,
  findOtherRecord,
  mergingForDesk,
  mergingKind,
  openMerging,
  type OtherRefusal,
} from './merging-desk.ts';
export { type JoinRefusal, joinRecords } from './merging-join.ts';
export {
  decideMerging,
  mergingPapers,
  proposeMerging,
  type ProposeMergingRefusal,
} from './merging-propose.ts';
export { type MergingRefusal, mergingRefusals, whyNotMerged } from './merging-refusals.ts';
export { beginMerging, beginMergingTask, goRoundMergings, handOnMerging } from './merging-run.ts';
export type { MergingSide } from './merging-side.ts';
export { stoppableMerging, stopMergingByCode, waitingMergingOf } from './merging-stop.ts';
export { listTouched, type TouchedBy, type TouchedMember, type TouchedServices } from './touched.ts';
export {
  type Asker,
  type DataRequest,
  type LimitationGround,
  limitationGrounds,
  type PrivacyServices,
  type RequestKind,
  type RequestState,
} from './types.ts';
export { fileWageReport, type WageReport, wageReportOf, type WageReportRefusal } from './wage-report.ts';
export {
  addCaseEvidence,
  caseDocuments,
  type CaseEvidenceRefusal,
  checkCaseEvidence,
  openCaseEvidence,
} from './case-evidence.ts';
export { sealedColumns as sealedPrivacyColumns } from './keyed-columns.ts';
