import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#platform';
import { homeFolder } from './home.ts';

function noteFile(config: Config): string {
  return join(homeFolder(config), 'running');
}

/** Notes the PORT_BASE of this `npm start`, for other commands in the folder; the answer takes the note away. */
export function noteRunning(config: Config): () => void {
  const file = noteFile(config);
  mkdirSync(homeFolder(config), { recursive: true });
  writeFileSync(file, `${process.pid} ${config.PORT_BASE}\n`);
  return () => rmSync(file, { force: true });
}

/** The PORT_BASE of an `npm start` of this folder that lives; the note of one that was killed counts for nothing. */
export function runningPortBase(config: Config): number | undefined {
  let portBase: number | undefined;
  try {
    const [pid = NaN, noted] = readFileSync(noteFile(config), 'utf8').split(' ').map(Number);
    portBase = noted;
    process.kill(pid, 0);
    return portBase;
  } catch (error) {
    // Not permitted to signal it: it lives and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? portBase : undefined;
  }
}
