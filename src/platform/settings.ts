import { z } from 'zod';
import {
  colour,
  flag,
  maybeOrigin,
  maybeText,
  namedAddresses,
  type Setting,
  text,
  whole,
  words,
} from './setting-kinds.ts';
import { messageSettings } from './message-settings.ts';

/**
 * Every setting, one line each: its name in the environment, its default, and what it is for.
 * docs/operations.md is generated from this table. A setting marked secret may also come from a file
 * named by the same variable with `_FILE` behind it.
 */
export const settings = {
  GOID_HOME: {
    type: maybeText(),
    about:
      'Folder of the embedded database and the demonstration keys. Without it .goid/ beside the program.',
  },
  DATABASE_URL: {
    type: maybeText(),
    secret: true,
    about:
      'PostgreSQL 15 to 18. Without it the embedded one is started in .goid/. In production, on another machine: with ?sslmode=verify-full.',
  },
  MASTER_KEYS: {
    type: maybeText(),
    secret: true,
    about:
      'Key ring, newest first, the oldest kept last: id:base64 of 32 bytes, separated by commas. Made in .goid/ for the demonstration; required in production.',
  },
  NODE_ENV: {
    type: z.enum(['production', 'development', 'test']).default('development'),
    about: 'production demands https origins and MASTER_KEYS, and refuses the demonstration.',
  },
  DEMO: {
    type: flag(true),
    about:
      'The demonstration: sample members, the inbox, the banner on every page. Always off in production.',
  },
  LOG_LEVEL: {
    type: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: 'How much is logged, as JSON lines on standard error.',
  },
  BIND_ADDRESS: { type: text('127.0.0.1'), about: 'The address that all faces listen on.' },
  PORT_BASE: {
    type: z.coerce.number().int().min(1).max(65_500).default(8080),
    about:
      'sso listens here, portal +1, console +2, employer +3, api +4, metrics +9, inbox +10, example +11, SMTP +12, SMPP +13, SMS gateway +14.',
  },
  SSO_ORIGIN: { type: maybeOrigin(), about: 'Public origin of the sign-in face (and the OpenID issuer).' },
  PORTAL_ORIGIN: { type: maybeOrigin(), about: "Public origin of the member's pages." },
  CONSOLE_ORIGIN: { type: maybeOrigin(), about: 'Public origin of the support console.' },
  EMPLOYER_ORIGIN: { type: maybeOrigin(), about: "Public origin of the employers' face." },
  API_ORIGIN: { type: maybeOrigin(), about: 'Public origin of the API.' },
  SSO_INTERNAL_URL: {
    type: maybeOrigin(),
    about:
      'Where the other faces reach the provider when the public origin is not reachable from inside; https:// unless on this machine.',
  },
  TRUSTED_PROXIES: {
    type: text(''),
    about: 'Addresses or networks (10.0.0.0/8), separated by commas, whose X-Forwarded-For is believed.',
  },
  METRICS_PORT: {
    type: z.coerce.number().int().min(0).max(65_535).optional(),
    about:
      'Where GET /metrics is served, in place of PORT_BASE + 9; 0 is nowhere. Processes side by side on one machine each need their own.',
  },
  METRICS_ADDRESS: {
    type: text('127.0.0.1'),
    about:
      'The address that metrics listen on. Nobody is asked who they are there: keep it off public networks.',
  },
  DRAIN_SECONDS: {
    type: whole(0, 0),
    about:
      'On SIGTERM /ready says no for so long before the process stops taking requests, so that the proxy sends them elsewhere.',
  },
  TRACES: {
    type: flag(false),
    about:
      'Takes a traceparent header (W3C Trace Context) into the log lines of the request, hands it on to the provider, and names the spans of an OpenTelemetry SDK that was loaded with NODE_OPTIONS=--import.',
  },
  SECURITY_CONTACT: {
    type: z
      .string()
      .regex(/^(?:mailto:|https:\/\/|tel:)\S+$/)
      .default('mailto:keamanan@goid.example'),
    about: 'Whom to tell of a weakness, as an address for /.well-known/security.txt (RFC 9116).',
  },
  SECURITY_POLICY_URL: {
    type: z.url({ protocol: /^https$/ }).optional(),
    about: 'The page that says how weaknesses are dealt with, for /.well-known/security.txt.',
  },
  SECURITY_TXT_DAYS: {
    type: whole(180, 1),
    about: 'So many days ahead /.well-known/security.txt says that it expires.',
  },
  DATABASE_POOL_SIZE: { type: whole(6, 1), about: 'Connections per face.' },
  BRAND_NAME: { type: text('Go ID'), about: 'The name shown on pages and in messages.' },
  BRAND_COLOUR: { type: colour('#3a3f9e'), about: 'Actions, links, charts.' },
  BRAND_COLOUR_DARK: { type: colour('#2b2f7d'), about: 'The same, pressed or visited.' },
  BRAND_TINT: { type: colour('#eceefb'), about: 'The same, as a quiet ground.' },
  SUPPORT_PHONE: { type: text('1500-000'), about: 'Call centre, shown on every page and error.' },
  FRAUD_REPORT_EMAIL: {
    type: text('lapor@goid.example'),
    about: 'Mailbox for messages that pretend to be ours, shown where people check a message.',
  },
  SUPPORT_EMAIL: { type: text('bantuan@goid.example'), about: 'Support mailbox, shown on help and errors.' },
  OFFICIAL_CHANNELS: {
    type: namedAddresses('Instagram=https://instagram.example/goid; YouTube=https://youtube.example/goid'),
    about:
      'Other places where the institution really speaks, for the status page: name=address, separated by semicolons. The call centre, the mailbox and our own addresses always stand there.',
  },
  MAINTENANCE_ANNOUNCED_HOURS: {
    type: whole(72, 0),
    about: 'How long before planned maintenance every page says so.',
  },
  HASH_SLOTS: { type: whole(2, 1), about: 'Passwords hashed at the same time. Not more than the cores.' },
  HASH_QUEUE: {
    type: whole(64, 0),
    about: 'Sign-ins that may wait for a slot; further ones get 503 and Retry-After at once.',
  },
  HASH_DEADLINE_SECONDS: { type: whole(5, 1), about: 'How long a sign-in may wait for a slot.' },
  TEST_HASH_COST: {
    type: flag(false),
    about: 'Cheap password hashes for bounded simulations; refused unless NODE_ENV is test.',
  },
  // NIST SP 800-63B-4 §3.1.1.2: never fewer than 8 characters, and at least 64 must be allowed.
  PASSWORD_MINIMUM_LENGTH: { type: whole(15, 8), about: 'Least characters of a password of any kind.' },
  PASSWORD_MIXED_MINIMUM_LENGTH: {
    type: whole(12, 8),
    about: 'Least characters of a password with small and capital letters, digits and symbols.',
  },
  PASSWORD_MAXIMUM_LENGTH: { type: whole(256, 64), about: 'Most characters of a password.' },
  PASSWORD_MINIMUM_SCORE: {
    type: whole(3, 0),
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
      'Folder in a second place, outside the database and best on another machine, to which the newest signed head of the sealed activity is added every five minutes. Without it only the page /proof/heads publishes them.',
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
    type: words('+62'),
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
  CONSOLE_LOOK_SECONDS: {
    type: whole(1800, 60),
    about: 'So long an officer may look at a member for one case before a reason is asked for again.',
  },
  CONSOLE_LOOKS_PER_DAY: { type: whole(60, 1), about: 'Looks at members per officer and day.' },
  CONSOLE_SEARCHES_PER_DAY: { type: whole(150, 1), about: 'Searches for members per officer and day.' },
  CONSOLE_MISSES_PER_HOUR: {
    type: whole(20, 1),
    about: 'Searches per officer and hour that find nobody.',
  },
  STAFF_LINK_SECONDS: {
    type: whole(86_400, 300),
    about: 'Life of the link by which a new officer chooses a password and an authenticator app.',
  },
  SESSION_WARNING_SECONDS: { type: whole(120, 10), about: 'How long before the end the page warns.' },
  REMEMBERED_BROWSER_DAYS: {
    type: whole(30, 1),
    about: 'How long a remembered browser skips the second factor.',
  },
  ...messageSettings,
} as const satisfies Record<string, Setting>;

export type Settings = {
  readonly [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['type']>;
};
