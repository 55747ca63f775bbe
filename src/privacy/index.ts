/** The member's rights over data: copy, limitation, deletion, consents, and who was touched by a breach. */
export { consentsOf, withdrawConsent } from './consents.ts';
export { copyShape, copyVersion, type DataCopy } from './copy-shape.ts';
export { askForDeletion, type AskedDeletion, deletedThings, keptThings } from './deletion-ask.ts';
export { type DeletionRefusal, deletionRefusals, whyNotDeleted } from './deletion-refusals.ts';
export { eraseOne, goRoundDeletions, reminderDays } from './deletion-run.ts';
export { askForCopy, type CopyRefusal } from './export-ask.ts';
export { makeExport, makeExportTask } from './export-make.ts';
export {
  type ExportFormat,
  forgetOldCopies,
  takeCopy,
  type WaitingFile,
  waitingFiles,
} from './export-take.ts';
export { keepable, keepAccount, keepByCode, type Kept } from './keep-account.ts';
export {
  askForLimitation,
  decideLimitation,
  goesOnWhileLimited,
  liftOwnLimitation,
  stopsWhileLimited,
} from './limitation.ts';
export { currentRequest, openRequests, requestById, requestsOf } from './requests.ts';
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
