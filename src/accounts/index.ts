export { holdAccounts, type MergedAccount, mergeAccount } from './merge-account.ts';
export { type AlertReach, alertReach } from './alert-reach.ts';
export { answerClaim } from './answer-claim.ts';
export { askToRegister, claimAskedTask, claimLifeSeconds, type ClaimRefusal } from './claim.ts';
export { askForClaimCode, type ClaimCodeRefusal, readCode, verifyClaimCode } from './claim-code.ts';
export {
  addClaimContact,
  claimContactsEnough,
  confirmClaimContact,
  type ClaimContactRefusal,
  dropClaimContact,
  keepRegisterContact,
  sendContactCode,
} from './claim-contacts.ts';
export { claimJourney, type ClaimState } from './claim-journey.ts';
export { type ClaimView, claimView, registrationByNumber } from './claim-view.ts';
export { type AskRefusal, askAgain, askForReset, sendResetTask } from './ask-reset.ts';
export { attemptLifeSeconds, attemptState, isOnlyMailboxLeft } from './attempt.ts';
export { accountById, accountBySubject, newestAccount, rolesOf } from './accounts.ts';
export { chooseAtSignIn, type ChooseRefusal, newPasswordReason } from './choose-at-sign-in.ts';
export { changePassword, type ChangePasswordRefusal, ownDataOf } from './change-password.ts';
export { checkPassword, type PasswordFault, type PasswordVerdict } from './check-password.ts';
export { finishCheckUp, isCheckUpDue } from './check-up.ts';
export {
  type ConfirmRefusal,
  confirmByApp,
  confirmByPasskey,
  confirmByPassword,
  isConfirmed,
  isFullyConfirmed,
  lackedStrength,
  markConfirmed,
  mayConfirmBy,
} from './confirm-identity.ts';
export { readTypedCode } from './check-code.ts';
export type { PasskeyRefusal } from './check-passkey.ts';
export { type CodeView, codeView } from './code-page.ts';
export { type NewAccount, createAccount, isIdentifierTaken } from './create-account.ts';
export { type FinishRefusal, finishRecovery, takeWaitedReset } from './finish-recovery.ts';
export { learnTimeZone } from './learn-time-zone.ts';
export {
  openFaceSession,
  peekFaceSession,
  type SessionEnd,
  useFaceSession,
  whySessionEnded,
} from './face-session.ts';
export {
  beginContactChange,
  confirmContactChange,
  type ContactRefusal,
  resendContactCode,
  waitingContactChange,
} from './change-contact.ts';
export { stopContactChange, stoppableChange, type StoppableChange, takeStopTry } from './contact-stop.ts';
export { contactsOf, type ContactView } from './contacts.ts';
export { removeContact, type RemoveRefusal } from './remove-contact.ts';
export { confirmNumber } from './confirm-number.ts';
export type { AnswerRefusal, RegisterAnswer } from './stale-number.ts';
export { type ClosedServices, openClosedServices, sealClosedServices } from './closed-services.ts';
export { deviceName } from './device-name.ts';
export { contactsFrozenUntil, disown, type Disowned, showsSomebodyInside } from './disown.ts';
export { type FactorCodeView, factorCodeView } from './factor-code-page.ts';
export { type Factor, factorsOf, type FactorsView, type PossibleFactor } from './factors.ts';
export { accountOfIdentifier } from './find-account.ts';
export { type FinishedSignIn, takeFinishedSignIn } from './finish-sign-in.ts';
export { forgetOldSignIns } from './housekeeping.ts';
export { importAccounts } from './import-accounts.ts';
export { makeRecoveryCodes } from './recovery-codes.ts';
export type { SendRefusal } from './send-limits.ts';
export { type AttemptState, journey } from './journey.ts';
export {
  type ForgottenBy,
  type KnownDevice,
  forgetAllKnownDevices,
  forgetKnownDevice,
  isKnownDevice,
  knownDevicesOf,
} from './known-device.ts';
export { notifyOwner } from './notify-owner.ts';
export { openVisit } from './open-visit.ts';
export { openClaimedAccount, type OpenRefusal } from './open-claimed-account.ts';
export { type Origin, deviceCookie, originOf } from './origin.ts';
export { askForPasskey, newPasskeyOptions, type PasskeyAsking } from './passkey-options.ts';
export {
  addPasskey,
  type AddPasskeyRefusal,
  longestPasskeyName,
  type Passkey,
  passkeysOf,
  readPasskeyName,
  removePasskey,
  renamePasskey,
} from './passkeys.ts';
export { sendPasswordClosedNotice } from './password-closed-notice.ts';
export { sendPasswordDisabledNotice } from './password-disabled-notice.ts';
export { followsPasswordRule } from './password-rule.ts';
export { passwordClosedTask, passwordDisabledTask } from './refuse-sign-in.ts';
export { isHeldBack, isReadOnly, standsStill } from './read-only.ts';
export { compareHolders } from './same-holder.ts';
export { takeDownload } from './take-download.ts';
export { renameOwner } from './rename-owner.ts';
export { recoveryOfStopLink, stopRecovery, stopTokenOfCode } from './recovery.ts';
export { type NewAddressRefusal, sendRecoveryCode } from './recovery-contact.ts';
export { openRecoveryStates, recoveryJourney, recoveryLadder, recoveryWaits } from './recovery-journey.ts';
export { goRoundRecoveries } from './recovery-rounds.ts';
export {
  openCaseByLink,
  openCaseByRequest,
  recoveryLinkState,
  type StartRefusal,
  startRecovery,
} from './recovery-start.ts';
export { type RecoveryView, recoveryByToken, recoveryOf } from './recovery-view.ts';
export {
  confirmResetNumber,
  type ResetCodeRefusal,
  type ResetCodeStep,
  enterResetCode,
  isResetNumberDue,
} from './reset-code.ts';
export { isResetLinkAlive, resetPassword, type ResetRefusal } from './reset-password.ts';
export { type ResetView, resetView } from './reset-view.ts';
export { readAddress } from './contact-address.ts';
export { type DeskState, deskState } from './desk-state.ts';
export { sendDeskReset } from './desk-reset.ts';
export { beginDeskWait, dropLostFactors, liftLock, recoveryTokenOfDeskCode } from './desk-wait.ts';
export { type Freeze, freezeForDeath, freezeOf, liftFreeze } from './freeze.ts';
export { canObject, objectToFreeze } from './freeze-objection.ts';
export { printSlip, type PrintedSlip, type SlipRefusal, useSlip } from './slip.ts';
export {
  forgetRememberedBrowsers,
  type RememberedBrowser,
  rememberedBrowsersOf,
} from './remembered-browsers.ts';
export { endOneSession, endOtherSessions, liveSessionsOf, type SessionView } from './session-list.ts';
export { revokeSessions } from './revoke-sessions.ts';
export { sendCode } from './send-code.ts';
export { sessionSpan } from './queries-touched.ts';
export { joinTouched, type TouchedAccount, touchedAccounts, type TouchedCount } from './touched.ts';
export { sendReset } from './send-reset.ts';
export { endSession, peekSession, sessionEndedTask, useSession } from './session.ts';
export { signInByPasskey, verifyPasskey } from './sign-in-passkey.ts';
export { type SignInRefusal, type SignInRequest, type SignInStep, signIn } from './sign-in.ts';
export { claimCookie, enteringCookie, signInRegistered } from './sign-in-registered.ts';
export {
  type Acr,
  isMessageMethod,
  isStrong,
  type MessageMethod,
  type SecondFactorMethod,
  secondFactorMethods,
} from './strength.ts';
export {
  officerRoles,
  type AccountProfile,
  type AccountServices,
  type StoppedDeletion,
  type LiveSession,
  type MemberRegister,
  type MustChange,
  type Outbox,
  type Role,
} from './types.ts';
export type { CodeRefusal } from './code-tries.ts';
export { leftWithout, preferFactor, turnOffFactor } from './turn-off.ts';
export { type AppSetup, setUpApp, turnOnApp, type TurnOnRefusal } from './turn-on-app.ts';
export { type MessageWay, sendFactorCode, turnOnMessages } from './turn-on-messages.ts';
export { verifyCode } from './verify-code.ts';
export { type DayBudget, dayBudgets, isNearlyUsedUp, watchDayBudgets } from './day-budgets.ts';
export {
  accountOfPerson,
  accountsBehind,
  officerNames,
  ownPersonOf,
  type SupportProfile,
  supportProfile,
} from './support-search.ts';
export { type EnrolmentView, type EnrolRefusal, enrolmentOf, finishEnrolment } from './officer-enrolment.ts';
export {
  type Invitation,
  inviteOfficer,
  type NewOfficer,
  type OfficerRefusal,
  openInvitations,
} from './officer-invitations.ts';
export {
  changeOfficerRoles,
  keepOfficerName,
  listOfficers,
  type OfficerView,
  removeOfficer,
} from './officers.ts';
export { type ClosedLimit, type SignInFacts, signInFacts } from './sign-in-facts.ts';
export * as accountKeys from './keyed-columns.ts';
export { forgetOldAccess } from './forget-old-access.ts';
export { forgetProbe } from './forget-probe.ts';
export { type HeldData, heldDataOf } from './held-data.ts';
export {
  accountSubject,
  areContactsFrozen,
  beginClosing,
  closeAccount,
  type Closing,
  closingAmong,
  closingOf,
  dueClosings,
  eraseAccount,
  isLimited,
  limitedSince,
  rolesOfAccount,
  setLimited,
  stopClosing,
} from './closing.ts';
