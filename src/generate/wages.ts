import { type MonthNumber, yearOf } from './calendar.ts';
import type { Card } from './cards.ts';
import { construction, minimumWage, pensionCeiling } from './economy.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import { shares } from './world.ts';

export type WageKind = 'ordinary' | 'under-reported' | 'at the ceiling';

/** How somebody earns over a whole life. */
export type Wages = {
  readonly kind: WageKind;
  /** The wage of 2025 drawn around the mean of the sector is this many times the mean. */
  readonly factor: number;
  /** How far over the minimum wage somebody is who would be below it. */
  readonly overMinimum: number;
  /** Rupiah beside the pension ceiling: -1, 0 or 1. */
  readonly besideCeiling: number;
};

const spread = 0.45;
const bySex = { L: 3.59 / 3.33, P: 2.86 / 3.33 } as const;
const raisePerYear = 1.05;
/** The lowest band of declared income, whose contribution is known. */
export const declaredIncome = 1_000_000;

export function wagesOf(person: Person, random: Random): Wages {
  const draw = random.next();
  const { underReported, atCeiling } = shares;
  return {
    kind:
      draw < underReported
        ? 'under-reported'
        : draw < underReported + atCeiling
          ? 'at the ceiling'
          : 'ordinary',
    factor: bySex[person.sex] * Math.exp(spread * random.normal() - (spread * spread) / 2),
    overMinimum: 0.002 + 0.15 * random.next() ** 2,
    besideCeiling: random.below(3) - 1,
  };
}

const thousands = (amount: number) => Math.ceil(amount / 1000) * 1000;

/** The reported wage of a month, whole rupiah: the minimum wage at least; under-reported is just the minimum wage. */
export function wageIn(card: Card, wages: Wages, month: MonthNumber): number {
  if (!card.employer) return declaredIncome;
  if (wages.kind === 'at the ceiling' && card.segment === 'PU')
    return pensionCeiling(month) + wages.besideCeiling;
  const minimum = minimumWage(card.employer.provinceCode, month);
  if (wages.kind === 'under-reported') return minimum;
  const { meanWage } = card.segment === 'JAKON' ? construction : card.employer.sector;
  const wage = meanWage * 1000 * wages.factor * raisePerYear ** (yearOf(month) - 2025);
  return thousands(Math.max(wage, minimum * (1 + wages.overMinimum)));
}
