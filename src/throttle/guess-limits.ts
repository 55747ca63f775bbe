import type { ClosingLimit, WindowLimit } from './limits.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;
/** Longer than anybody waits: it ends by another password, which is counted anew. */
const untilReplacedSeconds = 10 * 365 * day;

/**
 * Limits against guessing that does not stay with one identifier: all in all, from known devices, with one password at
 * many accounts, and at many accounts from one network. Part of the table of limits.
 */
export const guessLimits = {
  password_failures: {
    kind: 'closing',
    about:
      'wrong passwords for one account from unknown devices without a success; then the password is disabled',
    tries: (config) => config.PASSWORD_FAILURES,
    closedSeconds: () => untilReplacedSeconds,
    longestClosedSeconds: () => untilReplacedSeconds,
    forgetAfterSeconds: () => untilReplacedSeconds,
  },
  // The same work for an identifier that no account has; nothing needs to be kept for long.
  password_failures_unknown: {
    kind: 'closing',
    about: 'wrong passwords for one identifier that no account has',
    tries: (config) => config.PASSWORD_FAILURES,
    closedSeconds: () => day,
    longestClosedSeconds: () => day,
    forgetAfterSeconds: () => day,
  },
  password_device: {
    kind: 'closing',
    about: 'wrong passwords from one known device of an account',
    tries: (config) => config.PASSWORD_TRIES,
    closedSeconds: (config) => config.PASSWORD_CLOSED_SECONDS,
    longestClosedSeconds: (config) => config.PASSWORD_CLOSED_LONGEST_SECONDS,
    forgetAfterSeconds: (config) => config.PASSWORD_CLOSED_FORGET_SECONDS,
  },
  password_device_day: {
    kind: 'window',
    about: 'wrong passwords from one known device of an account',
    tries: (config) => config.PASSWORD_DEVICE_TRIES_PER_DAY,
    windowSeconds: () => day,
  },
  password_device_failures: {
    kind: 'closing',
    about: 'wrong passwords from one known device without a success; then it is known no more',
    tries: (config) => config.PASSWORD_FAILURES,
    closedSeconds: () => day,
    longestClosedSeconds: () => day,
    forgetAfterSeconds: () => untilReplacedSeconds,
  },
  // A password that is right is never counted, so that people who chose the same one do not stand in each other's way.
  password_spray: {
    kind: 'window',
    about: 'identifiers at which one and the same password was wrong',
    tries: (config) => config.PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR,
    windowSeconds: () => hour,
  },
  // Ten minutes, because a carrier puts thousands of phones behind one address: nobody has to wait for longer than that.
  identifier_from_address: {
    kind: 'window',
    about: 'whether one identifier was refused from one network address before, so that it counts once',
    tries: () => 1,
    windowSeconds: () => 10 * minute,
  },
  identifiers_address: {
    kind: 'window',
    about: 'different identifiers refused from one network address (IPv6: one /64)',
    tries: (config) => config.SIGN_IN_ADDRESS_IDENTIFIERS,
    windowSeconds: () => 10 * minute,
  },
  identifiers_network: {
    kind: 'window',
    about: 'different identifiers refused from one network around an address (IPv4: one /24, IPv6: one /48)',
    tries: (config) => 10 * config.SIGN_IN_ADDRESS_IDENTIFIERS,
    windowSeconds: () => 10 * minute,
  },
  // However many accounts' passwords somebody holds, the codes of all together cannot be guessed at faster than this.
  code_wrong_everywhere: {
    kind: 'window',
    about: 'wrong codes from unknown devices over all accounts; then codes from unknown devices wait',
    tries: (config) => config.CODE_WRONG_PER_MINUTE_EVERYWHERE,
    windowSeconds: () => minute,
  },
} as const satisfies Record<string, WindowLimit | ClosingLimit>;
