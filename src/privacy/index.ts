/** The member's rights over data: who was touched by a breach, requests to correct the register. */
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
export {
  addEvidence,
  type AskingMember,
  type DraftRefusal,
  forgetOldDrafts,
  removeEvidence,
  saveCorrectionDraft,
} from './correction-draft.ts';
export { correctionJourney, type CorrectionState } from './correction-journey.ts';
export { correctionsOf, correctionView, type CorrectionView } from './correction-reads.ts';
export { sendCorrection, type SendRefusal, withdrawCorrection } from './correction-send.ts';
export {
  type AskedCorrection,
  type Correction,
  type CorrectionField,
  correctionFields,
  longestName,
  longestReason,
} from './correction-types.ts';
export { listTouched, type TouchedBy, type TouchedMember, type TouchedServices } from './touched.ts';
