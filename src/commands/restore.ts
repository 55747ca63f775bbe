import { existsSync } from 'node:fs';
import { headsFile, readHeadsFile } from '#activity';
import { systemClock } from '#kernel';
import { type KeyRing, migrationFiles, openDatabase } from '#platform';
import { bodyOf, dataKeysBeside, type Manifest, readManifest } from './backup-file.ts';
import { type Command, type CommandInput, progressLine } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { foundFault, mendFault } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { installSchema } from './install-schema.ts';
import { signInToCopy } from './probe-sign-in.ts';
import { load } from './restore-load.ts';
import { openPlace, type Place } from './restore-place.ts';
import { type Proof, proveCopy } from './restored-copy.ts';

export const restoreCommand: Command = {
  takesWords: true,
  usage: ['FILE --into NAME [--data-keys FILE] [--json]'],
  options: {
    into: {
      takes: 'NAME',
      about: 'An empty database on the server of DATABASE_URL; made when there is none.',
    },
    'data-keys': {
      takes: 'FILE',
      about: 'The newest file of the accounts’ own keys. Default: FILE.data-keys, when it is there.',
    },
    json: { about: 'Prints what was proven as JSON.' },
  },
  details:
    'Brings it to the schema of this program, then proves the master keys, the ledger, the record of activity with the heads that were published, that an account opens, and that somebody can sign in, with an account that is made for it and taken away again; nothing is sent to anybody. Ends with 4 and names what is not proven. Broken off, it leaves a database that the program refuses; run again, it begins anew.',
  run: async (input) => {
    const [file, ...more] = input.words;
    const name = input.options['into'];
    if (file === undefined || more.length > 0 || typeof name !== 'string')
      throw new CommandError('Say what and where to: ./goid restore FILE --into NAME', exitCodes.usage);
    const keys = openKeyRing(input.config);
    const manifest = await readManifest(file, keys);
    const dataKeys = await readDataKeys(input, file, keys);
    refuseUnfit(manifest, keys);
    const opened = await openConfiguredDatabase(input.config);
    try {
      const place = await openPlace(opened.url, name);
      try {
        const schema = await bringBack(input, place, { file, manifest, dataKeys });
        return await tellProofs(input, manifest, place.url, keys, schema);
      } finally {
        await place.client.end();
      }
    } finally {
      await opened.release();
    }
  },
};

/** What is known before anything is written. */
function refuseUnfit(manifest: Manifest, keys: KeyRing): void {
  const keyId = manifest.keyIds.find((id) => !keys.ids.includes(id));
  if (keyId !== undefined) {
    const fault = { kind: 'missing', keyId } as const;
    throw new CommandError(`${foundFault(fault)} ${mendFault(fault)}`);
  }
  const newest = Math.max(...migrationFiles().map(({ number }) => number));
  if (manifest.schema > newest)
    throw new CommandError(
      `The backup is of a newer Go ID (schema ${manifest.schema}; this program knows ${newest}). Restore it with that one.`,
    );
}

type Checked = { readonly file: string; readonly manifest: Manifest };

/** The file of the accounts' own keys, when one is named or stands beside. */
async function readDataKeys({ options }: CommandInput, beside: string, keys: KeyRing) {
  const given = options['data-keys'];
  const file = typeof given === 'string' ? given : dataKeysBeside(beside);
  if (typeof given !== 'string' && !existsSync(file)) return undefined;
  return { file, manifest: await readManifest(file, keys) };
}

/** All of it or, when anything fails, a database that says of itself that it is not whole. */
async function bringBack(
  { interactive }: CommandInput,
  place: Place,
  { file, manifest, dataKeys }: Checked & { readonly dataKeys: Checked | undefined },
) {
  const progress = progressLine(interactive);
  let read = 0;
  const all = bodyOf(file, manifest.sha256, (more) => {
    read += more;
    progress.show(`rows: ${Math.floor((100 * read) / manifest.bytes)} %`);
  });
  try {
    const own = dataKeys && { dataKeys: bodyOf(dataKeys.file, dataKeys.manifest.sha256) };
    return await load(place, { all, ...own }, (step) => progress.show(step));
  } finally {
    progress.done();
  }
}

async function tellProofs(
  { config, options }: CommandInput,
  manifest: Manifest,
  url: string,
  keys: KeyRing,
  schema: Proof,
): Promise<ExitCode> {
  const applied = await installSchema(url);
  const found = `${manifest.schema}, ${schema.found}; ${applied.length} migrations since`;
  const proofs: Proof[] = [{ ...schema, found }];
  const database = openDatabase({
    url,
    poolSize: 2,
    statementTimeoutSeconds: 0,
    applicationName: 'goid restore',
  });
  try {
    const heads = headsFile(config);
    const proving = {
      database,
      keys,
      now: systemClock.now(),
      heads: heads && existsSync(heads) ? readHeadsFile(heads) : [],
      signIn: () => signInToCopy(config, keys, url),
    };
    for await (const proof of proveCopy(proving)) proofs.push(proof);
  } finally {
    await database.close();
  }
  const whole = proofs.every(({ proven }) => proven);
  const lines = proofs.map(
    ({ check, proven, found }) => `${proven ? 'proven    ' : 'NOT PROVEN'}  ${check}: ${found}`,
  );
  process.stdout.write(
    options['json']
      ? `${JSON.stringify({ takenAt: manifest.takenAt, proven: whole, proofs }, null, 2)}\n`
      : `${[...lines, `The copy is of ${manifest.takenAt}.`].join('\n')}\n`,
  );
  return whole ? exitCodes.ok : exitCodes.differences;
}
