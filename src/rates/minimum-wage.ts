import type { Month, Rupiah } from '#kernel';
import { holdsIn, parameters } from './parameters.ts';

/** A minimum wage with its decree; `example` when the demonstration filled it in (contoh). */
export type MinimumWage = {
  readonly amount: Rupiah;
  readonly legalSource: string;
  readonly example: boolean;
};

/**
 * `below_floor`: under the absolute floor of a reported wage; `below_lowest`: under the lowest minimum wage of all
 * provinces, which needs the leave of the institution; `below_province`: under that of the workplace's province;
 * `met`; `not_known`: no figure of that year and province is there to compare with.
 */
export type MinimumWageState = 'below_floor' | 'below_lowest' | 'below_province' | 'met' | 'not_known';

export type MinimumWageCheck = {
  readonly state: MinimumWageState;
  /** What was compared with; undefined where nothing is known. */
  readonly compared: MinimumWage | undefined;
};

export function minimumWageOf(month: Month, provinceCode: string | undefined): MinimumWage | undefined {
  const year = Number(month.slice(0, 4));
  const found = parameters.minimumWages.minimumWages.find(
    (line) => line.year === year && line.provinceCode === provinceCode,
  );
  return found && { amount: found.amount, legalSource: found.legalSource, example: found.example === true };
}

export type WageBoundKind = Exclude<MinimumWageState, 'met' | 'not_known'>;

/** What a reported wage of a month may not be under without a reason. */
export type WageBound = MinimumWage & { readonly kind: WageBoundKind };

/**
 * What a month asks of a reported wage in a province (SE B/12/012023; the governors' decrees), the gravest first; what is not
 * known is left out, so that nothing is said of it.
 */
export function wageBoundsOf(month: Month, provinceCode: string | undefined): readonly WageBound[] {
  const { reportedWageFloors } = parameters.minimumWages;
  const floor = reportedWageFloors.find((line) => holdsIn(line, month));
  const lowest = floor && lowestOf(month);
  const own = minimumWageOf(month, provinceCode);
  return [
    ...(floor
      ? [
          {
            kind: 'below_floor' as const,
            amount: floor.absolute,
            legalSource: floor.legalSource,
            example: false,
          },
        ]
      : []),
    ...(lowest ? [{ kind: 'below_lowest' as const, ...lowest }] : []),
    ...(own ? [{ kind: 'below_province' as const, ...own }] : []),
  ];
}

/**
 * Compares a reported wage with what the month asks for. It only tells: a wage under the minimum may be right, as with leave
 * of the institution or a month begun late, and is assessed like any other.
 */
export function checkMinimumWage(
  month: Month,
  provinceCode: string | undefined,
  wage: Rupiah,
): MinimumWageCheck {
  const bounds = wageBoundsOf(month, provinceCode);
  const missed = bounds.find(({ amount }) => wage < amount);
  const own = minimumWageOf(month, provinceCode);
  if (missed) {
    const { kind, ...compared } = missed;
    return { state: kind, compared };
  }
  return own ? { state: 'met', compared: own } : { state: 'not_known', compared: undefined };
}

/** The lowest minimum wage of the year: as a letter names it, or of a list that holds every province. */
function lowestOf(month: Month): MinimumWage | undefined {
  const year = Number(month.slice(0, 4));
  const { minimumWages, reportedWageFloors } = parameters.minimumWages;
  for (const { lowestOfYear, legalSource } of reportedWageFloors) {
    const named = lowestOfYear.find((line) => line.year === year);
    if (named) return { amount: named.amount, legalSource, example: false };
  }
  const listed = minimumWages.filter((line) => line.year === year);
  const [first, ...others] = listed;
  if (!first || listed.length < provinces) return undefined;
  const least = others.reduce((low, line) => (line.amount < low.amount ? line : low), first);
  return { amount: least.amount, legalSource: least.legalSource, example: least.example === true };
}

const provinces = 38;
