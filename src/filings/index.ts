/** Employers' files and forms: received, looked at, approved, handed to contributions; and the clerks who do it. */
export { badRowsCsv, badRowsSheet } from './bad-rows.ts';
export {
  addClerk,
  type AddRefusal,
  type ChooseRefusal,
  chooseTwo,
  clerkOf,
  type ClerkRights,
  approversOf,
  clerksOf,
  type ClerkView,
  employersOfClerk,
  removeClerk,
  type RemoveRefusal,
  wantsTwo,
} from './clerks.ts';
export { columnName, ownColumns } from './columns.ts';
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
export { noteDownload } from './note-download.ts';
export { processFilings } from './process.ts';
export { longestReason, type NewFiling, receiveFiling, type ReceiveRefusal } from './receive.ts';
export type { FilingFault } from './file-fault.ts';
export type { Filing } from './filing.ts';
export type { FilingReason } from './reasons.ts';
export * from './types.ts';
export { filingOf, filingsOf, refusedRowsOf, type Remark, remarksOf } from './view.ts';
export { sealedColumns as sealedFilingColumns } from './keyed-columns.ts';
