import type { MonthNumber } from './calendar.ts';
import type { Numbers } from './numbers.ts';
import type { Regions } from './regions.ts';

/** What every part of the generator needs to know; the same size for ten members and ten million. */
export type World = {
  readonly seed: number;
  readonly members: number;
  readonly until: MonthNumber;
  /** The first month of contributions. */
  readonly from: MonthNumber;
  /** Nothing later has happened yet. */
  readonly asOf: string;
  readonly regions: Regions;
  /** Employers of wage-earners by rank, then construction companies, then pairs with 49 and 50 workers. */
  readonly employers: number;
  readonly constructors: number;
  readonly pairs: number;
  /** Where this seed's numbers begin. */
  readonly numbers: Numbers;
};

/** Design choices of the data, not statistics. */
export const shares = {
  segments: { PU: 0.64, BPU: 0.23, JAKON: 0.114, PMI: 0.016 },
  cards: [0.6, 0.25, 0.1, 0.05],
  inactive: 0.15,
  employersInArrears: 0.05,
  birthMismatch: 0.02,
  underReported: 0.1,
  atCeiling: 0.02,
  bornAtPensionStep: 0.06,
  nearFiftySix: 0.04,
  bornOnLeapDay: 0.01,
  withEmail: 0.72,
  withPhone: 0.93,
} as const;

/** Of every so many persons the first 99 work for a pair of labour-intensive employers: 49 for one, 50 for the other. */
export const pairEvery = 5_000;
export const pairWorkers = [49, 50] as const;
export const workersInPair = 99;
/** Of every so many persons the last one has died and left heirs of one class or none. */
export const deathEvery = 250;

/** Programmes for wage-earners as they are today began in July 2015. */
export const firstMonth = '2015-07';
