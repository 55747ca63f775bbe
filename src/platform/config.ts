import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Settings, settings } from './settings.ts';

export const faceNames = ['sso', 'portal', 'console', 'employer'] as const;
export type FaceName = (typeof faceNames)[number];

/** Ports stand at fixed distances from PORT_BASE, so that one setting moves the whole house. */
const portOffsets = {
  sso: 0,
  portal: 1,
  console: 2,
  employer: 3,
  api: 4,
  metrics: 9,
  inbox: 10,
  example: 11,
  smtp: 12,
  smpp: 13,
  smsGateway: 14,
};
export type PortName = keyof typeof portOffsets;

export type Config = Settings & {
  readonly ports: Readonly<Record<PortName, number>>;
  /** Where people find each face: scheme, host and port, no path. */
  readonly origins: Readonly<Record<FaceName | 'inbox' | 'example', string>>;
};

/** What is wrong with the environment, one sentence per setting, for the person who starts the program. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks every setting. Throws ConfigError naming each wrong one and what it should be. */
export function readConfig(environment: Environment): Config {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const type: z.ZodType = setting.type;
    const parsed = type.safeParse(rawValue(name, 'secret' in setting, environment, faults), {
      error: shouldBe,
    });
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${name}: should be ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
  }
  if (faults.length > 0) throw new ConfigError(`Settings that cannot be used:\n  ${faults.join('\n  ')}`);
  const read = values as Settings;
  const demonstration = read.DEMO && read.NODE_ENV !== 'production';
  const config = {
    ...read,
    DEMO: demonstration,
    CONSOLE_TOTP: read.CONSOLE_TOTP || demonstration,
    ports: portsFrom(read.PORT_BASE),
    origins: originsFrom(read),
  };
  refuseUnsafe(config);
  return config;
}

/** What a value should be, where its type has no words of its own for that. The value itself may be a secret. */
const shouldBe: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') return 'a whole number';
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return 'an address such as https://id.example';
  return undefined;
};

function rawValue(
  name: string,
  secret: boolean,
  environment: Environment,
  faults: string[],
): string | undefined {
  const file = secret ? environment[`${name}_FILE`] : undefined;
  if (!file) return environment[name] === '' ? undefined : environment[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: the file ${file} cannot be read`);
    return undefined;
  }
}

/** The file that a secret setting is read from; undefined when its value stands in the environment itself. */
export function fileOfSecret(name: 'MASTER_KEYS', environment: Environment): string | undefined {
  return environment[`${name}_FILE`] || undefined;
}

function portsFrom(base: number): Config['ports'] {
  return Object.fromEntries(
    Object.entries(portOffsets).map(([name, offset]) => [name, base + offset]),
  ) as Record<PortName, number>;
}

function originsFrom(read: Settings): Config['origins'] {
  const ports = portsFrom(read.PORT_BASE);
  const local = (name: PortName) => `http://localhost:${ports[name]}`;
  return {
    sso: read.SSO_ORIGIN ?? local('sso'),
    portal: read.PORTAL_ORIGIN ?? local('portal'),
    console: read.CONSOLE_ORIGIN ?? local('console'),
    employer: read.EMPLOYER_ORIGIN ?? local('employer'),
    inbox: local('inbox'),
    example: local('example'),
  };
}

function refuseUnsafe(config: Config): void {
  if (config.TEST_HASH_COST && config.NODE_ENV !== 'test') {
    throw new ConfigError('TEST_HASH_COST is for simulations only: set NODE_ENV=test or take it away.');
  }
  if (config.DEMO) refusePublicDemonstration(config);
  if (config.NODE_ENV !== 'production') return;
  const plain = faceNames.filter((face) => !config.origins[face].startsWith('https://'));
  if (plain.length > 0)
    throw new ConfigError(
      `In production every origin is https. Set ${plain.map((face) => `${face.toUpperCase()}_ORIGIN`).join(', ')}.`,
    );
  if (!config.MASTER_KEYS)
    throw new ConfigError(
      'In production MASTER_KEYS (or MASTER_KEYS_FILE) is required. Make one with: ./goid keys new',
    );
  if (!config.DATABASE_URL)
    throw new ConfigError('In production DATABASE_URL (or DATABASE_URL_FILE) is required.');
  refuseSharedHosts(config);
  refusePlainConnections(config, config.DATABASE_URL);
}

/** A browser keeps cookies apart by host, not by port. */
function refuseSharedHosts({ origins }: Config): void {
  const hosts = faceNames.map((face) => new URL(origins[face]).hostname);
  if (new Set(hosts).size < hosts.length)
    throw new ConfigError(
      'In production each face has a host name of its own: two origins name the same host.',
    );
}

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]', '']);

/** What leaves the machine is encrypted, and the other side shows a certificate that is checked. */
function refusePlainConnections({ SSO_INTERNAL_URL: inside }: Config, databaseUrl: string): void {
  if (inside !== undefined && isPlain(inside))
    throw new ConfigError('SSO_INTERNAL_URL: http:// serves only this machine; use https:// for another.');
  const database = URL.parse(databaseUrl);
  // A path in place of a host is a socket of this machine.
  const socket = database?.searchParams.get('host')?.startsWith('/') ?? false;
  if (!database || socket || thisMachine.has(database.hostname)) return;
  if (database.searchParams.get('sslmode') !== 'verify-full')
    throw new ConfigError(
      'DATABASE_URL: a database on another machine is reached with ?sslmode=verify-full (and &sslrootcert=FILE for a certificate authority of your own).',
    );
}

const isPlain = (address: string) => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !thisMachine.has(hostname);
};

/** Its passwords are public and its inbox shows every code, so nobody else may reach it. */
function refusePublicDemonstration({ BIND_ADDRESS: address, origins }: Config): void {
  const reachable =
    !/^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/.test(address) ||
    Object.values(origins).some((origin) => origin.startsWith('https://'));
  if (reachable)
    throw new ConfigError(
      'The demonstration is for this machine only. Set DEMO=off, or leave BIND_ADDRESS at 127.0.0.1 and take the https origins away.',
    );
}
