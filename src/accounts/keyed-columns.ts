import type { HashedColumn, KeyPurpose, SealedColumn } from '#platform';
import { places } from './sealing.ts';

const column = (
  name: string,
  purpose: KeyPurpose,
  of: string,
  place: (of: string) => string,
): SealedColumn => {
  const at = name.lastIndexOf('.');
  return { table: name.slice(0, at), column: name.slice(at + 1), purpose, of, place };
};
const claim = (name: 'typed' | 'display_name' | 'register_contact', purpose: KeyPurpose) =>
  column(`accounts.claim.${name}`, purpose, 'claim_id', (of) => places.claim(name, of));
const enrolment = (table: string, name: 'username' | 'display_name') =>
  column(`accounts.${table}.${name}`, 'contact', 'enrolment_id', (of) => places.enrolment(name, of));

export { namedKeys } from './queries-keys.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  column('accounts.account.display_name', 'contact', 'account_id', places.displayName),
  column('accounts.contact.address', 'contact', 'contact_id', places.contact),
  column('accounts.contact_change.address', 'contact', 'change_id', places.contact),
  column('accounts.contact_stop.old_address', 'contact', 'old_contact_id', places.contact),
  column('accounts.authenticator.seed', 'totp', 'authenticator_id', places.seed),
  column('accounts.authenticator_setup.seed', 'totp', 'authenticator_id', places.seed),
  column('accounts.credential.name', 'contact', 'passkey_id', places.passkeyName),
  column('accounts.foreign_password.sealed', 'foreign-password', 'account_id', places.foreignPassword),
  column('accounts.recovery.new_address', 'contact', 'recovery_id', places.newAddress),
  column('accounts.reset_request.typed', 'contact', 'request_id', places.typed),
  claim('typed', 'national-number'),
  claim('display_name', 'contact'),
  claim('register_contact', 'contact'),
  column('accounts.claim_contact.address', 'contact', 'contact_id', (of) => places.claim('contact', of)),
  enrolment('officer', 'username'),
  enrolment('officer_enrolment', 'username'),
  enrolment('officer_enrolment', 'display_name'),
  column('accounts.officer_enrolment.seed', 'totp', 'enrolment_id', places.seed),
];

const hashed = (table: string, name: string, purpose: KeyPurpose = 'identifier-index'): HashedColumn => ({
  table: `accounts.${table}`,
  column: name,
  purpose,
});

/** Every column of this room whose values are looked up by a keyed hash, table by table. */
export const hashedColumns: readonly (readonly [HashedColumn, ...HashedColumn[]])[] = [
  [hashed('identifier', 'identifier_hash')],
  [hashed('contact', 'address_hash')],
  [hashed('contact_change', 'address_hash')],
  [hashed('contact_stop', 'old_address_hash')],
  [hashed('officer_enrolment', 'username_hash')],
  [hashed('imported_account', 'row_hash')],
  [hashed('claim', 'identity_hash', 'national-number-index')],
];
