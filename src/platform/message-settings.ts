import { maybeText, type Setting, text, whole } from './setting-kinds.ts';

/** How messages leave the house; a part of the table of settings. */
export const messageSettings = {
  SMTP_URL: {
    type: maybeText(),
    secret: true,
    about: 'smtp:// or smtps:// address of the mail server. The demonstration uses its own inbox.',
  },
  MAIL_FROM: { type: text('Go ID <tidak-dibalas@goid.example>'), about: 'Sender of e-mail.' },
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
  SMS_SENDER: { type: text('GoID'), about: 'Sender name of SMS.' },
  MESSAGES_KEPT_DAYS: {
    type: whole(180, 1),
    about: 'How long messages are kept, with the references that providers gave them.',
  },
  MESSAGE_CHECKS_PER_HOUR: {
    type: whole(60, 1),
    about:
      'Questions "is this message from us?" per network address and hour; ten times as many for the network around it.',
  },
  CASE_LOOKS_PER_HOUR: {
    type: whole(20, 1),
    about:
      'Looks at a case by its number without signing in, per network address and hour; ten times as many for the network around it.',
  },
  CASE_ASKS_PER_ADDRESS_HOUR: {
    type: whole(20, 1),
    about:
      'Questions and comments without signing in, per network address and hour; ten times as many for the network around it.',
  },
  CASE_ASKS_PER_HOUR: {
    type: whole(2000, 1),
    about: 'The same of everybody together, so that a flood does not bury the desk.',
  },
  CASE_WORDS_PER_DAY: {
    type: whole(30, 1),
    about: 'Questions, comments and replies in cases per account and day.',
  },
  MESSAGE_TIMEOUT_SECONDS: {
    type: whole(10, 1),
    about: 'Time-out of one hand-over to a mail or SMS provider.',
  },
} as const satisfies Record<string, Setting>;
