import type { BudgetLimit, WindowLimit } from './limits.ts';

const hour = 3600;
const day = 86_400;

/** The limits of cases and of the unlock desk; a part of the table of limits. */
export const deskLimits = {
  // 10^11 case numbers: these looks find none by trying.
  case_look_address: {
    kind: 'window',
    about: 'looks at a case by its number or code from one network address (IPv6: one /64)',
    tries: (config) => config.CASE_LOOKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  case_look_network: {
    kind: 'window',
    about:
      'looks at a case by its number or code from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.CASE_LOOKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  case_ask_address: {
    kind: 'window',
    about: 'questions and comments of people who are not signed in, from one network address (IPv6: one /64)',
    tries: (config) => config.CASE_ASKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
  case_ask_network: {
    kind: 'window',
    about:
      'questions and comments of people who are not signed in, from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.CASE_ASKS_PER_ADDRESS_HOUR,
    windowSeconds: () => hour,
  },
  // The desk has to read them all; whoever signs in is not kept waiting by a flood.
  case_ask_everybody: {
    kind: 'budget',
    about: 'questions and comments of people who are not signed in, of everybody together',
    tries: (config) => config.CASE_ASKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  // A family reports once; whoever floods the desk with inventions runs into these before it reads them.
  death_report_address: {
    kind: 'window',
    about: 'reports of a death by people who are not signed in, from one network address (IPv6: one /64)',
    tries: () => 5,
    windowSeconds: () => hour,
  },
  death_report_network: {
    kind: 'window',
    about:
      'reports of a death by people who are not signed in, from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: () => 50,
    windowSeconds: () => hour,
  },
  death_report_everybody: {
    kind: 'budget',
    about: 'reports of a death by people who are not signed in, of everybody together',
    tries: (config) => config.CASE_ASKS_PER_HOUR,
    windowSeconds: () => hour,
  },
  desk_checks_case: {
    kind: 'window',
    about: 'identity checks at the desk for one case',
    tries: (config) => config.DESK_CHECKS_PER_CASE,
    windowSeconds: () => 7 * day,
  },
  desk_checks_account: {
    kind: 'window',
    about: 'identity checks at the desk for one account',
    tries: (config) => config.DESK_CHECKS_PER_ACCOUNT_DAY,
    windowSeconds: () => day,
  },
  officer_checks_day: {
    kind: 'window',
    about: 'identity checks of one officer at the desk',
    tries: (config) => config.DESK_CHECKS_PER_OFFICER_DAY,
    windowSeconds: () => day,
  },
  slip_address: {
    kind: 'window',
    about: 'codes from paper tried from one network address (IPv6: one /64)',
    tries: () => 10,
    windowSeconds: () => hour,
  },
  slip_network: {
    kind: 'window',
    about: 'codes from paper tried from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: () => 100,
    windowSeconds: () => hour,
  },
  case_words_account: {
    kind: 'window',
    about: 'questions, comments and replies of one account',
    tries: (config) => config.CASE_WORDS_PER_DAY,
    windowSeconds: () => day,
  },
  evidence_uploads_day: {
    kind: 'window',
    about: 'documents uploaded by one account, those that were taken back or refused too',
    tries: (config) => config.EVIDENCE_PER_DAY,
    windowSeconds: () => day,
  },
} as const satisfies Record<string, WindowLimit | BudgetLimit>;
