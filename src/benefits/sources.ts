import {
  accidentTermsOn,
  claimDocumentsOf,
  deathTermsOn,
  heirOrderOf,
  jobLossTermsOn,
  pensionBounds,
  pensionTerms,
  pensionWageCeilings,
  type Programme,
  savingsTerms,
  scholarshipTermsOn,
} from '#rates';
import type { IsoDate } from '#kernel';

/** A figure that a page shows, by the name of its text, benefits.figure.<figure>. */
export type Figure =
  | 'accident_amounts'
  | 'assumption_high'
  | 'assumption_low'
  | 'claim_documents'
  | 'death_amounts'
  | 'full_age'
  | 'heirs'
  | 'job_loss_amounts'
  | 'partial_claims'
  | 'payment_deadline'
  | 'pension_age'
  | 'pension_bounds'
  | 'pension_formula'
  | 'pension_index'
  | 'pension_start'
  | 'scholarship'
  | 'survivors_rule'
  | 'tax'
  | 'wage_ceiling';

export type Source = {
  readonly figure: Figure;
  readonly legalSource: string;
  /** Derived: it follows from a source and was not itself seen in one; the page says so. */
  readonly standing: 'verified' | 'derived';
};

/** A thing that no source here tells, by the name of its text, benefits.unknown.<unknown>. */
export type Unknown =
  | 'heir_shares_not_known'
  | 'job_loss_claims_not_recorded'
  | 'partial_disability_table_not_known'
  | 'pension_return_not_known'
  | 'return_not_declared'
  | 'survivor_shares_not_known';

type Stated = { readonly legalSource: string; readonly standing: 'verified' | 'derived' | 'uncertain' };

const source = (figure: Figure, stated: Stated | undefined): Source[] =>
  stated && stated.standing !== 'uncertain'
    ? [{ figure, legalSource: stated.legalSource, standing: stated.standing }]
    : [];

const known = (figure: Figure, legalSource: string, isVerified: boolean): Source => ({
  figure,
  legalSource,
  standing: isVerified ? 'verified' : 'derived',
});

const byProgramme: Record<Programme, (today: IsoDate) => Source[]> = {
  JHT: () => [
    ...source('full_age', savingsTerms.fullAge),
    ...source(
      'partial_claims',
      savingsTerms.claims.find(({ memberYears }) => memberYears > 0),
    ),
    ...savingsTerms.assumptions.map((assumption) =>
      known(
        assumption.name === 'low' ? 'assumption_low' : 'assumption_high',
        assumption.legalSource,
        assumption.standing === 'verified',
      ),
    ),
    ...source('tax', savingsTerms.tax),
  ],
  JP: (today) => {
    const bounds = pensionBounds().findLast(({ from }) => from <= today);
    const ceiling = pensionWageCeilings().at(-1);
    return [
      ...source('pension_formula', pensionTerms.formula),
      known('pension_index', 'PP 45/2015 Ps.17(3)', false),
      ...(bounds
        ? [
            known(
              'pension_bounds',
              bounds.legalSource,
              bounds.minimumStanding === 'verified' && bounds.maximumStanding === 'verified',
            ),
          ]
        : []),
      ...(ceiling ? [known('wage_ceiling', ceiling.legalSource, ceiling.verified)] : []),
      ...source('pension_age', pensionTerms.ages[0]),
      known('pension_start', 'PP 45/2015 Ps.19', true),
      ...source('survivors_rule', pensionTerms.survivors),
    ];
  },
  JKK: (today) => [
    ...source('accident_amounts', accidentTermsOn(today)),
    ...source('scholarship', scholarshipTermsOn(today)),
  ],
  JKM: (today) => [
    ...source('death_amounts', deathTermsOn(today)),
    ...source('scholarship', scholarshipTermsOn(today)),
  ],
  JKP: (today) => source('job_loss_amounts', jobLossTermsOn(today)),
};

/** Where each figure on the page of a programme comes from, and whether it was seen there or follows from it. */
export function sourcesOf(programme: Programme, today: IsoDate): Source[] {
  const documents = claimDocumentsOf(programme);
  const deadline = documents.find(({ paidWithinWorkingDays }) => paidWithinWorkingDays !== null);
  return [
    ...byProgramme[programme](today),
    ...(deadline ? [known('payment_deadline', deadline.legalSource, true)] : []),
    ...source('claim_documents', documents[0]),
    ...source('heirs', heirOrderOf(programme)),
  ];
}

const unknowns: Record<Programme, readonly Unknown[]> = {
  JHT: ['return_not_declared', 'heir_shares_not_known'],
  JP: ['survivor_shares_not_known', 'pension_return_not_known'],
  JKK: ['partial_disability_table_not_known', 'heir_shares_not_known'],
  JKM: ['heir_shares_not_known'],
  JKP: ['job_loss_claims_not_recorded'],
};

/** What the page of a programme leaves open, because no source that could be confirmed tells it. */
export function unknownsOf(programme: Programme): readonly Unknown[] {
  return unknowns[programme];
}
