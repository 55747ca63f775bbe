import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform';

const ownList = join(import.meta.dirname, '../../data/breached-passwords.txt');
/** Longer than any line: 40 digits, a colon, a count and a line's end. */
const chunk = 128;

/**
 * Whether a password stands in a list of passwords known from breaches: our small one, or the operator's
 * (BREACHED_PASSWORDS_FILE), both sorted lines of upper-case SHA-1, with or without `:count`, as Have I Been Pwned
 * gives them. Nothing is sent anywhere (NIST SP 800-63B-4 §3.1.1.2). Throws when a file cannot be read.
 */
export async function isBreached(
  { BREACHED_PASSWORDS_FILE: file }: Pick<Config, 'BREACHED_PASSWORDS_FILE'>,
  password: string,
): Promise<boolean> {
  const digest = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase();
  for (const path of file ? [ownList, file] : [ownList]) if (await stands(path, digest)) return true;
  return false;
}

async function stands(path: string, digest: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    return await search(handle, digest);
  } finally {
    await handle.close();
  }
}

/** Binary search over the bytes: about 36 reads for the thousand million lines of the whole list. */
async function search(handle: FileHandle, digest: string): Promise<boolean> {
  let low = 0;
  let high = (await handle.stat()).size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineAt(handle, middle);
    if (line === undefined) high = middle;
    else if (line.hash === digest) return true;
    else if (line.hash < digest) low = line.end;
    else high = middle;
  }
  return false;
}

/** The first line that begins at the place or after it; at the very start that is the first line. */
async function lineAt(handle: FileHandle, place: number): Promise<{ hash: string; end: number } | undefined> {
  const from = Math.max(0, place - 1);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2 * chunk), 0, 2 * chunk, from);
  const text = buffer.toString('latin1', 0, bytesRead);
  const start = place === 0 ? 0 : text.indexOf('\n') + 1;
  if (place > 0 && start === 0) return undefined;
  const hash = text.slice(start, start + 40);
  if (hash.length < 40) return undefined;
  const feed = text.indexOf('\n', start);
  return { hash, end: from + (feed === -1 ? bytesRead : feed + 1) };
}
