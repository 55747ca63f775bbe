import { record } from '#activity';
import { systemClock } from '#kernel';
import { forgetKey, keyUseRows, newMasterKey, openDatabase } from '#platform';
import { listSigningKeys } from '#sso';
import { type Command, type CommandInput, progressLine } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { refuseOtherKeys } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { readKeyText, writeKeyFile } from './key-file.ts';
import { keyNeeds, reasonsToKeep } from './key-needs.ts';
import { addKey, rotatable, type Rotatable, rotate } from './key-rotate.ts';
import type { KeyWork } from './key-steps.ts';

/** Look-ups move only on demand, because nothing may be written meanwhile; heads of the activity have no need to. */
const byItself: readonly Rotatable[] = ['signing', 'data', 'cookie', 'pepper'];
const dayAheadSeconds = 86_400;
/** What /oauth/jwks may be kept for, and a minute in which a service that meets an unknown key asks again. */
const leastAheadSeconds = 360;

export const keysCommand: Command = {
  takesWords: true,
  usage: ['', 'new', 'add', `rotate [${rotatable.join('|')}] …`, 'retire ID'],
  options: {
    ahead: {
      takes: 'SECONDS',
      about: 'rotate signing: so long the key is published before it signs (86400).',
    },
    json: { about: 'Prints the keys as JSON.' },
  },
  details:
    'Without words: every key, what it is in use for, and what still needs it.\nrotate brings a new key into use and changes what the old one made; without words signing, data, cookie and pepper. It may be stopped and run again.\nnew prints an entry for MASTER_KEYS. Keep it where secrets are kept: without it no sealed value opens again.',
  run: async (input) => {
    const [word, ...rest] = input.words;
    if (word === 'new' && rest.length === 0) return printNew();
    const kinds = rest.filter((kind): kind is Rotatable => rotatable.includes(kind as Rotatable));
    if (word === undefined) return withKeys(input, (work) => showKeys(work, input.options['json'] === true));
    if (word === 'add' && rest.length === 0)
      return withKeys(input, async (work) => {
        process.stdout.write(`Key ${await addKey(work, input.config)} is on the ring and not used yet.\n`);
        return exitCodes.ok;
      });
    if (word === 'rotate' && kinds.length === rest.length)
      return withKeys(input, (work) => rotateKeys(work, input, kinds.length > 0 ? kinds : byItself));
    if (word === 'retire' && rest.length === 1)
      return withKeys(input, (work) => retire(work, input, rest[0] ?? ''));
    throw new CommandError(
      `Say what to do: ./goid keys, ./goid keys new, add, rotate [${rotatable.join(', ')}], or retire ID.`,
      exitCodes.usage,
    );
  },
};

function printNew(): ExitCode {
  process.stdout.write(`${newMasterKey(systemClock.now().getTime().toString(36))}\n`);
  return exitCodes.ok;
}

async function withKeys(
  { config, interactive }: CommandInput,
  work: (work: KeyWork) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({
    url: opened.url,
    poolSize: 2,
    statementTimeoutSeconds: 0,
    applicationName: 'goid keys',
  });
  const progress = progressLine(interactive);
  try {
    const keys = openKeyRing(config);
    await refuseOtherKeys(database, keys);
    return await work({ database, keys, now: () => systemClock.now(), tell: (text) => progress.show(text) });
  } finally {
    progress.done();
    await database.close();
    await opened.release();
  }
}

async function rotateKeys(
  work: KeyWork,
  input: CommandInput,
  kinds: readonly Rotatable[],
): Promise<ExitCode> {
  const ahead = Number(input.options['ahead'] ?? dayAheadSeconds);
  if (!Number.isInteger(ahead) || ahead < leastAheadSeconds)
    throw new CommandError(
      `--ahead is a number of seconds, at least ${leastAheadSeconds}: services keep the published keys for five minutes.`,
      exitCodes.usage,
    );
  const said = await rotate(work, { config: input.config, kinds, aheadSeconds: ahead });
  process.stdout.write(
    `${said.join('\n')}\nOlder keys still open and check what they made. ./goid keys shows what needs them.\n`,
  );
  return exitCodes.ok;
}

async function showKeys({ database, keys, now }: KeyWork, json: boolean): Promise<ExitCode> {
  const needs = await keyNeeds(database, keys, now());
  const uses = await keyUseRows(database);
  const master = keys.ids.map((id) => ({
    id,
    since: uses.filter((row) => row.key_id === id).map((row) => row.used_from)[0],
    inUse: (['data', 'cookie', 'pepper', 'index', 'head'] as const).filter((kind) => keys.inUse(kind) === id),
    needs: needs.get(id) ?? [],
  }));
  const signing = await listSigningKeys(database, now());
  process.stdout.write(json ? `${JSON.stringify({ master, signing }, null, 2)}\n` : shown(master, signing));
  return exitCodes.ok;
}

type MasterView = {
  readonly id: string;
  readonly since: Date | undefined;
  readonly inUse: readonly string[];
  readonly needs: readonly { readonly what: string; readonly count: number }[];
};

function shown(master: readonly MasterView[], signing: Awaited<ReturnType<typeof listSigningKeys>>): string {
  const lines = master.flatMap(({ id, since, inUse, needs }) => [
    `key ${id}${since ? `, used since ${since.toISOString()}` : ''}: in use for ${inUse.join(', ') || 'nothing'}`,
    ...needs.map(({ what, count }) => `      ${count} ${what}`),
  ]);
  const published = signing.map(
    ({ id, algorithm, state, signsFrom }) =>
      `signing key ${id} (${algorithm}): ${state}, from ${signsFrom.toISOString()}`,
  );
  return `${[...lines, ...published].join('\n')}\n`;
}

async function retire(work: KeyWork, { config }: CommandInput, id: string): Promise<ExitCode> {
  const { database, keys, now } = work;
  if (!keys.ids.includes(id)) throw new CommandError(`There is no key ${id} on the ring.`);
  const reasons = await reasonsToKeep(database, keys, id, now());
  if (reasons.length > 0) throw new CommandError([`Key ${id} stays:`, ...reasons].join('\n  '));
  const ring = readKeyText(config)
    .split(',')
    .filter((entry) => entry.trim().split(':')[0] !== id);
  await database.transaction(async (tx) => {
    await forgetKey(tx, id);
    await record(tx, { event: 'key_retired', actor: { kind: 'system' }, at: now(), details: { key: id } });
  });
  writeKeyFile(
    config,
    ring.join(','),
    `Nothing needs key ${id} any more: take it out of MASTER_KEYS where you keep it.`,
  );
  process.stdout.write(
    `Key ${id} is taken away. Copies of it in backups of the keys are needed for older backups of the database.\n`,
  );
  return exitCodes.ok;
}
