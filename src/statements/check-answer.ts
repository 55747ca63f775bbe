import type { ProofFacts } from './facts.ts';

/** What whoever holds the paper is told: as much as the member chose. */
export type Checked = Omit<ProofFacts, 'amounts'> & {
  readonly amounts: ProofFacts['amounts'] | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
};

export type CheckAnswer =
  | { readonly kind: 'good'; readonly checked: Checked }
  /** It can be no code of ours: a character is wrong. Nothing was looked up. */
  | { readonly kind: 'mistyped' }
  /** Never made, run out, or withdrawn: nobody is told which. */
  | { readonly kind: 'not_good' }
  | { readonly kind: 'too_many'; readonly until: Date };
