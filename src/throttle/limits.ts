import type { Config } from '#platform';
import { deskLimits } from './desk-limits.ts';
import { guessLimits } from './guess-limits.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;

type Setting = (config: Config) => number;

/** At most `tries` in any stretch of `windowSeconds`; each is counted at its own instant. */
export type WindowLimit = {
  readonly kind: 'window';
  readonly about: string;
  readonly tries: Setting;
  readonly windowSeconds: Setting;
};
/** After `tries` without a success it closes; each further try closes it again, twice as long, up to the longest. */
export type ClosingLimit = {
  readonly kind: 'closing';
  readonly about: string;
  readonly tries: Setting;
  readonly closedSeconds: Setting;
  readonly longestClosedSeconds: Setting;
  /** So long after the last try, or after the end of the last closing, the count starts afresh. */
  readonly forgetAfterSeconds: Setting;
};
/**
 * At most `tries` from the first one until `windowSeconds` later, then afresh: for budgets of many, whose instants would
 * be too many to keep.
 */
export type BudgetLimit = {
  readonly kind: 'budget';
  readonly about: string;
  readonly tries: Setting;
  readonly windowSeconds: Setting;
};
/** Counted on the row that it is about, in the statement that uses it. It stands here so that it has a name. */
export type RowLimit = { readonly kind: 'row'; readonly about: string; readonly tries: Setting };

/**
 * Every limit of the house, by name. A limit is about one kind of subject and takes its numbers from settings.
 * Support can be told what "limit X" means from this table. Figures: product.md, Numbers. Limits that are taken together
 * are taken in the order in which they stand here, the narrower first.
 */
