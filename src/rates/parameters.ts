import { readFileSync } from 'node:fs';
import type { Month } from '#kernel';
import type { z } from 'zod';
import {
  contributionRatesSchema,
  discountsSchema,
  dueDaysSchema,
  fixedAmountsSchema,
  holidaysSchema,
  jkpAllocationsSchema,
  minimumWagesSchema,
  programmesSchema,
  wageCeilingsSchema,
} from './schema.ts';

export function read<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> {
  const text = readFileSync(new URL(`../../rates/${name}.json`, import.meta.url), 'utf8');
  return schema.parse(JSON.parse(text));
}

/** The files of rates/, read and checked once at start; a wrong file stops the program. */
export const parameters = {
  rates: read('contribution-rates', contributionRatesSchema).rates,
  ceilings: read('jp-wage-ceilings', wageCeilingsSchema).ceilings,
  jkpAllocations: read('jkp-allocations', jkpAllocationsSchema).allocations,
  fixedAmounts: read('fixed-amounts', fixedAmountsSchema),
  discounts: read('discounts', discountsSchema).rules,
  dueDays: read('due-days', dueDaysSchema).rules,
  /** By day: whether it was filled in for the demonstration. */
  holidays: new Map<string, boolean>(
    read('holidays', holidaysSchema).holidays.map(({ date, example }) => [date, example === true]),
  ),
  minimumWages: read('minimum-wages', minimumWagesSchema),
  programmes: read('programmes', programmesSchema).rules,
};

type Dated = { readonly from: Month; readonly to: Month | null };

/** True when the law of this line was in force in that contribution month. */
export function holdsIn(line: Dated, month: Month): boolean {
  return line.from <= month && (line.to === null || month <= line.to);
}
