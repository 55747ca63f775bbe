/** The yearly statement of the old-age savings, and the code by which somebody else checks one on paper. */
export type {
  ContributionLine,
  OtherLine,
  Reckoned,
  ReckonedStep,
  StatementAmounts,
  YearStatement,
} from './types.ts';
export type { CheckAnswer, Checked } from './check-answer.ts';
export { checkProof } from './check.ts';
export { writtenCode } from './code.ts';
export { isAsIssued } from './facts.ts';
export { issueProof, type IssueRefusal } from './issue.ts';
export { hashedStatementColumns } from './keyed-columns.ts';
export type { Proof, StatementAsker, StatementServices } from './proof-types.ts';
export { proofsOf, proofWithCode } from './proofs.ts';
export { forgetOldProofs, forgetProofsOf, withdrawProof } from './withdraw.ts';
export { yearStatement } from './year-statement.ts';