export const limits = {
  // A carrier puts thousands of phones behind one address, so this one only slows down, and is wide.
  sign_in_address: {
    kind: 'window',
    about: 'refused sign-ins from one network address (IPv6: one /64), those for want of room included',
    tries: (config) => config.SIGN_IN_ADDRESS_TRIES_PER_MINUTE,
    windowSeconds: () => minute,
  },
  // Whoever has a whole network has as many addresses as they like; a carrier's network must still get through.
  sign_in_network: {
    kind: 'window',
    about: 'refused sign-ins from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.SIGN_IN_ADDRESS_TRIES_PER_MINUTE,
    windowSeconds: () => minute,
  },
  password_identifier: {
    kind: 'closing',
    about: 'wrong passwords for one typed identifier, whether an account has it or not',
    tries: (config) => config.PASSWORD_TRIES,
    closedSeconds: (config) => config.PASSWORD_CLOSED_SECONDS,
    longestClosedSeconds: (config) => config.PASSWORD_CLOSED_LONGEST_SECONDS,
    forgetAfterSeconds: (config) => config.PASSWORD_CLOSED_FORGET_SECONDS,
  },
  password_account_day: {
    kind: 'window',
    about: 'wrong passwords evaluated for one account, over all its identifiers',
    tries: (config) => config.PASSWORD_TRIES_PER_DAY,
    windowSeconds: () => day,
  },
  password_confirm: {
    kind: 'closing',
    about: 'wrong passwords typed by the holder of a session to confirm a change',
    tries: (config) => config.PASSWORD_TRIES,
    closedSeconds: (config) => config.PASSWORD_CLOSED_SECONDS,
    longestClosedSeconds: (config) => config.PASSWORD_CLOSED_LONGEST_SECONDS,
    forgetAfterSeconds: (config) => config.PASSWORD_CLOSED_FORGET_SECONDS,
  },
  contact_changes_day: {
    kind: 'window',
    about: 'codes sent to new addresses of one account',
    tries: (config) => config.CONTACT_CHANGES_PER_DAY,
    windowSeconds: () => day,
  },
  address_changes_day: {
    kind: 'window',
    about: 'changes of the home address by one account, because each is told at every contact',
    tries: () => 10,
    windowSeconds: () => day,
  },
  contact_stop_address: {
    kind: 'window',
    about: 'codes that stop a change of contacts or a recovery, tried from one network address',
    tries: () => 10,
    windowSeconds: () => hour,
  },
  ...guessLimits,
  officer_searches_day: {
    kind: 'window',
    about: 'searches of one officer for members',
    tries: (config) => config.CONSOLE_SEARCHES_PER_DAY,
    windowSeconds: () => day,
  },
  officer_misses_hour: {
    kind: 'window',
    about: 'searches of one officer that found nobody',
    tries: (config) => config.CONSOLE_MISSES_PER_HOUR,
    windowSeconds: () => hour,
  },
  officer_looks_day: {
    kind: 'window',
    about: 'looks of one officer at members',
    tries: (config) => config.CONSOLE_LOOKS_PER_DAY,
    windowSeconds: () => day,
  },
  officer_alarm: {
    kind: 'window',
    about: 'alarms that one officer has nearly used up, or used up, one limit',
    tries: () => 1,
    windowSeconds: () => day,
  },
  password_closed_notice: {
    kind: 'window',
    about: 'messages telling one owner that password sign-in was closed',
    tries: () => 1,
    windowSeconds: (config) => config.PASSWORD_CLOSED_NOTICE_GAP_SECONDS,
  },
  number_confirm: {
    kind: 'window',
    about:
      'wrong member numbers and birth dates after a code to a number that was long not used, for one account',
    tries: () => 5,
    windowSeconds: () => day,
  },
  shared_device_notice: {
    kind: 'window',
    about: 'notices of sign-ins on shared computers to one account',
    tries: () => 1,
    windowSeconds: () => day,
  },
  password_closed_notices_day: {
    kind: 'window',
    about: 'messages telling one owner that password sign-in was closed',
    tries: () => 3,
    windowSeconds: () => day,
  },
  message_check_address: {
    kind: 'window',
    about: 'questions "is this message from us?" from one network address (IPv6: one /64)',
    tries: (config) => config.MESSAGE_CHECKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  message_check_network: {
    kind: 'window',
    about:
      'questions "is this message from us?" from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.MESSAGE_CHECKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  ...deskLimits,
  // Anybody may type codes for a new password, so they can use up only a part of what the account has: whoever signs in
  // meanwhile still has tries.
  reset_code_wrong_hour: {
    kind: 'window',
    about:
      'wrong codes for a new password for one typed identifier, whether an account has it or not, and for one account',
    tries: (config) => Math.ceil(config.CODE_WRONG_PER_HOUR / 2),
    windowSeconds: () => hour,
  },
  reset_code_wrong_day: {
    kind: 'window',
    about:
      'wrong codes for a new password for one typed identifier, whether an account has it or not, and for one account',
    tries: (config) => Math.ceil(config.CODE_WRONG_PER_DAY / 3),
    windowSeconds: () => day,
  },
  code_wrong_hour: {
    kind: 'window',
    about: 'wrong codes for one account',
    tries: (config) => config.CODE_WRONG_PER_HOUR,
    windowSeconds: () => hour,
  },
  code_wrong_day: {
    kind: 'window',
    about: 'wrong codes for one account',
    tries: (config) => config.CODE_WRONG_PER_DAY,
    windowSeconds: () => day,
  },
  passkey_refusals_hour: {
    kind: 'window',
    about: 'refused passkeys of one account that are written into its activity',
    tries: (config) => config.CODE_WRONG_PER_HOUR,
    windowSeconds: () => hour,
  },
  code_tries: { kind: 'row', about: 'tries for one code', tries: (config) => config.CODE_TRIES },
  code_send_gap: {
    kind: 'window',
    about: 'codes sent by one way of an account',
    tries: () => 1,
    windowSeconds: (config) => config.CODE_SEND_GAP_SECONDS,
  },
  code_sends_hour: {
    kind: 'window',
    about: 'codes sent for one account and not used',
    tries: (config) => config.CODE_SENDS_PER_HOUR,
    windowSeconds: () => hour,
  },
  code_sends_day: {
    kind: 'window',
    about: 'codes sent for one account and not used',
    tries: (config) => config.CODE_SENDS_PER_DAY,
    windowSeconds: () => day,
  },
  // Opening an account. The address comes first: what it refuses is not counted against what was typed.
  register_address: {
    kind: 'window',
    about: 'accounts asked for from one network address (IPv6: one /64)',
    tries: (config) => config.REGISTER_ADDRESS_TRIES_PER_HOUR,
    windowSeconds: () => hour,
  },
  register_network: {
    kind: 'window',
    about: 'accounts asked for from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.REGISTER_ADDRESS_TRIES_PER_HOUR,
    windowSeconds: () => hour,
  },
  // Counted against what was typed, on the register or not.
  register_identity_hour: {
    kind: 'window',
    about: 'codes asked for to open an account, for one typed member number or NIK, within an hour',
    tries: (config) => config.CODE_SENDS_PER_HOUR,
    windowSeconds: () => hour,
  },
  register_identity_day: {
    kind: 'window',
    about: 'codes asked for to open an account, for one typed member number or NIK, within a day',
    tries: (config) => config.CODE_SENDS_PER_DAY,
    windowSeconds: () => day,
  },
  register_everybody: {
    kind: 'window',
    about: 'accounts asked for by everybody together, so that a stolen list cannot be tried out in one night',
    tries: (config) => config.REGISTER_TRIES_PER_MINUTE,
    windowSeconds: () => minute,
  },
  // One guess in a million is right; a thousand an hour over all identities find one account in six weeks.
  register_wrong_codes: {
    kind: 'window',
    about: 'wrong codes typed by everybody together while opening an account',
    tries: (config) => config.REGISTER_WRONG_CODES_PER_HOUR,
    windowSeconds: () => hour,
  },
  // Whoever holds the paper of a member may check it; nobody may try codes.
  statement_checks_address: {
    kind: 'window',
    about: 'codes of yearly statements checked from one network address (IPv6: one /64)',
    tries: (config) => config.STATEMENT_CHECKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
  statement_checks_network: {
    kind: 'window',
    about:
      'codes of yearly statements checked from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.STATEMENT_CHECKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
  statement_checks_code: {
    kind: 'window',
    about: 'checks of one code of a yearly statement, whether it is good or not',
    tries: () => 50,
    windowSeconds: () => day,
  },
  // A file is made by work, and each is written down; whoever holds a session is no reason to make them without end.
  statement_downloads: {
    kind: 'window',
    about: 'yearly statements that one account takes as a file',
    tries: (config) => config.DOWNLOADS_PER_HOUR,
    windowSeconds: () => hour,
  },
  history_downloads: {
    kind: 'window',
    about: 'histories of contributions that one account takes as a file',
    tries: (config) => config.DOWNLOADS_PER_HOUR,
    windowSeconds: () => hour,
  },
  filing_downloads: {
    kind: 'window',
    about: 'files of refused rows or of workers that one clerk takes',
    tries: (config) => config.DOWNLOADS_PER_HOUR,
    windowSeconds: () => hour,
  },
  // Against SMS pumping (security.md d.6). All of them count SMS and WhatsApp whose code was not used.
  paid_sends_number: {
    kind: 'window',
    about: 'codes sent by SMS or WhatsApp to one number, over all accounts, and not used',
    tries: (config) => config.PAID_SENDS_PER_NUMBER_PER_DAY,
    windowSeconds: () => day,
  },
  paid_sends_block: {
    kind: 'window',
    about: 'codes sent by SMS or WhatsApp to numbers that differ in their last four digits, and not used',
    tries: (config) => config.PAID_SENDS_PER_BLOCK_PER_HOUR,
    windowSeconds: () => hour,
  },
  paid_sends_address: {
    kind: 'budget',
    about: 'codes sent by SMS or WhatsApp for one network address (IPv6: one /64), and not used',
    tries: (config) => config.PAID_SENDS_PER_ADDRESS_PER_HOUR,
    windowSeconds: () => hour,
  },
  paid_sends_network: {
    kind: 'budget',
    about: 'codes sent by SMS or WhatsApp for one network (IPv4: one /24, IPv6: one /48), and not used',
    tries: (config) => 10 * config.PAID_SENDS_PER_ADDRESS_PER_HOUR,
    windowSeconds: () => hour,
  },
  paid_sends_day: {
    kind: 'budget',
    about: 'codes sent by SMS or WhatsApp by one sixteenth of the house, and not used',
    tries: (config) => Math.ceil(config.PAID_SENDS_PER_DAY / 16),
    windowSeconds: () => day,
  },
  day_budget_alarm: {
    kind: 'window',
    about: 'alarms that one budget of the whole house for a day is nearly used up',
    tries: () => 1,
    windowSeconds: () => day,
  },
  reset_gap: {
    kind: 'window',
    about: 'requests for a way back in for one typed identifier, whether an account has it or not',
    tries: () => 1,
    windowSeconds: (config) => config.CODE_SEND_GAP_SECONDS,
  },
  reset_asks_hour: {
    kind: 'window',
    about: 'requests for a way back in for one typed identifier, whether an account has it or not',
    tries: (config) => config.RESET_MAILS_PER_HOUR,
    windowSeconds: () => hour,
  },
  reset_messages_hour: {
    kind: 'window',
    about: 'messages with a way back in to one e-mail address or phone number',
    tries: (config) => config.RESET_MAILS_PER_HOUR,
    windowSeconds: () => hour,
  },
  reset_address: {
    kind: 'window',
    about: 'requests for a way back in from one network address (IPv6: one /64)',
    tries: (config) => config.RESET_ASKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
  reset_network: {
    kind: 'window',
    about: 'requests for a way back in from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.RESET_ASKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
} as const satisfies Record<string, WindowLimit | ClosingLimit | BudgetLimit | RowLimit>;

/** The limits that `take` can take from. */
export type LimitName = {
  [Name in keyof typeof limits]: (typeof limits)[Name]['kind'] extends 'row' ? never : Name;
}[keyof typeof limits];
