import { record } from '#activity';
import { readOnlyNow } from '#operations';
import {
  type Config,
  type KeyKind,
  keyKinds,
  newMasterKey,
  pinKeyUses,
  keyUseRows,
  readKeyUses,
} from '#platform';
import { addSigningKeys, retireSigningKeys } from '#sso';
import { systemClock } from '#kernel';
import { CommandError } from './exit-codes.ts';
import { readKeyText, writeKeyFile } from './key-file.ts';
import { allHold, type KeyWork, moveLookUps, putInUse, resealAll } from './key-steps.ts';

export const rotatable = ['signing', ...keyKinds] as const;
export type Rotatable = (typeof rotatable)[number];

const freshMs = 86_400_000;
/** A past signing key stays published so long: what it signed is over after minutes, but is shown again at a log-out. */
const pastSigningMs = 86_400_000;

export type Rotation = {
  readonly config: Config;
  readonly kinds: readonly Rotatable[];
  /** So long a signing key is published before it signs. */
  readonly aheadSeconds: number;
};

/** Brings a new key into use for each kind. What was begun and stopped half-way goes on. Returns a sentence per kind. */
export async function rotate(work: KeyWork, rotation: Rotation): Promise<string[]> {
  const said: string[] = [];
  const kinds = keyKinds.filter((kind) => rotation.kinds.includes(kind));
  const moving = kinds.includes('index');
  if (moving && (await readOnlyNow(work.database, work.now()))?.scope !== 'site')
    throw new CommandError(quiet);
  if (rotation.kinds.includes('signing')) said.push(await rotateSigning(work, rotation.aheadSeconds));
  if (kinds.length === 0) return said;
  const id = await nextKey(work, rotation, kinds);
  await allHold(work, id);
  await putInUse(
    work,
    kinds.filter((kind) => kind !== 'index'),
    id,
  );
  if (kinds.includes('data')) said.push(`data: ${await resealAll(work)} values sealed anew`);
  for (const kind of kinds)
    if (kind !== 'data' && kind !== 'index') said.push(`${kind}: new ones are made with key ${id}`);
  if (moving) said.push(`index: ${await moveLookUps(work, id)} rows brought over`);
  return said;
}

const quiet =
  'Look-ups can only be brought to another key while nothing is written: ./goid read-only site --until +1h …, then this, then ./goid read-only off. People sign in and read all the while.';

async function rotateSigning({ database, keys, now }: KeyWork, aheadSeconds: number): Promise<string> {
  const at = now();
  const gone = await retireSigningKeys(database, at, new Date(at.getTime() - pastSigningMs));
  const from = new Date(at.getTime() + aheadSeconds * 1000);
  const added = await addSigningKeys({ database, keys, clock: systemClock }, from);
  if (added === 'waiting') return 'signing: the next key is published already and waits to sign';
  await record(database, {
    event: 'key_used',
    actor: { kind: 'system' },
    at,
    details: { kind: 'signing', signs: from.toISOString() },
  });
  return `signing: the next keys are published and sign from ${from.toISOString()}; ${gone} old ones were taken away`;
}

/** The key of a rotation that was begun and not finished, or one that was added and never used; else a new one. */
async function nextKey(work: KeyWork, { config }: Rotation, kinds: readonly KeyKind[]): Promise<string> {
  const { database, keys, now } = work;
  const rows = await keyUseRows(database);
  const [front = ''] = keys.ids;
  const moving = rows.find(({ state }) => state === 'moving')?.key_id;
  if (moving !== undefined) return moving;
  const began = rows.filter((row) => row.key_id === front).map(({ used_from: from }) => from.getTime());
  const unused = rows.length > 0 && began.length === 0;
  const goesOn = began.some((at) => at > now().getTime() - freshMs) && keys.ids.length > 1;
  const somethingToDo = kinds.some((kind) => keys.inUse(kind) !== front);
  if (unused || (goesOn && somethingToDo)) return front;
  return addKey(work, config);
}

/** Makes a key and puts it in front of the ring, where no process uses it yet. Returns its id. */
export async function addKey({ database, keys, now }: KeyWork, config: Config): Promise<string> {
  await pinKeyUses(database, keys.uses, now());
  await readKeyUses(database, keys);
  const id = now().getTime().toString(36);
  const entry = newMasterKey(id);
  const ring = `${entry},${readKeyText(config)}`;
  writeKeyFile(
    config,
    ring,
    `Put this key in front of MASTER_KEYS where you keep it, restart the processes one after the other, and run this again:\n${entry}`,
  );
  keys.adopt(ring);
  await record(database, { event: 'key_added', actor: { kind: 'system' }, at: now(), details: { key: id } });
  return id;
}
