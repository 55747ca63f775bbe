/**
 * Tells whether somebody outside could tell two kinds of request apart by their answers: by the bytes, or by how long
 * one answer took (security.md d.5). For any pair that must look alike: known and unknown, locked and open.
 */
import assert from 'node:assert/strict';

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: string };
/** One request of a kind; `round` makes each another one. What differs on purpose is taken out by `mask`. */
export type Kind = { readonly ask: (round: number) => Promise<Answer> };
export type Comparison = {
  readonly one: Kind;
  readonly other: Kind;
  /** Requests of each kind. */
  readonly rounds: number;
  /** Thrown away first, of each kind. */
  readonly warmUp?: number;
  /** Takes out of a body what is random or was typed, so that what is left must be equal. */
  readonly mask?: (body: string, round: number) => string;
};
export type Verdict = {
  /** How often a guess by the time of a single answer is right, from 0.5 (no better than a coin) to 1. */
  readonly auc: number;
  /** Means of the quickest quarter of each, which a busy machine disturbs least, and how far they lie apart. */
  readonly oneMs: number;
  readonly otherMs: number;
  readonly gapMs: number;
  /** Ways in which the answers differed, without their times. */
  readonly differences: readonly string[];
};

type Sample = { readonly milliseconds: number; readonly shape: string };

/** Headers that differ from answer to answer by their nature. */
const volatileHeaders = new Set(['date', 'x-request-id', 'set-cookie', 'etag']);

/** Asks both kinds in turn, the order of each pair drawn by lot, one request at a time. */
export async function compareAnswers(comparison: Comparison): Promise<Verdict> {
  const { one, other, rounds, warmUp = 25 } = comparison;
  const samples = { one: [] as Sample[], other: [] as Sample[] };
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const pair: ('one' | 'other')[] = Math.random() < 0.5 ? ['one', 'other'] : ['other', 'one'];
    for (const name of pair) {
      const sample = await measure(name === 'one' ? one : other, comparison, round);
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  const times = { one: samples.one.map(timeOf), other: samples.other.map(timeOf) };
  return {
    auc: separation(times.one, times.other),
    ...quickest(times),
    differences: differencesOf(samples.one, samples.other),
  };
}

const timeOf = ({ milliseconds }: Sample) => milliseconds;

async function measure(kind: Kind, { mask = (body) => body }: Comparison, round: number): Promise<Sample> {
  const began = process.hrtime.bigint();
  const { status, headers, body } = await kind.ask(round);
  const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
  const kept = [...headers]
    .filter(([name]) => !volatileHeaders.has(name))
    .map(([name, value]) => `${name}: ${mask(value, round)}`);
  const cookies = headers
    .getSetCookie()
    .map((line) => (line.split('=')[0] ?? '').replaceAll(/[\da-f]{8}/g, ''));
  return { milliseconds, shape: [status, ...kept, ...cookies, mask(body, round)].join('\n') };
}

/**
 * The area under the curve of a classifier that guesses by the time alone, whichever way round is better for it: the
 * share of pairs in which it is right (Mann–Whitney U), ties counted half.
 */
export function separation(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, ours: true })),
    ...other.map((value) => ({ value, ours: false })),
  ].toSorted((left, right) => left.value - right.value);
  let rankSum = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const rank = (start + 1 + end) / 2;
    rankSum += rank * all.slice(start, end).filter(({ ours }) => ours).length;
    start = end;
  }
  const share = (rankSum - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
  return Math.max(share, 1 - share);
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function quickest(times: { readonly one: readonly number[]; readonly other: readonly number[] }) {
  const meanOf = (values: readonly number[]) => {
    const quarter = values.toSorted((left, right) => left - right).slice(0, Math.ceil(values.length / 4));
    return quarter.reduce((sum, value) => sum + value, 0) / quarter.length;
  };
  const [oneMs, otherMs] = [meanOf(times.one), meanOf(times.other)];
  return { oneMs, otherMs, gapMs: Math.abs(oneMs - otherMs) };
}

/** The sets of shapes must be the same; the first line that differs says where to look. */
function differencesOf(one: readonly Sample[], other: readonly Sample[]): string[] {
  const shapes = (samples: readonly Sample[]) => new Set(samples.map(({ shape }) => shape));
  const [ours, theirs] = [shapes(one), shapes(other)];
  const only = (from: Set<string>, than: Set<string>) => [...from].filter((shape) => !than.has(shape));
  const [left, right] = [only(ours, theirs), only(theirs, ours)];
  return Array.from({ length: Math.min(3, Math.max(left.length, right.length)) }, (_, index) =>
    firstDifference(left[index] ?? '', right[index] ?? ''),
  );
}

function firstDifference(left: string, right: string): string {
  const [lines, others] = [left.split('\n'), right.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return `${lines[at] ?? '(nothing)'} | ${others[at] ?? '(nothing)'}`;
}

/** `0.512, the quickest quarter in 4.10 and 4.12 ms` */
export function describeVerdict({ auc, oneMs, otherMs }: Verdict): string {
  return `${auc.toFixed(3)}, the quickest quarter in ${oneMs.toFixed(2)} and ${otherMs.toFixed(2)} ms`;
}

/** How far the means may lie apart: what nobody can measure over a network in a few tries. */
const marginMs = 5;

/** Fails unless the answers are equal in their bytes, a guess by time is no better than `most`, and the means meet. */
export function assertAlike(verdict: Verdict, most: number, what: string): void {
  assert.deepEqual(verdict.differences, [], `${what}: answers differ`);
  assert.ok(verdict.auc <= most, `${what}: told apart with ${describeVerdict(verdict)}`);
  assert.ok(verdict.gapMs <= marginMs, `${what}: apart by time: ${describeVerdict(verdict)}`);
}
