export { answerClaim } from './answer-claim.ts';
export { accountById, accountBySubject } from './accounts.ts';
export { attemptLifeSeconds, attemptState } from './attempt.ts';
export { askToRegister, claimAskedTask, claimLifeSeconds, type ClaimRefusal } from './claim.ts';
export { askForClaimCode, type ClaimCodeRefusal, readCode, verifyClaimCode } from './claim-code.ts';
export {
  addClaimContact,
  claimContactsEnough,
  confirmClaimContact,
  type ContactRefusal,
  dropClaimContact,
  keepRegisterContact,
  sendContactCode,
} from './claim-contacts.ts';
export { claimJourney, type ClaimState } from './claim-journey.ts';
export { type ClaimView, claimView } from './claim-view.ts';
export { type CodeView, codeView } from './code-page.ts';
export { type NewAccount, createAccount, isIdentifierTaken } from './create-account.ts';
export { openFaceSession, useFaceSession } from './face-session.ts';
export { type FinishedSignIn, takeFinishedSignIn } from './finish-sign-in.ts';
export { forgetOldSignIns } from './housekeeping.ts';
export type { SendRefusal } from './issue-code.ts';
export { importAccounts } from './import-accounts.ts';
export { type AttemptState, journey } from './journey.ts';
export { openClaimedAccount, type OpenRefusal } from './open-claimed-account.ts';
export { type Origin, originOf } from './origin.ts';
export { sendPasswordClosedNotice } from './password-closed-notice.ts';
export { followsPasswordRule } from './password-rule.ts';
export { passwordClosedTask } from './refuse-sign-in.ts';
export { sendCode } from './send-code.ts';
export { endSession, sessionEndedTask, useSession } from './session.ts';
export { type SignInRefusal, type SignInRequest, type SignInStep, signIn } from './sign-in.ts';
export type { Acr, SecondFactorMethod } from './strength.ts';
export {
  officerRoles,
  type AccountProfile,
  type AccountServices,
  type LiveSession,
  type MemberRegister,
  type Outbox,
  type Role,
} from './types.ts';
export { type CodeRefusal, verifyCode } from './verify-code.ts';
