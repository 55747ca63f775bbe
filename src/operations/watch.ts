import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#kernel';
import type { Database, Logger } from '#platform';
import { type History, readHistory, readSnapshot, type Snapshot } from './snapshot.ts';

/** How often a process looks; a switch that is set holds everywhere this much later. */
const lookSeconds = 2;
const historyKeptSeconds = 60;
/** A page does not wait longer than this for the history of a database that does not answer. */
const historyWaitMs = 1500;

/** The last that was known, and whether the database answers now. */
export type Known = {
  readonly snapshot: Snapshot | undefined;
  /** When the snapshot was read. */
  readonly readAt: Date | undefined;
  /** Since when the database does not answer; undefined while it does. */
  readonly silentSince: Date | undefined;
};

export type StatusWatch = {
  /** From memory; never asks the database, so that every page can ask it. */
  known(): Known;
  /** Not older than a minute while the database answers, else the last that was read. */
  history(): Promise<History | undefined>;
  /** Looks now. Never rejects. */
  look(): Promise<void>;
  /** Looks every two seconds until it is stopped. */
  start(): void;
  stop(): Promise<void>;
};

export type WatchServices = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: () => Database;
};

/** Keeps in memory what each page has to know of the service, so that it can be told when the database is away. */
export function createStatusWatch({ clock, log, database }: WatchServices): StatusWatch {
  let known: Known = { snapshot: undefined, readAt: undefined, silentSince: undefined };
  let history: { readonly value: History; readonly readAt: Date } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const lookOnce = async () => {
    try {
      const snapshot = await readSnapshot(database());
      if (known.silentSince) log.info('the database answers again');
      known = { snapshot, readAt: clock.now(), silentSince: undefined };
    } catch (error) {
      if (!known.silentSince) log.warn({ error }, 'the state of the service cannot be read');
      known = { ...known, silentSince: known.silentSince ?? clock.now() };
    }
  };
  const look = () => {
    looking ??= lookOnce().finally(() => (looking = undefined));
    return looking;
  };
  const readHistoryNow = async () => {
    const now = clock.now();
    history = { value: await readHistory(database(), now), readAt: now };
  };
  return {
    known: () => known,
    look,
    history: async () => {
      const fresh = history && clock.now().getTime() - history.readAt.getTime() < historyKeptSeconds * 1000;
      if (!fresh && !known.silentSince)
        await Promise.race([
          readHistoryNow().catch(() => {}),
          sleep(historyWaitMs, undefined, { ref: false }),
        ]);
      return history?.value;
    },
    start: () => {
      void look();
      timer ??= setInterval(() => void look(), lookSeconds * 1000);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await looking;
    },
  };
}
