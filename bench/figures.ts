export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that the share `part` of all values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((first, second) => first - second);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The median with the smallest and the largest: `3.42 (3.31–3.60)`. */
export function spread(values: readonly number[], digits = 2): string {
  const text = (value: number) => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** How `cost` grows with `size`: the exponent of the power that fits best (least squares of the logarithms). */
export function fittedExponent(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const logs = points.map(({ size, cost }) => [Math.log(size), Math.log(cost)] as const);
  const mean = (part: 0 | 1) => logs.reduce((sum, log) => sum + log[part], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const up = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return up / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}
