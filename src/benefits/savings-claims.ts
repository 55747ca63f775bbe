import { savingsTerms } from '#rates';

export type SavingsClaim = (typeof savingsTerms.claims)[number];

const ofEmployees: ReadonlySet<SavingsClaim['reason']> = new Set(['resigned', 'dismissed', 'contract_ended']);

/** The reasons for which all of JHT is paid out, for a wage earner or for one who works alone (Permenaker 4/2022). */
export function savingsClaims(worksAlone: boolean): readonly SavingsClaim[] {
  return savingsTerms.claims.filter(
    ({ reason, memberYears }) =>
      memberYears === 0 && (worksAlone ? !ofEmployees.has(reason) : reason !== 'self_employed_stopped'),
  );
}
