import { pensionWageCeilings } from '#rates';
import { type MonthNumber, monthNumber, monthText, yearOf } from './calendar.ts';
import economy from './economy.json' with { type: 'json' };
import sectorData from './sectors.json' with { type: 'json' };

export type Sector = (typeof sectorData.sectors)[number];
export const { construction, companyFirst, companyLast } = sectorData;

type Province = (typeof economy.provinces)['11'];
export const provinces: Readonly<Record<string, Province>> = economy.provinces;

const sectorSteps = sectorData.sectors.map((_, index, all) =>
  all.slice(0, index + 1).reduce((sum, { weight }) => sum + weight, 0),
);

/** The sector at a point between 0 and 1 of all employers. */
export function sectorAt(point: number): Sector {
  const target = point * (sectorSteps.at(-1) ?? 0);
  const index = sectorSteps.findIndex((step) => target < step);
  return sectorData.sectors[index] ?? sectorData.construction;
}

const growthPerYear = 1.065;
const minimumWages = new Map<string, number>();

/** The minimum wage of a province: published for 2025 and 2026, for other years carried back and forth (contoh). */
export function minimumWage(provinceCode: string, month: MonthNumber): number {
  const year = yearOf(month);
  const key = `${provinceCode}${year}`;
  let wage = minimumWages.get(key);
  if (wage === undefined) {
    const province = provinces[provinceCode];
    if (!province) throw new RangeError(`no such province: ${provinceCode}`);
    const near = year < 2026 ? province.minimumWage2025 : province.minimumWage2026;
    wage = Math.round(near * growthPerYear ** (year - (year < 2026 ? 2025 : 2026)));
    minimumWages.set(key, wage);
  }
  return wage;
}

const ceilings = pensionWageCeilings().map(({ from, amount }) => ({
  from: monthNumber(from),
  amount: Number(amount),
}));

/**
 * The wage up to which JP is paid, for the cohort that earns just that. After the last ceiling that is known it holds
 * on, because files may be made for months whose ceiling is not published yet.
 */
export function pensionCeiling(month: MonthNumber): number {
  const found = ceilings.findLast(({ from }) => from <= month);
  if (!found) throw new RangeError(`no pension ceiling in ${monthText(month)}`);
  return found.amount;
}
