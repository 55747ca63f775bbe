import { isIsoDate, type IsoDate, parseMonth } from '#kernel';
import { z } from 'zod';
import { contributionSegments, employerScales, programmes, riskClasses } from './types.ts';

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

const dated = {
  from: monthText,
  to: monthText.nullable(),
  legalSource: z.string().min(4),
  verified: z.boolean(),
  note: z.string().optional(),
};

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
      incomeUpTo: rupiah,
      jkkAmount: rupiah,
      jkmAmount: rupiah,
      jhtAmount: rupiah,
      ...dated,
    }),
  ),
  migrantWorkerPackages: z.array(z.strictObject({ package: z.string(), amount: rupiah, ...dated })),
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
        payBy: dayText.optional(),
        transportWorker: z.literal(true).optional(),
        notPaidByState: z.literal(true).optional(),
      }),
      penaltyRate: rate.optional(),
      ...dated,
      to: monthText,
    }),
  ),
});

export const dueDaysSchema = z.object({
  about: z.string(),
  rules: z.array(
    z.strictObject({
      segment: z.enum(contributionSegments),
      dueDay: z.int().min(1).max(31),
      monthOffset: z.int().min(0).max(1),
      penaltyRate: rate,
      ...dated,
    }),
  ),
});

export const holidaysSchema = z.object({
  about: z.string(),
  holidays: z.array(z.strictObject({ date: dayText, name: z.string(), legalSource: z.string() })),
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
