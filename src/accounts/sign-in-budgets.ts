import type { Config } from '#platform';
import { type Counted, addressSubject, networkSubject } from '#throttle';

/** The narrow limit first: what it refuses is not counted for the network, so that one address cannot use it up. */
export function addressBudgets(address: string): readonly Counted[] {
  return [
    { name: 'sign_in_address', subject: addressSubject(address) },
    { name: 'sign_in_network', subject: networkSubject(address) },
  ];
}

/**
 * What tells guessing at many accounts: one password at many identifiers, one address or network at many identifiers.
 * Looked at before a password from an unknown device is, and taken from when it was wrong.
 */
export function crowdBudgets(address: string, passwordSubject: string): readonly Counted[] {
  return [
    { name: 'password_spray', subject: passwordSubject },
    { name: 'identifiers_address', subject: addressSubject(address) },
    { name: 'identifiers_network', subject: networkSubject(address) },
  ];
}

/** The same with what makes an identifier count once for its address: after it refuses, nothing more is taken. */
export function crowdCount(address: string, passwordSubject: string, identifier: string): readonly Counted[] {
  const [spray, ...identifiers] = crowdBudgets(address, passwordSubject);
  const once = {
    name: 'identifier_from_address',
    subject: `${addressSubject(address)} ${identifier}`,
  } as const;
  return [...(spray ? [spray] : []), once, ...identifiers];
}

/**
 * For limits that are looked at before a try and counted after it: what was under way when one filled is counted too, so
 * that tries made at once gain nothing in the long run. They stay shut until all of it is old.
 */
export function countingOverrun(config: Config): Config {
  return {
    ...config,
    PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR: config.PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR * overrun,
    SIGN_IN_ADDRESS_IDENTIFIERS: config.SIGN_IN_ADDRESS_IDENTIFIERS * overrun,
    CODE_WRONG_PER_MINUTE_EVERYWHERE: config.CODE_WRONG_PER_MINUTE_EVERYWHERE * overrun,
  };
}

const overrun = 5;
