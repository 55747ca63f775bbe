export { type AskRefusal, askAgain, askForReset, sendResetTask } from './ask-reset.ts';
export { attemptLifeSeconds, attemptState, isOnlyMailboxLeft } from './attempt.ts';
export { accountById, accountBySubject, rolesOf } from './accounts.ts';
export { changePassword, type ChangePasswordRefusal, ownDataOf } from './change-password.ts';
export { checkPassword, type PasswordFault, type PasswordVerdict } from './check-password.ts';
export { finishCheckUp, isCheckUpDue } from './check-up.ts';
export { type ConfirmRefusal, confirmByPassword, isConfirmed, markConfirmed } from './confirm-identity.ts';
export { type CodeView, codeView } from './code-page.ts';
export { type NewAccount, createAccount, isIdentifierTaken } from './create-account.ts';
export { type FinishRefusal, finishRecovery, takeWaitedReset } from './finish-recovery.ts';
export { learnTimeZone } from './learn-time-zone.ts';
export { openFaceSession, peekFaceSession, useFaceSession } from './face-session.ts';
export {
  beginContactChange,
  confirmContactChange,
  type ContactRefusal,
  resendContactCode,
  waitingContactChange,
} from './change-contact.ts';
export { stopContactChange, stoppableChange, type StoppableChange } from './contact-stop.ts';
export { contactsOf, type ContactView } from './contacts.ts';
export { removeContact, type RemoveRefusal } from './remove-contact.ts';
export { contactsFrozenUntil, disown, type Disowned } from './disown.ts';
export { type FinishedSignIn, takeFinishedSignIn } from './finish-sign-in.ts';
export { forgetOldSignIns } from './housekeeping.ts';
export type { SendRefusal } from './issue-code.ts';
export { type AttemptState, journey } from './journey.ts';
export { type Origin, originOf } from './origin.ts';
export { sendPasswordClosedNotice } from './password-closed-notice.ts';
export { followsPasswordRule } from './password-rule.ts';
export { passwordClosedTask } from './refuse-sign-in.ts';
export { isReadOnly } from './read-only.ts';
export { recoveryOfStopLink, stopRecovery } from './recovery.ts';
export { type NewAddressRefusal, sendRecoveryCode } from './recovery-contact.ts';
export { recoveryJourney, recoveryLadder } from './recovery-journey.ts';
export { goRoundRecoveries } from './recovery-rounds.ts';
export {
  openCaseByLink,
  openCaseByRequest,
  recoveryLinkState,
  type StartRefusal,
  startRecovery,
} from './recovery-start.ts';
export { type RecoveryView, recoveryByToken, recoveryOf } from './recovery-view.ts';
export { type ResetCodeRefusal, type ResetCodeStep, enterResetCode } from './reset-code.ts';
export { isResetLinkAlive, resetPassword, type ResetRefusal } from './reset-password.ts';
export { type ResetView, resetView } from './reset-view.ts';
export {
  forgetRememberedBrowsers,
  type RememberedBrowser,
  rememberedBrowsersOf,
} from './remembered-browsers.ts';
export { endOneSession, endOtherSessions, liveSessionsOf, type SessionView } from './session-list.ts';
export { sendCode } from './send-code.ts';
export { sendReset } from './send-reset.ts';
export { endSession, peekSession, sessionEndedTask, useSession } from './session.ts';
export { settleLanguage } from './settle-language.ts';
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
