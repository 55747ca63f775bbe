/**
 * How sure a figure is: seen in a source; derived from seen figures by a rule of the law; or only remembered. What is
 * uncertain is shown where it must be, and never assessed with.
 */
export type Certainty = 'verified' | 'derived' | 'uncertain';

export function certaintyOf(line: {
  readonly verified: boolean;
  readonly derived?: true | undefined;
}): Certainty {
  if (line.verified) return 'verified';
  return line.derived ? 'derived' : 'uncertain';
}

const order = ['verified', 'derived', 'uncertain'] as const;

/** A figure is as sure as the least sure of what it rests on. */
export function leastCertain(certainties: readonly Certainty[]): Certainty {
  return order.findLast((certainty) => certainties.includes(certainty)) ?? 'verified';
}
