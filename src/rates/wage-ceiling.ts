import type { Month, Rupiah } from '#kernel';
import { holdsIn, parameters } from './parameters.ts';

export type WageCeiling = (typeof parameters.ceilings)[number];

/** Every ceiling of the pension wage, oldest first (PP 45/2015 Ps.29). */
export function pensionWageCeilings(): readonly WageCeiling[] {
  return parameters.ceilings;
}

/** The highest wage that counted for JP in a contribution month; the day of payment does not matter. */
export function pensionWageCeiling(month: Month): Rupiah | undefined {
  return parameters.ceilings.find((ceiling) => holdsIn(ceiling, month))?.amount;
}
