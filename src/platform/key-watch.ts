import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import type { Executor } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { forgetHolder, noteHolder, readKeyUses, wordOf } from './key-use.ts';
import type { Logger } from './log.ts';

export type KeyWatch = {
  /** Looks at once, whatever the timetable says. */
  look(): Promise<void>;
  stop(): Promise<void>;
};

const longestLeaveMs = 1000;

type Watching = {
  readonly keys: KeyRing;
  readonly database: () => Executor;
  /** The ring as it stands in its file now; undefined when it is kept where it cannot change. */
  readonly source: () => string | undefined;
  /** Which parts of the program this process runs. */
  readonly parts: string;
  readonly log: Logger;
  /** What else follows a change of keys. */
  readonly onLook?: () => Promise<void>;
  readonly everyMs?: number;
};

/**
 * Lets a running process learn of a new master key and of another use of one: it looks every two seconds and on SIGHUP,
 * and says in the database what it holds.
 */
export function watchKeys({
  keys,
  database,
  source,
  parts,
  log,
  onLook = async () => {},
  everyMs = 2000,
}: Watching): KeyWatch {
  const holderId = newId(new Date());
  let silent = false;
  let adopted: string | undefined;
  let running: Promise<void> = Promise.resolve();
  const once = async () => {
    try {
      // The uses are read after the file: whoever put a key there wrote down first what is used meanwhile.
      const found = source();
      await readKeyUses(database(), keys);
      if (found !== undefined && found !== adopted) keys.adopt(found);
      adopted = found;
      await onLook();
      await noteHolder(database(), {
        holder_id: holderId,
        parts,
        key_ids: keys.ids,
        uses: wordOf(keys.uses),
      });
      silent = false;
    } catch (error) {
      if (!silent) log.warn({ error }, 'the master keys cannot be looked at again');
      silent = true;
    }
  };
  const look = () => (running = running.then(once));
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  const onSignal = () => void look();
  process.on('SIGHUP', onSignal);
  return {
    look,
    async stop() {
      clearInterval(timer);
      process.off('SIGHUP', onSignal);
      const leaving = running.then(() => forgetHolder(database(), holderId)).catch(() => {});
      // While the database is away nobody waits for it: the row is too old a moment later.
      await Promise.race([leaving, sleep(longestLeaveMs, undefined, { ref: false })]);
    },
  };
}
