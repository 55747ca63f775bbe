import { hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '#kernel';
import { ConfigError } from './config.ts';
import type { KeyKind, KeyPurpose } from './crypto.ts';

/** Which key of the ring is used for what, as the database says (platform.key_use). */
export type KeyUses = {
  readonly data: string;
  readonly cookie: string;
  readonly pepper: string;
  readonly head: string;
  /** Look-ups are hashed with the first, the outcome with the next, and so on; never empty. */
  readonly index: readonly string[];
  /** Rows are being brought to this one, so that it and the one before both find. */
  readonly movingTo: string | undefined;
};

/** The master keys of a process. It is the same object for as long as the process lives: what it holds may change. */
export type KeyRing = {
  /** Id of the key that new things are sealed with. */
  readonly currentId: string;
  /** Id of the last key on the ring: look-ups begin with it, unless the database says otherwise. */
  readonly oldestId: string;
  /** All ids, newest first. */
  readonly ids: readonly string[];
  /** The keys that look-ups are made of, in order. */
  readonly indexIds: readonly string[];
  readonly movingTo: string | undefined;
  readonly uses: KeyUses;
  inUse(kind: KeyKind): string;
  /** A key of 32 bytes; without an id the current one. Throws when the id is not on the ring. */
  key(purpose: KeyPurpose, id?: string): Buffer;
  /** Acts by these uses from now on; by the ring's own order without them. */
  use(uses: KeyUses | undefined): void;
  /** Takes the keys of a changed ring in the place of those before. Throws ConfigError and changes nothing when it cannot be read. */
  adopt(masterKeys: string): void;
};

/** Reads `id:base64,id:base64`, newest first. Throws ConfigError when a key is not 32 bytes. */
export function readKeyRing(masterKeys: string): KeyRing {
  let masters = mastersOf(masterKeys);
  let ids = [...masters.keys()];
  let told: KeyUses | undefined;
  let uses = usesByOrder(ids);
  const derived = new Map<string, Buffer>();
  return {
    get currentId() {
      return uses.data;
    },
    get oldestId() {
      return ids.at(-1) ?? '';
    },
    get ids() {
      return ids;
    },
    get indexIds() {
      return uses.index;
    },
    get movingTo() {
      return uses.movingTo;
    },
    get uses() {
      return uses;
    },
    inUse: (kind) => (kind === 'index' ? (uses.index.at(-1) ?? '') : uses[kind]),
    key(purpose, id = uses.data) {
      const name = `${id}/${purpose}`;
      const known = derived.get(name);
      if (known) return known;
      const master = masters.get(id);
      if (!master) throw new AppError('bug', `key ${id} is not on the ring`);
      const key = Buffer.from(hkdfSync('sha256', master, '', `goid/${purpose}`, 32));
      derived.set(name, key);
      return key;
    },
    use(changed) {
      told = changed;
      uses = told ?? usesByOrder(ids);
    },
    adopt(changed) {
      masters = mastersOf(changed);
      ids = [...masters.keys()];
      uses = told ?? usesByOrder(ids);
      derived.clear();
    },
  };
}

/** Before any key was changed: what is opened with the newest, what is found again with the oldest. */
export function usesByOrder(ids: readonly string[]): KeyUses {
  const [newest = ''] = ids;
  const oldest = ids.at(-1) ?? '';
  return { data: newest, pepper: newest, head: newest, cookie: oldest, index: [oldest], movingTo: undefined };
}

function mastersOf(masterKeys: string): Map<string, Buffer> {
  const entries = masterKeys.split(',').map((entry) => parseMaster(entry.trim()));
  const masters = new Map(entries);
  if (masters.size < entries.length)
    throw new ConfigError('MASTER_KEYS: two entries have the same id. Each key needs an id of its own.');
  return masters;
}

function parseMaster(entry: string): [string, Buffer] {
  const [id = '', encoded = ''] = entry.split(':');
  const key = Buffer.from(encoded, 'base64');
  if (!/^[a-z0-9]{1,16}$/.test(id) || key.length !== 32) {
    throw new ConfigError(
      'MASTER_KEYS: each entry is id:base64, the id up to 16 small letters or digits, the key 32 bytes. Make one with: ./goid keys new',
    );
  }
  return [id, key];
}

export function newMasterKey(id = '1'): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}
