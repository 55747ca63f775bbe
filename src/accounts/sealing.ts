import { type KeyRing, seal, unseal } from '#platform';

/** Where a sealed value stands, so that it opens nowhere else. */
export const places = {
  displayName: (accountId: string) => `accounts.account.display_name/${accountId}`,
  contact: (contactId: string) => `accounts.contact.address/${contactId}`,
  typed: (requestId: string) => `accounts.reset_request.typed/${requestId}`,
  newAddress: (recoveryId: string) => `accounts.recovery.new_address/${recoveryId}`,
  seed: (authenticatorId: string) => `accounts.authenticator.seed/${authenticatorId}`,
  passkeyName: (passkeyId: string) => `accounts.credential.name/${passkeyId}`,
  foreignPassword: (accountId: string) => `accounts.foreign_password.sealed/${accountId}`,
  enrolment: (column: string, enrolmentId: string) => `accounts.officer_enrolment.${column}/${enrolmentId}`,
  claim: (column: string, claimId: string) => `accounts.claim.${column}/${claimId}`,
};

export const sealDisplayName = (keys: KeyRing, accountId: string, name: string) =>
  seal(keys, 'contact', places.displayName(accountId), name);
export const openDisplayName = (keys: KeyRing, accountId: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.displayName(accountId), sealed).toString();

export const sealContact = (keys: KeyRing, contactId: string, address: string) =>
  seal(keys, 'contact', places.contact(contactId), address);
export const openContact = (keys: KeyRing, contactId: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.contact(contactId), sealed).toString();

export const sealSeed = (keys: KeyRing, authenticatorId: string, secret: string) =>
  seal(keys, 'totp', places.seed(authenticatorId), secret);
export const openSeed = (keys: KeyRing, authenticatorId: string, sealed: Buffer) =>
  unseal(keys, 'totp', places.seed(authenticatorId), sealed).toString();

export const sealPasskeyName = (keys: KeyRing, passkeyId: string, name: string) =>
  seal(keys, 'contact', places.passkeyName(passkeyId), name);
export const openPasskeyName = (keys: KeyRing, passkeyId: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.passkeyName(passkeyId), sealed).toString();

type ClaimColumn = 'typed' | 'display_name' | 'register_contact' | 'contact';
const purposeOf = (column: ClaimColumn) => (column === 'typed' ? 'national-number' : 'contact');

export const sealForClaim = (keys: KeyRing, column: ClaimColumn, id: string, text: string) =>
  seal(keys, purposeOf(column), places.claim(column, id), text);
export const openForClaim = (keys: KeyRing, column: ClaimColumn, id: string, sealed: Buffer) =>
  unseal(keys, purposeOf(column), places.claim(column, id), sealed).toString();

type EnrolmentColumn = 'username' | 'display_name';
export const sealForEnrolment = (keys: KeyRing, column: EnrolmentColumn, id: string, text: string) =>
  seal(keys, 'contact', places.enrolment(column, id), text);
export const openForEnrolment = (keys: KeyRing, column: EnrolmentColumn, id: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.enrolment(column, id), sealed).toString();

export const sealForeignPassword = (keys: KeyRing, accountId: string, hash: string) =>
  seal(keys, 'foreign-password', places.foreignPassword(accountId), hash);
export const openForeignPassword = (keys: KeyRing, accountId: string, sealed: Buffer) =>
  unseal(keys, 'foreign-password', places.foreignPassword(accountId), sealed).toString();

export const sealTyped = (keys: KeyRing, requestId: string, typed: string) =>
  seal(keys, 'contact', places.typed(requestId), typed);
export const openTyped = (keys: KeyRing, requestId: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.typed(requestId), sealed).toString();

export const sealNewAddress = (keys: KeyRing, recoveryId: string, address: string) =>
  seal(keys, 'contact', places.newAddress(recoveryId), address);
export const openNewAddress = (keys: KeyRing, recoveryId: string, sealed: Buffer) =>
  unseal(keys, 'contact', places.newAddress(recoveryId), sealed).toString();
