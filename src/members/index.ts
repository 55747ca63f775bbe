import type { Readable } from 'node:stream';
import type { IsoDate } from '#kernel';
import type { Database, Executor, KeyRing } from '#platform';

/** DOOR (agreed): persons, families, memberships (one card per employer), employers, employments. */
export type Segment = 'PU' | 'BPU' | 'PMI' | 'JAKON';
export type Sex = 'L' | 'P';
export type Membership = {
  readonly membershipId: string;
  /** KPJ. */
  readonly memberNumber: string;
  readonly segment: Segment;
  readonly employerId: string | undefined;
  readonly employerName: string | undefined;
  readonly startedOn: IsoDate;
  readonly endedOn: IsoDate | undefined;
};
export type Relation = 'spouse' | 'child' | 'parent' | 'sibling';
export type PersonDetails = {
  readonly personId: string;
  readonly fullName: string;
  readonly birthDate: IsoDate;
  readonly birthPlace: string | undefined;
  readonly sex: Sex;
  readonly provinceCode: string | undefined;
  readonly address: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  /** `3171••••••••0003`: the first 4 and the last 4 digits only. */
  readonly nationalNumberMasked: string;
  readonly motherNameMasked: string | undefined;
  readonly memberships: readonly Membership[];
  readonly family: readonly {
    readonly relation: Relation;
    readonly fullName: string;
    readonly birthDate: IsoDate | undefined;
  }[];
};
/** One statement; undefined when there is no such person. */
export function personDetails(
  _executor: Executor,
  _keys: KeyRing,
  _personId: string,
): Promise<PersonDetails | undefined> {
  throw new Error('not built');
}
/** The whole NIK. The caller records the activity `national_number_revealed` in the same transaction. */
export function revealNationalNumber(
  _executor: Executor,
  _keys: KeyRing,
  _personId: string,
): Promise<string | undefined> {
  throw new Error('not built');
}
/** By KPJ; unknown numbers cost the same. */
export function findPersonByMemberNumber(
  _executor: Executor,
  _memberNumber: string,
): Promise<string | undefined> {
  throw new Error('not built');
}
export function findPersonByNationalNumber(
  _executor: Executor,
  _keys: KeyRing,
  _nationalNumber: string,
): Promise<string | undefined> {
  throw new Error('not built');
}
export type ImportProgress = (step: 'reading' | 'checking' | 'writing', rows: number) => void;
export type ImportReport = {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows that stand in the database already with the same values. */
  readonly rowsUnchanged: number;
  readonly rowsRefused: number;
};
/** One refused row: its line in the file (the header is line 1), the column, what stood there (never a NIK), and a named reason. */
export type RowRefusal = {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
};
export type ImportOptions = {
  readonly keys: KeyRing;
  readonly now: Date;
  readonly onProgress?: ImportProgress;
  readonly onRefusal: (refusal: RowRefusal) => Promise<void> | void;
};
/** A file that cannot be read at all: wrong header, wrong encoding, cut short. Nothing of it was taken. */
export class UnreadableFileError extends Error {}
export function importEmployers(
  _database: Database,
  _file: Readable,
  _options: ImportOptions,
): Promise<ImportReport> {
  throw new Error('not built');
}
export function importMembers(
  _database: Database,
  _file: Readable,
  _options: ImportOptions,
): Promise<ImportReport> {
  throw new Error('not built');
}
export function importFamilies(
  _database: Database,
  _file: Readable,
  _options: ImportOptions,
): Promise<ImportReport> {
  throw new Error('not built');
}
