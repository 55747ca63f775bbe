import { addMonths, isIsoDate, type IsoDate, type Month, parseMonth } from '#kernel';
import { z } from 'zod';
import {
  contributionSegments,
  employerScales,
  firstContributionMonth,
  migrantPackageIds,
  programmes,
  riskClasses,
} from './types.ts';

const monthText = z.string().transform((text, context) => {
  const parsed = parseMonth(text);
  if (!parsed) context.addIssue(`not a month: ${text}`);
  return parsed ?? z.NEVER;
});
export const dayText = z.custom<IsoDate>(
  (text) => typeof text === 'string' && isIsoDate(text),
  'not a calendar day',
);
/** 1/1000 of a percent; 100 % is 100 000. */
export const rate = z.int().min(-100_000).max(100_000);
/** Reliefs are whole percents, so that a share stays exact in 64-bit arithmetic. */
const wholePercent = z.int().min(0).max(100_000).multipleOf(1000);
export const rupiah = z.int().min(0).transform(BigInt);

/** Where a figure comes from. Neither verified nor derived: remembered, and the assessment refuses it by name. */
const sourced = {
  legalSource: z.string().min(4),
  verified: z.boolean(),
  derived: z.literal(true).optional(),
  note: z.string().optional(),
};
const dated = { from: monthText, to: monthText.nullable(), ...sourced };
const datedByDay = { fromDay: dayText, toDay: dayText.nullable(), ...sourced };
/** Figures that the operator keeps; an example is one that the demonstration filled in (contoh). */
const example = z.literal(true).optional();

export const contributionRatesSchema = z.object({
  about: z.string(),
  rates: z.array(
    z.strictObject({
      programme: z.enum(programmes),
      segment: z.enum(contributionSegments),
      riskClass: z.literal([...riskClasses]).optional(),
      employerRate: rate,
      employeeRate: rate,
      ...dated,
    }),
  ),
});

export const wageCeilingsSchema = z.object({
  about: z.string(),
  ceilings: z.array(
    z.strictObject({
      amount: rupiah,
      growthRate: rate.nullable(),
      announcedBy: z.string().nullable(),
      ...dated,
    }),
  ),
});

export const jkpAllocationsSchema = z.object({
  about: z.string(),
  allocations: z.array(
    z.strictObject({ fromJkkRate: rate, fromJkmRate: rate, stateRate: rate, wageCeiling: rupiah, ...dated }),
  ),
});

export const fixedAmountsSchema = z.object({
  about: z.string(),
  selfEmployedBands: z.array(
    z.strictObject({
      incomeFrom: rupiah,
      incomeUpTo: rupiah.nullable(),
      jkkAmount: rupiah,
      jhtAmount: rupiah,
      jhtLegalSource: z.string().min(4),
      ...dated,
    }),
  ),
  selfEmployedDeath: z.array(z.strictObject({ amount: rupiah, ...dated })),
  migrantWorkerPackages: z.array(
    z.strictObject({
      id: z.enum([...migrantPackageIds, 'flat']),
      package: z.string(),
      contractMonths: z.int().min(1).nullable(),
      amount: rupiah,
      ...datedByDay,
    }),
  ),
  migrantWorkerSavings: z.array(z.strictObject({ smallest: rupiah, largest: rupiah, ...datedByDay })),
  constructionTiers: z.array(
    z.strictObject({ above: rupiah, upTo: rupiah.nullable(), jkkRate: rate, jkmRate: rate, ...dated }),
  ),
});

const discountEffect = z.union([
  z.strictObject({ programme: z.enum(['JKK', 'JKM']), reliefRate: wholePercent }),
  z.strictObject({
    programme: z.literal('JP'),
    deferredRate: wholePercent,
    settleFrom: dayText,
    settleBy: dayText,
  }),
]);

export const discountsSchema = z.object({
  about: z.string(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      segments: z.array(z.enum(contributionSegments)).min(1),
      effects: z.array(discountEffect).min(1),
      conditions: z.strictObject({
        labourIntensive: z.literal(true).optional(),
        minActiveWorkers: z.int().min(1).optional(),
        paidUpThrough: monthText.optional(),
        memberSince: z.strictObject({ through: monthText, otherwiseAfterMonths: z.int().min(1) }).optional(),
        payBy: dayText.optional(),
        transportWorker: z.literal(true).optional(),
        notPaidByState: z.literal(true).optional(),
        grantedOnRequest: z.literal(true).optional(),
        byContractValue: z.literal(true).optional(),
      }),
      penaltyRate: rate.optional(),
      ...dated,
      to: monthText,
    }),
  ),
});

export const dueDaysSchema = z.object({
  about: z.string(),
  rules: z
    .array(
      z.strictObject({
        segment: z.enum(contributionSegments),
        dueDay: z.int().min(1).max(31),
        monthOffset: z.int().min(0).max(1),
        penaltyRate: rate,
        ...dated,
      }),
    )
    .superRefine((rules, context) => {
      for (const segment of contributionSegments) {
        const gap = firstGap(rules.filter((rule) => rule.segment === segment));
        if (gap) context.addIssue(`due_day_not_known: ${segment} has no rule, or two, for ${gap}`);
      }
    }),
});

/** The first month from July 2015 on that not exactly one of these lines covers, in their order. */
function firstGap(lines: readonly { readonly from: Month; readonly to: Month | null }[]): Month | undefined {
  let next: Month | undefined = firstContributionMonth;
  for (const { from, to } of lines) {
    if (from !== next) return next ?? from;
    next = to === null ? undefined : addMonths(to, 1);
  }
  return next;
}

export const holidaysSchema = z.object({
  about: z.string(),
  holidays: z.array(z.strictObject({ date: dayText, name: z.string(), legalSource: z.string(), example })),
});

export const minimumWagesSchema = z.object({
  about: z.string(),
  minimumWages: z.array(
    z.strictObject({
      provinceCode: z.string().regex(/^\d\d$/),
      year: z.int().min(2015),
      amount: rupiah,
      example,
      ...sourced,
    }),
  ),
  reportedWageFloors: z.array(
    z.strictObject({
      absolute: rupiah,
      lowestOfYear: z.array(z.strictObject({ year: z.int().min(2015), amount: rupiah })),
      ...dated,
    }),
  ),
});

export const programmesSchema = z.object({
  about: z.string(),
  rules: z.array(
    z.strictObject({
      segment: z.enum(contributionSegments),
      scale: z.enum(employerScales).nullable(),
      programmes: z.array(z.enum(programmes)),
      joinsJkp: z.boolean(),
      ...dated,
    }),
  ),
});
