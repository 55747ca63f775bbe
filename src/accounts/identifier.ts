import { domainToASCII } from 'node:url';
import { bothHashes, type KeyRing, keyedHash } from '#platform';

/** One way to read what was typed. A member number (KPJ) is looked up on the members' register, the rest here. */
export type Identifier = {
  readonly kind: 'username' | 'email' | 'phone' | 'member_number';
  readonly value: string;
};

const mobileNumber = /^(?:\+?62|0)(8\d{7,11})$/;
const foreignNumber = /^\+([1-9]\d{7,14})$/;
const memberNumber = /^\d{10,11}$/;

/**
 * All the ways to read what was typed, the likeliest first; never empty. Phone numbers come as 08…, 628…, +628… or
 * with another country's code, with spaces, dots, dashes or brackets, and become E.164. Ten or eleven digits that
 * look like a mobile number may be a member number too. E-mail: small letters, NFC, the domain in IDNA form.
 */
export function readIdentifier(typed: string): readonly [Identifier, ...Identifier[]] {
  const text = typed.normalize('NFC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at > 0) return [{ kind: 'email', value: emailOf(text, at) }];
  const digits = text.replaceAll(/[\s().\u2010-\u2015-]/gu, '');
  const readings: Identifier[] = [];
  const mobile = mobileNumber.exec(digits);
  const foreign = foreignNumber.exec(digits);
  if (mobile) readings.push({ kind: 'phone', value: `+62${mobile[1]}` });
  else if (foreign) readings.push({ kind: 'phone', value: `+${foreign[1]}` });
  if (memberNumber.test(digits)) readings.push({ kind: 'member_number', value: digits });
  const [first, ...others] = readings;
  return first ? [first, ...others] : [{ kind: 'username', value: text.slice(0, 320) }];
}

function emailOf(text: string, at: number): string {
  const domain = text.slice(at + 1);
  return `${text.slice(0, at)}@${domainToASCII(domain) || domain}`.slice(0, 320);
}

/** Letters, digits, dot, dash, underscore; begins with a letter, so that it is never read as a number. */
export function isUsername(text: string): boolean {
  return /^[a-z][a-z0-9._-]{2,31}$/.test(text);
}

/** The key of the small table that finds accounts. */
export function identifierHash(keys: KeyRing, identifier: Identifier): Buffer {
  return keyedHash(keys, 'identifier-index', identifier.kind, identifier.value);
}

/** What the table may hold for it: two while rows are being brought to another key. */
export function identifierHashes(keys: KeyRing, identifier: Identifier): Buffer[] {
  return bothHashes(keys, 'identifier-index', identifierHash(keys, identifier));
}

/**
 * What a limit about a typed identifier counts: the same for every way of writing it. Made of the hash that an account
 * keeps, so that a new password can lift the lock from every identifier of its account.
 */
export function identifierSubject(keys: KeyRing, readings: readonly [Identifier, ...Identifier[]]): string {
  return identifierHash(keys, readings[0]).toString('base64url');
}
