import type { IsoDate } from '#kernel';
import {
  accidentBenefitsSchema,
  claimDocumentsSchema,
  deathBenefitsSchema,
  heirsSchema,
  jobLossBenefitsSchema,
  pensionBoundsSchema,
  pensionTermsSchema,
  savingsBenefitsSchema,
} from './benefit-schema.ts';
import { read } from './parameters.ts';
import type { Programme } from './types.ts';

/** The files of rates/ that speak of benefits, read and checked once at start; a wrong file stops the program. */
const pensionBoundRows = read('pension-bounds', pensionBoundsSchema).bounds;
export const pensionTerms = read('pension-terms', pensionTermsSchema);
const deathBenefits = read('death-benefits', deathBenefitsSchema);
const accidentBenefits = read('accident-benefits', accidentBenefitsSchema).amounts;
const jobLossBenefits = read('job-loss-benefits', jobLossBenefitsSchema).amounts;
export const savingsTerms = read('savings-benefits', savingsBenefitsSchema);
const heirs = read('heirs', heirsSchema);
const documents = read('claim-documents', claimDocumentsSchema).claims;

export type PensionTerms = typeof pensionTerms;
export type PensionBounds = (typeof pensionBoundRows)[number];
export type DeathTerms = (typeof deathBenefits.amounts)[number];
export type ScholarshipTerms = (typeof deathBenefits.scholarships)[number];
export type AccidentTerms = (typeof accidentBenefits)[number];
export type JobLossTerms = (typeof jobLossBenefits)[number];
export type SavingsTerms = typeof savingsTerms;
export type HeirOrder = (typeof heirs.orders)[number];
export type ClaimDocuments = (typeof documents)[number];

type Dated = { readonly from: IsoDate; readonly to: IsoDate | null };

function inForce<Line extends Dated>(lines: readonly Line[], day: IsoDate): Line | undefined {
  return lines.find(({ from, to }) => from <= day && (to === null || day <= to));
}

/** Every lowest and highest pension, oldest first (PP 45/2015 Ps.18). */
export function pensionBounds(): readonly PensionBounds[] {
  return pensionBoundRows;
}

/** What JKM pays for a death on that day; undefined before July 2015. */
export const deathTermsOn = (day: IsoDate): DeathTerms | undefined => inForce(deathBenefits.amounts, day);

export const scholarshipTermsOn = (day: IsoDate): ScholarshipTerms | undefined =>
  inForce(deathBenefits.scholarships, day);

/** What JKK pays for an accident on that day; undefined before PP 82/2019. */
export const accidentTermsOn = (day: IsoDate): AccidentTerms | undefined => inForce(accidentBenefits, day);

/** What JKP pays for a dismissal on that day; undefined before PP 37/2021. */
export const jobLossTermsOn = (day: IsoDate): JobLossTerms | undefined => inForce(jobLossBenefits, day);

/** Who receives after a death, the classes in their order; JKP ends with the death and has none. */
export function heirOrderOf(programme: Programme): HeirOrder | undefined {
  return heirs.orders.find(({ programmes }) => programmes.includes(programme));
}

export const pensionChildren = heirs.pensionChildren;

export function claimDocumentsOf(programme: Programme): readonly ClaimDocuments[] {
  return documents.filter((claim) => claim.programme === programme);
}
