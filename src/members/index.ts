/** Persons, families, memberships (one card per employer), employers: read, found, imported. */
export { readCsv, readRecords, splitRecord, type CsvRow } from './csv.ts';
export { type AddressRefusal, changeAddress, type HomeAddress } from './change-address.ts';
export { type FamilyChange, fitsFamily, type Relative } from './family-change.ts';
export {
  type CorrectedValues,
  correctPerson,
  type CorrectionRefusal,
  isNumberOfAnother,
} from './correct-person.ts';
export {
  findPersonByIdentity,
  type IdentifiedPerson,
  identityHash,
  type RegisterContact,
  type TypedIdentity,
} from './identity.ts';
export { earlierValues, type EarlierValues } from './earlier-values.ts';
export { heldExits } from './queries-held.ts';
export { type CardEnd, endCards, type EndReason, type EndRefusal } from './end-cards.ts';
export { type Employer, employerByNumber, employerProvinces, employersById } from './employers.ts';
export { tellRefusals } from './finish-import.ts';
export { importEmployers } from './import-employers.ts';
export { importFamilies } from './import-families.ts';
export { importMembers, takeMembers } from './import-members.ts';
export type { ImportOptions, ImportProgress, ImportReport, RowRefusal } from './import-types.ts';
export { memberColumns, type MemberRow, refusalOfMember } from './member-row.ts';
export { type MaskedPerson, maskedPerson } from './masked-person.ts';
export { dayOfDeath, noteDeath } from './death.ts';
export {
  exitReasons,
  type ExitReason,
  type ExitRefusal,
  isExitReason,
  readExit,
  recordExit,
} from './exit.ts';
export {
  holdRecords,
  mergeRecords,
  type RecordMerging,
  type RecordRefusal,
  recordsOf,
  recordsToMerge,
} from './merge-records.ts';
export { type DeskRecord, deskRecord } from './desk-record.ts';
export { employerNames, holderOfCard, membershipsOf, membershipsOfPersons } from './memberships.ts';
export {
  findPersonByMemberNumber,
  findPersonByNationalNumber,
  heldPerson,
  personDetails,
  provinceOf,
  revealNationalNumber,
} from './person.ts';
export {
  createMembershipHandOver,
  type MembershipRefusal,
  resolveMemberships,
} from './resolve-memberships.ts';
export { reachOf, type RegisterReach } from './reach.ts';
export { createPersonHandOver, resolvePersons } from './resolve-persons.ts';
export { allowLongWork } from './queries-import.ts';
export * from './row-rules.ts';
export { maskName, maskNationalNumber } from './sealed.ts';
export { nationalNumberPattern, tellsBirth } from './national-number.ts';
export { type CopyValue, type FieldRefusal, stageCsv, type Staged, type StagingPlan } from './stage-csv.ts';
export type { FamilyMember, Membership, PersonDetails, Relation, Segment, Sex } from './types.ts';
export { UnreadableFileError } from './unreadable-file.ts';
export { isPersonsOwn, wordsOfPerson } from './words-of-person.ts';
export { shareWord } from './share-word.ts';
export {
  cardsByNumber,
  cardsInOrder,
  countWorkers,
  secondCards,
  type Worker,
  workersByCard,
  workersOf,
} from './workers.ts';
export * as memberKeys from './keyed-columns.ts';
