import { z } from 'zod';
import {
  whole,
  flag,
  text,
  maybeText,
  colour,
  namedAddresses,
  listenAddress,
  mailAddress,
  maybeOrigin,
  phoneNumber,
  proxies,
  type Setting,
} from './setting-types.ts';

/** Where the program runs, what it is called, and what it may use of the machine. */
export const machineSettings = {
  GOID_HOME: {
    type: maybeText(),
    about:
      'Folder of the embedded database and the demonstration keys. Without it .goid/ beside the program.',
  },
  DATABASE_URL: {
    type: z
      .string()
      .regex(/^postgres(?:ql)?:\/\//, 'an address such as postgresql://user:password@host:5432/database')
      .optional(),
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
  KEYS_OLD_DAYS: {
    type: whole(365, 1),
    about: '`./goid doctor` tells of a master key that has been in use for longer.',
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
  BIND_ADDRESS: { type: listenAddress('127.0.0.1'), about: 'The address that all faces listen on.' },
  PORT_BASE: {
    type: z.coerce.number().int().min(1).max(65_500).default(8080),
    about:
      'sso listens here, portal +1, console +2, employer +3, api +4, metrics +9, inbox +10, example +11, SMTP +12, SMPP +13, SMS gateway +14.',
  },
  SSO_ORIGIN: { type: maybeOrigin(), about: 'Public origin of the sign-in face (and the OpenID issuer).' },
  PORTAL_ORIGIN: { type: maybeOrigin(), about: "Public origin of the member's pages." },
  CONSOLE_ORIGIN: { type: maybeOrigin(), about: 'Public origin of the support console.' },
  EMPLOYER_ORIGIN: { type: maybeOrigin(), about: "Public origin of the employers' face." },
  SSO_INTERNAL_URL: {
    type: maybeOrigin(),
    about:
      'Where the other faces reach the provider when the public origin is not reachable from inside; https:// unless on this machine.',
  },
  TRUSTED_PROXIES: {
    type: proxies(),
    about: 'Addresses or networks (10.0.0.0/8), separated by commas, whose X-Forwarded-For is believed.',
  },
  METRICS_PORT: {
    type: z.coerce.number().int().min(0).max(65_535).optional(),
    about:
      'Where GET /metrics is served, in place of PORT_BASE + 9; 0 is nowhere. Processes side by side on one machine each need their own.',
  },
  METRICS_ADDRESS: {
    type: listenAddress('127.0.0.1'),
    about:
      'The address that metrics listen on. Nobody is asked who they are there: keep it off public networks.',
  },
  FILING_MOST_BYTES: {
    type: whole(20_000_000, 1000),
    about: 'Most bytes of a file that an employer hands in.',
  },
  FILING_MOST_ROWS: {
    type: whole(100_000, 1),
    about: 'Most rows of a file that an employer hands in; of new workers or exits at most 10000.',
  },
  FILING_SET_BYTES: {
    type: whole(2_000_000, 1000),
    about: "Employers' files of together so many bytes are worked on in one transaction.",
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
      .regex(/^(?:mailto:|https:\/\/|tel:)\S+$/, 'an address that begins with mailto:, https:// or tel:')
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
  SUPPORT_PHONE: { type: phoneNumber('1500-000'), about: 'Call centre, shown on every page and error.' },
  FRAUD_REPORT_EMAIL: {
    type: mailAddress('lapor@goid.example'),
    about: 'Mailbox for messages that pretend to be ours, shown where people check a message.',
  },
  SUPPORT_EMAIL: {
    type: mailAddress('bantuan@goid.example'),
    about: 'Support mailbox, shown on help and errors.',
  },
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
} as const satisfies Record<string, Setting>;
