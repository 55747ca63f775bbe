/** Numbered cases with their state. */
export { type CaseKind, type NewCase, type OpenedCase, casesOf, openCase } from './cases.ts';
