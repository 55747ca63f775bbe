export {
  activityEntry,
  activitySince,
  closingByReference,
  eventCounts,
  recentActivity,
  record,
  recordingOf,
  recordMany,
} from './entries.ts';
export * from './events.ts';
export * from './forget.ts';
export { type HeadKeys, headKeysOf, type PublicHeadKey, publicHeadKeys } from './head.ts';
export * from './heads.ts';
export { looksSince, officerEntry } from './looks.ts';
export {
  type ActivityProof,
  checkProof,
  isInChain,
  type ProofFault,
  type PublishedHead,
  type Seal,
  sealOf,
} from './proof.ts';
export { type HeadLine, headsFile, publishHead, readHeadsFile } from './published-heads.ts';
export * from './seal.ts';
export { gatherTouched, type TouchedFilter } from './touched.ts';
export { verifyActivity, type VerifyOptions } from './verify.ts';
export type { ActivityCheck, ActivityDifference } from './verify-batch.ts';
export { batchesByKey } from './queries-sealing.ts';
