import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { afterMeasurement, type Held, patience } from './hysteresis.ts';
import { stateBySignal, type Signal } from './signals.ts';
import { type ComponentState, componentStates } from './types.ts';

const settled = (state: ComponentState): Held => ({ state, pendingState: undefined, pendingCount: 0 });
const after = (from: ComponentState, measured: readonly ComponentState[]) =>
  measured.reduce(afterMeasurement, settled(from)).state;

const good = 'operational';
const slow = 'degraded';
const gone = 'down';

/** From a state, what is measured minute by minute, and what people are told at the end. */
const cases: readonly [ComponentState, readonly ComponentState[], ComponentState][] = [
  [good, [gone], good],
  [good, [gone, gone], gone],
  [good, [slow, slow], good],
  [good, [slow, slow, slow], slow],
  [good, [slow, gone, good, gone], good],
  // Trouble of two kinds is trouble: the milder is told.
  [good, [slow, gone, gone], slow],
  [slow, [gone, gone], gone],
  [slow, [good, good, good, good], slow],
  [slow, [good, good, good, good, good], good],
  [slow, [good, good, gone, good, good], slow],
  [gone, [good, good], gone],
  [gone, [good, good, good], good],
  [gone, [good, slow, good], slow],
];

test('people are told of a change only when the table of patience says so', () => {
  for (const [from, measured, told] of cases)
    assert.equal(after(from, measured), told, `${from}: ${measured.join(' ')}`);
});

test('a state never changes sooner than its patience, and always comes to what is measured for long', () => {
  const states = fc.constantFrom(...componentStates);
  fc.assert(
    fc.property(states, fc.array(states, { maxLength: 30 }), states, (from, measured, last) => {
      let held = settled(from);
      let same = 0;
      for (const state of measured) {
        const next = afterMeasurement(held, state);
        same = state === held.state ? 0 : same + 1;
        if (next.state !== held.state) {
          const needed: Partial<Record<ComponentState, number>> = patience[held.state];
          assert.ok(same >= (needed[next.state] ?? 99), `${held.state} to ${next.state} after ${same}`);
          same = 0;
        }
        held = next;
      }
      const long = Array.from({ length: 10 }, () => last).reduce(afterMeasurement, held);
      assert.equal(long.state, last);
    }),
  );
});

const signals: readonly [Signal, ComponentState][] = [
  [{ kind: 'face', processes: 0, requests: 0, failures: 0 }, gone],
  [{ kind: 'face', processes: 2, requests: 0, failures: 0 }, good],
  // Too few to say anything of.
  [{ kind: 'face', processes: 1, requests: 19, failures: 19 }, good],
  [{ kind: 'face', processes: 1, requests: 100, failures: 4 }, good],
  [{ kind: 'face', processes: 1, requests: 100, failures: 5 }, slow],
  [{ kind: 'face', processes: 1, requests: 100, failures: 50 }, gone],
  [{ kind: 'provider', taken: 0, missed: 0, answers: true }, good],
  [{ kind: 'provider', taken: 0, missed: 0, answers: false }, gone],
  [{ kind: 'provider', taken: 10, missed: 1, answers: true }, good],
  [{ kind: 'provider', taken: 9, missed: 1, answers: true }, slow],
  [{ kind: 'provider', taken: 1, missed: 1, answers: true }, gone],
  [{ kind: 'queue', oldestSeconds: 119 }, good],
  [{ kind: 'queue', oldestSeconds: 120 }, slow],
  [{ kind: 'queue', oldestSeconds: 900 }, gone],
];

test('each signal turns at its threshold', () => {
  for (const [signal, state] of signals) assert.equal(stateBySignal(signal), state, JSON.stringify(signal));
});
