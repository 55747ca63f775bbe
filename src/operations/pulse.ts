import type { Executor } from '#platform';
import * as queries from './queries.ts';
import type { Signal } from './signals.ts';

export const pulseSeconds = 30;
/** A process that has not said anything for so long is not there. */
const livesSeconds = 3 * pulseSeconds;

export type Pulse = { readonly face: string; readonly requests: number; readonly failures: number };

/** Says that these faces of this process live, and how their requests went since it last said so. */
export function sendPulse(
  executor: Executor,
  processId: string,
  pulses: readonly Pulse[],
  now: Date,
): Promise<void> {
  return queries.upsertPulses(executor, processId, pulses, now);
}

/** What the living processes say of one face, together. */
export async function faceSignal(executor: Executor, face: string, now: Date): Promise<Signal> {
  const sum = await queries.sumPulses(executor, face, new Date(now.getTime() - livesSeconds * 1000));
  return { kind: 'face', ...sum };
}
