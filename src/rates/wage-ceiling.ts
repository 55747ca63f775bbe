import { parameters } from './parameters.ts';

export type WageCeiling = (typeof parameters.ceilings)[number];

/** Every ceiling of the pension wage, oldest first (PP 45/2015 Ps.29). */
export function pensionWageCeilings(): readonly WageCeiling[] {
  return parameters.ceilings;
}
