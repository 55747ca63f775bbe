import type { Carrier, Handover } from './carrier.ts';
import type { MessageServices } from './message.ts';
import { addToMinute } from './queries-providers.ts';

type Counts = { accepted: number; refused: number; unavailable: number };

/** A statement for each message would cost more than it tells. */
const writeSeconds = 5;

export type ProviderTally = {
  note(carrier: Pick<Carrier, 'name' | 'channel'>, kind: Handover['kind']): void;
  /** Never rejects: what cannot be written now is written with the next. */
  write(): Promise<void>;
  close(): Promise<void>;
};

/** What providers answered, gathered for some seconds and then added to the minute, for all workers together. */
export function createProviderTally(
  services: Pick<MessageServices, 'database' | 'clock' | 'log'>,
): ProviderTally {
  const { database, clock, log } = services;
  let counts = new Map<string, { provider: string; channel: string } & Counts>();
  let timer: NodeJS.Timeout | undefined;
  const write = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (counts.size === 0) return;
    const rows = [...counts.values()];
    counts = new Map();
    try {
      await addToMinute(database, rows, clock.now());
    } catch (error) {
      log.debug({ error }, 'what providers answered could not be written down');
    }
  };
  return {
    note: ({ name, channel }, kind) => {
      const key = `${channel} ${name}`;
      const row = counts.get(key) ?? { provider: name, channel, accepted: 0, refused: 0, unavailable: 0 };
      row[kind] += 1;
      counts.set(key, row);
      timer ??= setTimeout(() => void write(), writeSeconds * 1000).unref();
    },
    write,
    close: write,
  };
}
