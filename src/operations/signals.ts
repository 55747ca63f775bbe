import type { ComponentState } from './types.ts';

/** What the program saw of one component in the last minutes. */
export type Signal =
  /** Requests to a face, from the pulses of the processes that live. Failures are our errors and refusals as busy. */
  | {
      readonly kind: 'face';
      readonly processes: number;
      readonly requests: number;
      readonly failures: number;
    }
  /** Hand-overs to a provider of messages; without any, whether it lets us in. */
  | {
      readonly kind: 'provider';
      readonly taken: number;
      readonly missed: number;
      readonly answers: boolean;
    }
  /** The work that waits longest although it is due, in seconds. */
  | { readonly kind: 'queue'; readonly oldestSeconds: number };

/** Where each signal turns. A share is of the requests or hand-overs; refusals of a recipient are nobody's failure. */
export const thresholds = {
  face: { fewestRequests: 20, degradedShare: 0.05, downShare: 0.5 },
  provider: { degradedShare: 0.1, downShare: 0.5 },
  queue: { degradedSeconds: 120, downSeconds: 900 },
} as const;

export function stateBySignal(signal: Signal): ComponentState {
  if (signal.kind === 'queue') {
    const { degradedSeconds, downSeconds } = thresholds.queue;
    if (signal.oldestSeconds >= downSeconds) return 'down';
    return signal.oldestSeconds >= degradedSeconds ? 'degraded' : 'operational';
  }
  if (signal.kind === 'face') {
    if (signal.processes === 0) return 'down';
    if (signal.requests < thresholds.face.fewestRequests) return 'operational';
    return byShare(signal.failures / signal.requests, thresholds.face);
  }
  const handed = signal.taken + signal.missed;
  if (handed === 0) return signal.answers ? 'operational' : 'down';
  return byShare(signal.missed / handed, thresholds.provider);
}

function byShare(share: number, limits: { degradedShare: number; downShare: number }): ComponentState {
  if (share >= limits.downShare) return 'down';
  return share >= limits.degradedShare ? 'degraded' : 'operational';
}
