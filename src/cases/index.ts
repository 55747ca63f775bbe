/** Numbered cases with their state. */
export { newCaseNumber, referenceFrom } from './case-number.ts';
export { caseById, caseByNumber, type FoundCase } from './find-case.ts';
export { type CaseKind, type NewCase, type OpenedCase, casesOf, openCase } from './cases.ts';
