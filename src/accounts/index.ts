export { accountById, accountBySubject } from './accounts.ts';
export { attemptLifeSeconds, attemptState } from './attempt.ts';
export { type ConfirmRefusal, confirmByPassword, isConfirmed, markConfirmed } from './confirm-identity.ts';
export { type CodeView, codeView } from './code-page.ts';
export { type NewAccount, createAccount, isIdentifierTaken } from './create-account.ts';
export { openFaceSession, useFaceSession } from './face-session.ts';
export { type FinishedSignIn, takeFinishedSignIn } from './finish-sign-in.ts';
export { forgetOldSignIns } from './housekeeping.ts';
export type { SendRefusal } from './issue-code.ts';
export { type AttemptState, journey } from './journey.ts';
export { type Origin, deviceCookie, originOf } from './origin.ts';
export {
  type ForgottenBy,
  type KnownDevice,
  forgetAllKnownDevices,
  forgetKnownDevice,
  isKnownDevice,
  knownDevicesOf,
} from './known-device.ts';
export { sendPasswordClosedNotice } from './password-closed-notice.ts';
export { sendPasswordDisabledNotice } from './password-disabled-notice.ts';
export { followsPasswordRule } from './password-rule.ts';
export { passwordClosedTask, passwordDisabledTask } from './refuse-sign-in.ts';
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
