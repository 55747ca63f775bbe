/** What stands at one registration, for the page that should be shown. `none` has no row, or one that has expired. */
export type ClaimState = 'none' | 'code' | 'contact' | 'contact-code' | 'password' | 'done' | 'entered';
export type ClaimEvent =
  | 'identity_sent'
  | 'code_right'
  | 'contact_sent'
  | 'contact_dropped'
  | 'contact_right'
  | 'register_contact_kept'
  | 'contacts_enough'
  | 'account_opened'
  | 'signed_in';

/**
 * Opening an account as a table: which state follows which event. Whoever is on the register and whoever is not stand
 * in `code` alike; only a code that reached the contact on the register leads on.
 */
export const claimJourney: Readonly<Record<ClaimState, Partial<Record<ClaimEvent, ClaimState>>>> = {
  none: { identity_sent: 'code' },
  code: { code_right: 'contact' },
  contact: {
    contact_sent: 'contact-code',
    register_contact_kept: 'contact',
    contacts_enough: 'password',
  },
  'contact-code': { contact_sent: 'contact-code', contact_right: 'contact', contact_dropped: 'contact' },
  password: { account_opened: 'done' },
  // Signing in with the password that was chosen a moment ago, once.
  done: { signed_in: 'entered' },
  entered: {},
};
