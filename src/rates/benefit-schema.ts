import { z } from 'zod';
import { dayText, rate, rupiah } from './schema.ts';
import { programmes } from './types.ts';

/** Verified: seen in a source. Derived: follows from one, and a page says so. Uncertain: never put into a sum. */
const standing = z.enum(['verified', 'derived', 'uncertain']);

const sourced = { legalSource: z.string().min(4), standing, note: z.string().optional() };
/** By the day of the event, unlike contributions, which go by month. */
const dated = { from: dayText, to: dayText.nullable() };
const count = z.int().min(0);

export const pensionBoundsSchema = z.object({
  about: z.string(),
  bounds: z
    .array(
      z.strictObject({
        minimum: rupiah,
        maximum: rupiah,
        inflationRate: rate.nullable(),
        minimumStanding: standing,
        maximumStanding: standing,
        legalSource: z.string(),
        ...dated,
      }),
    )
    .min(1),
});

export const pensionTermsSchema = z.object({
  about: z.string(),
  formula: z.strictObject({ accrualRate: rate, monthsForPension: count, ...sourced }),
  ages: z.array(z.strictObject({ age: count, ...dated, ...sourced })).min(1),
  deferral: z.strictObject({ years: count, ...sourced }),
  survivors: z.strictObject({ memberMonths: count, densityRate: rate, assumedMonths: count, ...sourced }),
  survivorShares: z.array(z.strictObject({ payee: z.enum(['spouse', 'child', 'parent']), rate, ...sourced })),
});

export const deathBenefitsSchema = z.object({
  about: z.string(),
  amounts: z.array(
    z.strictObject({
      lumpSum: rupiah,
      periodic: rupiah,
      periodicMonths: count,
      funeral: rupiah,
      selfEmployedMonths: count,
      ...dated,
      ...sourced,
    }),
  ),
  scholarships: z.array(
    z.strictObject({
      mostChildren: count,
      belowAge: count,
      contributionMonths: count,
      levels: z.array(
        z.strictObject({ level: z.enum(['TK', 'SD', 'SMP', 'SMA', 'PT']), perYear: rupiah, years: count }),
      ),
      ...dated,
      ...sourced,
    }),
  ),
});

export const accidentBenefitsSchema = z.object({
  about: z.string(),
  amounts: z.array(
    z.strictObject({
      wageMonths: count,
      deathRate: rate,
      totalDisabilityRate: rate,
      periodic: rupiah,
      funeral: rupiah,
      fullPayMonths: count,
      laterPayRate: rate,
      transportLand: rupiah,
      transportSea: rupiah,
      transportAir: rupiah,
      homeCarePerYear: rupiah,
      ...dated,
      ...sourced,
    }),
  ),
});

export const jobLossBenefitsSchema = z.object({
  about: z.string(),
  amounts: z.array(
    z.strictObject({
      steps: z.array(z.strictObject({ months: count, rate })).min(1),
      wageCeiling: rupiah,
      claimMonths: count,
      mostClaims: count,
      ...dated,
      ...sourced,
    }),
  ),
});

const claimReasons = [
  'age',
  'resigned',
  'dismissed',
  'contract_ended',
  'self_employed_stopped',
  'left_country',
  'disabled',
  'died',
  'part_for_retirement',
  'part_for_housing',
] as const;

export const savingsBenefitsSchema = z.object({
  about: z.string(),
  fullAge: z.strictObject({ age: count, ...sourced }),
  claims: z.array(
    z.strictObject({
      reason: z.enum(claimReasons),
      shareRate: rate,
      waitMonths: count.nullable(),
      memberYears: count,
      ...dated,
      ...sourced,
    }),
  ),
  tax: z.strictObject({ freeUpTo: rupiah, rate, ...sourced }),
  assumptions: z
    .array(
      z.strictObject({ name: z.enum(['low', 'high']), rate, year: z.int(), about: z.string(), ...sourced }),
    )
    .length(2),
});

const heirClasses = [
  'spouse_or_child',
  'direct_line',
  'sibling',
  'parent_in_law',
  'will',
  'estate_chamber',
  'social_fund',
  'spouse',
  'young_child',
  'parent',
] as const;
export type HeirClass = (typeof heirClasses)[number];

export const heirsSchema = z.object({
  about: z.string(),
  orders: z.array(
    z.strictObject({
      programmes: z.array(z.enum(programmes)).min(1),
      classes: z.array(z.enum(heirClasses)).min(1),
      ...sourced,
    }),
  ),
  pensionChildren: z.strictObject({ most: count, belowAge: count, ...sourced }),
});

const documents = [
  'accident_reports',
  'accident_story',
  'attendance',
  'bank_account',
  'bank_book',
  'card',
  'death_certificate',
  'dismissal_proof',
  'exit_letter',
  'family_card',
  'heir_letter',
  'identity_card',
  'identity_card_heir',
  'job_search_pledge',
  'marriage_book',
  'pension_form',
  'photo',
  'police_report',
  'receipts',
  'tax_number',
  'witnesses',
] as const;

export const claimDocumentsSchema = z.object({
  about: z.string(),
  claims: z.array(
    z.strictObject({
      programme: z.enum(programmes),
      situation: z.enum(['member', 'survivors']),
      documents: z.array(z.enum(documents)).min(1),
      paidWithinWorkingDays: count.nullable(),
      lateRatePerDay: rate.nullable(),
      ...sourced,
    }),
  ),
});
