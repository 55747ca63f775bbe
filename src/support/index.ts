/** Whom officers look for, what they look at and why, and what they do for a member: cases, checks, remedies. */
export { caseOfNumber, findByNumber, type FoundNumber } from './case-numbers.ts';
export {
  answerInCase,
  caseForDesk,
  type CaseRefusal,
  heldCase,
  isUndecidedNotice,
  readCase,
  type SettleRefusal,
  settleCase,
  takeUpCase,
} from './case-work.ts';
export { forgetOldEvidence } from './forget-evidence.ts';
export { type DeskOfficer, type DeskServices, isHiddenFrom, supervises, worksOnCases } from './officer.ts';
export {
  alarmsSince,
  type LimitReached,
  type OfficerAlarm,
  refusedBy,
  takeOfficerLimit,
} from './officer-limits.ts';
export {
  type Look,
  lookFor,
  lookReasons,
  type LookReason,
  type LookRefusal,
  longestWords,
  openLook,
  readReason,
  recentLooks,
} from './look.ts';
export { type Explanation, explainSignIn, explainTyped, type GateResult } from './explain.ts';
export type { SearchKind } from './find-subject.ts';
export { type GateName, gates } from './gates.ts';
export { advice, type AdviceName } from './advice.ts';
export { type MaskedMember, maskedMember } from './masked-member.ts';
export { type FoundMember, foundBy, isOwn, type SearchRefusal, searchMember } from './search.ts';
export type { Officer, SupportServices } from './types.ts';
export { applyDeathStep, applyProposal, printApprovedSlip, type PrintRefusal } from './apply-remedy.ts';
export {
  applyProposalTask,
  decide,
  type DecideRefusal,
  noteOutcome,
  type Proposal,
  proposalById,
  propose,
  proposalsOf,
  takeApproved,
  waitingProposals,
} from './approvals.ts';
export { decideOnRecord, proposeOnRecord } from './on-record.ts';
export {
  answerIdentity,
  askIdentity,
  type DeskRefusal,
  identityCheck,
  type IdentityCheck,
  noteCallBack,
} from './identity-check.ts';
export { asksNameAgain, decideRemedy } from './decide-remedy.ts';
export { asksNameOnPapers, otherPapers, picturePapers, readPapers, restsOnPapers } from './papers.ts';
export {
  byPapers,
  isRemedy,
  proposeRemedy,
  remedies,
  type RemedyName,
  type RemedyRefusal,
} from './remedies.ts';
export { sealedColumns as sealedSupportColumns } from './keyed-columns.ts';
export { forgetOldDesk } from './forget-old-desk.ts';
export { forgetWordsAbout } from './forget-words.ts';
export { applyDeathStepTask, type DeathStep, deathSteps, isDeathStep } from './death-acts.ts';
export {
  employerAnswers,
  employerNotes,
  type EmployerNote,
  type ExitProblem,
  exitRefusals,
  missingForExit,
  noteEmployerAnswer,
  recordNoticedExit,
  refuseNoticedExit,
} from './exit-notice.ts';
export {
  deathCalls,
  deathDocuments,
  type DeathRefusal,
  decideDeathStep,
  type HeldDeath,
  heldDeath,
  isVerified,
  proposeDeathStep,
} from './reported-death.ts';
export { type PayerRefusal, type RefundPayer, showRefundPayer } from './refund-payer.ts';
export { matchDeathReport, proposeDeathMatch } from './match-death.ts';
