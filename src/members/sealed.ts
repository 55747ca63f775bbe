import { type KeyRing, keyedHash, lookUpHashes, seal, unseal } from '#platform';

/** The blind index of a NIK: finds a person without storing the number (32 bytes). */
export function nationalNumberIndex(keys: KeyRing, nationalNumber: string): Buffer {
  return keyedHash(keys, 'national-number-index', nationalNumber);
}

/** What the register may hold for it: two while rows are being brought to another key. */
export function nationalNumberIndexes(keys: KeyRing, nationalNumber: string): Buffer[] {
  return lookUpHashes(keys, 'national-number-index', nationalNumber);
}

export const sealedColumnNames = ['national_number', 'mother_name', 'email', 'phone'] as const;
export type SealedColumnName = (typeof sealedColumnNames)[number];

/** The place that a sealed text is bound to: its column, and the person by the blind index in hexadecimal. */
export const placeAt = (column: SealedColumnName, index: string) =>
  `members.person.${column}_sealed:${index}`;
const place = (column: SealedColumnName, index: Buffer) => placeAt(column, index.toString('hex'));

export const purposeOf = (column: SealedColumnName) =>
  column === 'national_number' ? 'national-number' : 'contact';

export function sealFor(
  keys: KeyRing,
  column: SealedColumnName,
  index: Buffer,
  value: string,
): Buffer | undefined {
  return value === '' ? undefined : seal(keys, purposeOf(column), place(column, index), value);
}

export function openFor(
  keys: KeyRing,
  column: SealedColumnName,
  index: Buffer,
  sealed: Buffer | null,
): string | undefined {
  return sealed ? unseal(keys, purposeOf(column), place(column, index), sealed).toString() : undefined;
}

/** Finds the people whom a contact from the register stands for, without storing it; undefined for an empty one. */
export function contactHash(keys: KeyRing, column: 'email' | 'phone', value: string): Buffer | undefined {
  return value === '' ? undefined : keyedHash(keys, 'contact-index', column, value.toLowerCase());
}

/** Tells whether what is sealed has changed, without opening it. */
export function sealedDigest(keys: KeyRing, ...values: readonly string[]): Buffer {
  return keyedHash(keys, 'contact-index', ...values);
}

/** `3171••••••••0003` */
export function maskNationalNumber(nationalNumber: string): string {
  return `${nationalNumber.slice(0, 4)}••••••••${nationalNumber.slice(-4)}`;
}

/** The first letter of each word: `S••• A•••`; the number of dots tells nothing. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => `${word.slice(0, 1)}•••`)
    .join(' ');
}

/** A NIK that a correction has replaced belongs to that correction. */
export const correctedPlace = (correctionId: string) => `members.correction/${correctionId}`;
