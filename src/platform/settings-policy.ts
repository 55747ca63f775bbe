import { z } from 'zod';
import {
  bankKeyPairs,
  dialCodes,
  whole,
  flag,
  text,
  maybeText,
  sender,
  smsSender,
  type Setting,
} from './setting-types.ts';

/** What members meet: passwords, limits, sessions, waits and messages. The figures are those of the policy. */
export const policySettings = {
  // NIST SP 800-63B-4 §3.1.1.2: never fewer than 8 characters, and at least 64 must be allowed.
  PASSWORD_MINIMUM_LENGTH: { type: whole(15, 8), about: 'Least characters of a password of any kind.' },
  PASSWORD_MIXED_MINIMUM_LENGTH: {
    type: whole(12, 8),
    about: 'Least characters of a password with small and capital letters, digits and symbols.',
  },
  PASSWORD_MAXIMUM_LENGTH: { type: whole(256, 64), about: 'Most characters of a password.' },
  PASSWORD_MINIMUM_SCORE: {
    type: z.coerce.number().int().min(0).max(4).default(3),
    about: 'How hard to guess a new password has to be, from 0 to 4: 3 is a thousand million guesses.',
  },
  PASSWORD_MAX_AGE_DAYS: {
    type: whole(0, 0),
    about:
      'After so many days a new password is asked for at the sign-in; 0 is never. Warning: any other value breaks NIST SP 800-63B-4 §3.1.1.2, which forbids changes by the calendar because they make passwords weaker.',
  },
  BREACHED_PASSWORDS_FILE: {
    type: text(''),
    about:
      'The whole list of breached passwords, beside the small one that comes along: sorted lines of upper-case SHA-1, with or without a count.',
  },
  SECURITY_CHECK_DAYS: {
    type: whole(90, 1),
    about: 'How often a member is asked to look the account’s safety over.',
  },
  SECURITY_CHECK_LATER_DAYS: { type: whole(7, 1), about: 'How long “later” puts the security check-up off.' },
  PASSWORD_TRIES: {
    type: whole(10, 1),
    about: 'Wrong passwords per typed identifier before password sign-in closes.',
  },
  PASSWORD_CLOSED_SECONDS: { type: whole(900, 1), about: 'How long it closes the first time.' },
  PASSWORD_CLOSED_LONGEST_SECONDS: {
    type: whole(86_400, 1),
    about: 'How long it closes at most; each further wrong password doubles the time up to this.',
  },
  PASSWORD_CLOSED_FORGET_SECONDS: {
    type: whole(604_800, 1),
    about: 'So long after the last try, or the end of the last closing, the count starts afresh.',
  },
  PASSWORD_CLOSED_NOTICE_GAP_SECONDS: {
    type: whole(3600, 1),
    about: 'Least time between two messages telling one owner that password sign-in was closed.',
  },
  SIGN_IN_ADDRESS_TRIES_PER_MINUTE: {
    type: whole(100, 1),
    about:
      'Refused sign-ins per network address and minute. A carrier puts thousands of phones behind one address.',
  },
  PASSWORD_TRIES_PER_DAY: {
    type: whole(30, 1),
    about: 'Passwords evaluated per account and day over all identifiers.',
  },
  PASSWORD_FAILURES: {
    type: whole(50, 1),
    about:
      'Wrong passwords from unknown devices without a success until the password is disabled for them; from one known device until it is known no more.',
  },
  PASSWORD_DEVICE_TRIES_PER_DAY: {
    type: whole(20, 1),
    about: 'Wrong passwords evaluated per known device and day.',
  },
  PASSWORD_REPEATED_KEPT_SECONDS: {
    type: whole(86_400, 0),
    about: 'So long the same wrong password again is not counted.',
  },
  PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR: {
    type: whole(20, 1),
    about: 'Identifiers at which one password may be wrong in an hour before it is not looked at any more.',
  },
  SIGN_IN_ADDRESS_IDENTIFIERS: {
    type: whole(50, 1),
    about:
      'Different identifiers refused per network address in ten minutes; the network around it has ten times as many.',
  },
  KNOWN_DEVICE_DAYS: {
    type: whole(180, 1),
    about: 'How long after its last sign-in a browser stays known to an account.',
  },
  CODE_WRONG_PER_MINUTE_EVERYWHERE: {
    type: whole(200, 1),
    about: 'Wrong codes a minute over all accounts, after which codes from unknown devices have to wait.',
  },
  CONTACTS_FROZEN_SECONDS: {
    type: whole(259_200, 0),
    about: 'How long contacts and factors may not be changed after "this was not me".',
  },
  CONTACT_STOP_SECONDS: {
    type: whole(604_800, 3600),
    about: 'How long a change of contacts can be stopped by the link or code in its notices.',
  },
  CONTACT_STALE_DAYS: {
    type: whole(90, 1),
    about: 'A phone number not used for so long is confirmed by a second thing.',
  },
  CONTACT_CHANGES_PER_DAY: { type: whole(10, 1), about: 'Codes sent to new addresses, per account and day.' },
  ACTIVITY_MONTHS: {
    type: whole(24, 1),
    about: 'So many months back a member sees the activity of the account.',
  },
  AUDIT_HEADS_DIR: {
    type: text(''),
    about:
      'Folder in a second place to which signed heads of the activity go every five minutes (docs/audit.md).',
  },
  DATA_COPY_SECONDS: {
    type: whole(86_400, 3600),
    about: 'How long a copy of a member’s data can be fetched, each file once.',
  },
  STATEMENT_CODE_DAYS: {
    type: whole(90, 1),
    about:
      'How long somebody else can check a yearly statement by the code on it (docs/decisions/0038-yearly-statement.md).',
  },
  STATEMENT_CHECKS_PER_ADDRESS_HOUR: {
    type: whole(60, 1),
    about: 'Codes of yearly statements that may be checked from one network address in an hour.',
  },
  DOWNLOADS_PER_HOUR: {
    type: whole(30, 1),
    about:
      'Files of each kind (yearly statements, histories of contributions, files for employers’ clerks) that one account may take in an hour.',
  },
  DELETION_WAIT_DAYS: {
    type: whole(30, 1),
    about:
      'How long the deletion of an account waits and can be stopped. Keep backups no longer than this (docs/decisions/0030-my-data.md).',
  },
  CONFIRMED_SECONDS: {
    type: whole(600, 60),
    about:
      'So long after typing the password (or a stronger factor) the safety of the account may be changed.',
  },
  CODE_LIFE_SECONDS: { type: whole(600, 60), about: 'Life of a one-time code from its first issue.' },
  CODE_RENEWAL_SECONDS: {
    type: whole(180, 0),
    about: 'A code with less life than this is not sent again: the next one is made.',
  },
  CODE_TRIES: { type: whole(5, 1), about: 'Tries for one code.' },
  CODE_WRONG_PER_HOUR: { type: whole(5, 1), about: 'Wrong codes per account and hour.' },
  CODE_WRONG_PER_DAY: { type: whole(15, 1), about: 'Wrong codes per account and day.' },
  CODE_SEND_GAP_SECONDS: { type: whole(60, 1), about: 'Least time between two sends.' },
  CODE_SENDS_PER_HOUR: { type: whole(5, 1), about: 'Codes sent per account and hour.' },
  CODE_SENDS_PER_DAY: { type: whole(10, 1), about: 'Codes sent per account and day.' },
  REGISTER_ADDRESS_TRIES_PER_HOUR: {
    type: whole(200, 1),
    about:
      'Accounts asked for per network address and hour. A carrier puts thousands of phones behind one address.',
  },
  REGISTER_TRIES_PER_MINUTE: {
    type: whole(600, 1),
    about: 'Accounts asked for by everybody together within a minute.',
  },
  REGISTER_WRONG_CODES_PER_HOUR: {
    type: whole(1000, 1),
    about: 'Wrong codes typed by everybody together within an hour while opening an account.',
  },
  PAID_SENDS_PER_NUMBER_PER_DAY: {
    type: whole(20, 1),
    about: 'Codes by SMS or WhatsApp to one number and day over all accounts that nobody used.',
  },
  PAID_SENDS_PER_BLOCK_PER_HOUR: {
    type: whole(20, 1),
    about:
      'Codes by SMS or WhatsApp per hour that nobody used, to numbers that differ in their last four digits only.',
  },
  PAID_SENDS_PER_ADDRESS_PER_HOUR: {
    type: whole(60, 1),
    about:
      'Codes by SMS or WhatsApp per hour that nobody used, asked for from one network address; ten times as many from the network around it.',
  },
  PAID_SENDS_PER_DAY: {
    type: whole(100_000, 16),
    about: 'Codes by SMS or WhatsApp per day that nobody used, for the whole house.',
  },
  PHONE_COUNTRIES: {
    type: dialCodes('+62'),
    about: 'Codes by SMS or WhatsApp go only to numbers that begin with one of these, separated by commas.',
  },
  TOTP_STEPS_TOLERATED: {
    type: whole(2),
    about: 'How many steps of 30 seconds the clock of an authenticator app may be early or late.',
  },
  FACTOR_SETUP_SECONDS: {
    type: whole(1800, 60),
    about: 'How long a new authenticator app may take to answer with its first code.',
  },
  RESET_LINK_SECONDS: { type: whole(1800, 60), about: 'Life of the link for a new password.' },
  RESET_MAILS_PER_HOUR: {
    type: whole(5, 1),
    about: 'Messages for a new password per address and hour; asked as often for one typed identifier.',
  },
  RESET_ASKS_PER_ADDRESS_HOUR: {
    type: whole(100, 1),
    about:
      'Requests for a new password per network address and hour; ten times as many per network around it.',
  },
  RECOVERY_WAIT_SECONDS: {
    type: whole(259_200, 3600),
    about: 'How long a recovery waits that nobody but the member proves; the owner can stop it meanwhile.',
  },
  RECOVERY_SMS_WAIT_SECONDS: {
    type: whole(86_400, 3600),
    about: 'How long a new password by SMS waits on a device that is not known.',
  },
  RECOVERY_READY_SECONDS: {
    type: whole(604_800, 3600),
    about: 'How long after the wait a recovery can be finished.',
  },
  SESSION_IDLE_SECONDS: { type: whole(900, 60), about: 'A session ends after this long without a page.' },
  SESSION_TOTAL_SECONDS: { type: whole(43_200, 60), about: 'A session ends after this long in any case.' },
  SHARED_SESSION_IDLE_SECONDS: { type: whole(300, 60), about: 'Idle limit on a shared computer.' },
  SHARED_SESSION_TOTAL_SECONDS: { type: whole(900, 60), about: 'Total limit on a shared computer.' },
  CONSOLE_SESSION_IDLE_SECONDS: { type: whole(900, 60), about: "Idle limit of an officer's session." },
  CONSOLE_SESSION_TOTAL_SECONDS: { type: whole(43_200, 60), about: "Total limit of an officer's session." },
  CONSOLE_TOTP: {
    type: flag(false),
    about:
      'Lets officers open the console with an authenticator app too; without it only with a passkey. Always on in the demonstration.',
  },
  SESSION_WARNING_SECONDS: { type: whole(120, 10), about: 'How long before the end the page warns.' },
  REMEMBERED_BROWSER_DAYS: {
    type: whole(30, 1),
    about: 'How long a remembered browser skips the second factor.',
  },
  SMTP_URL: {
    type: maybeText(),
    secret: true,
    about: 'smtp:// or smtps:// address of the mail server. The demonstration uses its own inbox.',
  },
  MAIL_FROM: { type: sender('Go ID <tidak-dibalas@goid.example>'), about: 'Sender of e-mail.' },
  SMS_PROVIDERS: {
    type: maybeText(),
    secret: true,
    about:
      'SMS providers in order of preference, separated by spaces: ssmpp://user:password@host:port or https://user:password@gateway/path; smpp:// and http:// only on this machine.',
  },
  WHATSAPP_PROVIDERS: {
    type: maybeText(),
    secret: true,
    about:
      'WhatsApp gateways in order of preference, separated by spaces: https://user:password@gateway/path. Without one WhatsApp is not offered.',
  },
  BANK_KEYS: {
    type: bankKeyPairs(),
    secret: true,
    about:
      'Banks that may tell of payments at the employers’ address /payments, separated by spaces: name:key, the key of at least 32 characters shared with that bank (docs/payments.md).',
  },
  SMS_SENDER: { type: smsSender('GoID'), about: 'Sender name of SMS.' },
  RECOVERIES_KEPT_DAYS: {
    type: whole(180, 30),
    about:
      'How long recoveries that are over, late links of officers and late slips are kept: as long as the messages that told of them.',
  },
  STRANGERS_CASES_KEPT_DAYS: {
    type: whole(730, 30),
    about: 'How long the words and the address stay in a closed case of somebody without an account.',
  },
  MESSAGES_KEPT_DAYS: {
    type: whole(180, 1),
    about: 'How long messages are kept, with the references that providers gave them.',
  },
  MESSAGE_CHECKS_PER_HOUR: {
    type: whole(60, 1),
    about:
      'Questions "is this message from us?" per network address and hour; ten times as many for the network around it.',
  },
  MESSAGE_TIMEOUT_SECONDS: {
    type: whole(10, 1),
    about: 'Time-out of one hand-over to a mail or SMS provider.',
  },
} as const satisfies Record<string, Setting>;
