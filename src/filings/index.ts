/** Employers' files and forms: received, looked at, approved, handed to contributions; and the clerks who do it. */
export { badRowsCsv, badRowsSheet } from './bad-rows.ts';
export {
  addClerk,
  type AddRefusal,
  chooseMessages,
  type ChooseRefusal,
  chooseTwo,
  clerkOf,
  type ClerkRights,
  approversOf,
  clerksOf,
  type ClerkView,
  employersOfClerk,
  needsAnother,
  removeClerk,
  type RemoveRefusal,
  wantsTwo,
} from './clerks.ts';
export { columnName, isNeeded, ownColumns, usualNames } from './columns.ts';
export { longestColumnName, nameColumns, type NameRefusal, ownColumnsOf } from './own-columns.ts';
export { tellClerks } from './tell-clerks.ts';
export { type ApproveRefusal, approveFiling, withdrawFiling } from './decide.ts';
export { forgetOldFilings } from './forget.ts';
export { endWorkOf, heldWork } from './held-work.ts';
export {
  acceptInvitation,
  invitationBehind,
  type InvitationView,
  inviteClerk,
  type InviteRefusal,
  waitingInvitations,
  withdrawInvitation,
} from './invite.ts';
export { type Leaving, leavingOf, leavingWords } from './exit-row.ts';
export { formFile, formRowsOf } from './form-rows.ts';
export type { FormCells } from './kept-rows.ts';
export { type Beginner, beginnersOf } from './beginners.ts';
export { type Leaver, leaversOf } from './leavers.ts';
export { mostRowsOf } from './most-rows.ts';
export { previewSeen } from './preview.ts';
export { moveRemarks } from './move-remarks.ts';
export { newCardsOf } from './new-cards.ts';
export { noteDownload } from './note-download.ts';
export { processFilings } from './process.ts';
export { readWage } from './read-wage.ts';
export { longestReason, type NewFiling, receiveFiling, type ReceiveRefusal } from './receive.ts';
export type { FilingFault } from './file-fault.ts';
export type { Filing } from './filing.ts';
export type { FilingReason } from './reasons.ts';
export * from './types.ts';
export {
  type Corrected,
  correctedOf,
  filingOf,
  filingsOf,
  refusedRowsOf,
  type Remark,
  remarksOf,
} from './view.ts';
export { type WageRemark, wageRemarksOf } from './wage-remarks.ts';
export { typedFaults, type TypedFaults } from './typed-faults.ts';
export { sealedColumns as sealedFilingColumns } from './keyed-columns.ts';
