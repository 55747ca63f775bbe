import { newId } from '#kernel';
import { type Pulse, pulseSeconds, sendPulse } from '#operations';
import type { Clock } from '#kernel';
import type { Database, Logger, Seen } from '#platform';

export type Traffic = {
  note(seen: Pick<Seen, 'site' | 'status' | 'writeRefused'>): void;
  /** What went through since the last time it was asked, for these faces also when nothing did. */
  take(faces: readonly string[]): Pulse[];
};

/** Counts what the faces of this process answered. Errors of ours and refusals as busy are failures, read-only mode is not. */
export function createTraffic(): Traffic {
  let counts = new Map<string, { requests: number; failures: number }>();
  return {
    note: ({ site, status, writeRefused }) => {
      const count = counts.get(site) ?? { requests: 0, failures: 0 };
      count.requests += 1;
      if (status >= 500 && !writeRefused) count.failures += 1;
      counts.set(site, count);
    },
    take: (faces) => {
      const taken = counts;
      counts = new Map();
      return faces.map((face) => ({ face, requests: 0, failures: 0, ...taken.get(face) }));
    },
  };
}

type PulseServices = {
  readonly traffic: Traffic;
  readonly clock: Clock;
  readonly log: Logger;
  readonly statusDatabase: () => Database;
};

/** Says twice a minute that these faces of this process live. The worker measures the service by it. */
export function startPulse(services: PulseServices, faces: readonly string[]): { stop(): void } {
  const { traffic, clock, log, statusDatabase } = services;
  const processId = newId(clock.now());
  const beat = () => {
    const pulses = traffic.take(faces);
    sendPulse(statusDatabase(), processId, pulses, clock.now()).catch((error: unknown) =>
      log.debug({ error }, 'a pulse could not be sent'),
    );
  };
  beat();
  const timer = setInterval(beat, pulseSeconds * 1000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
