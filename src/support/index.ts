/** Work at the support desk: cases, identity checks, remedies, approvals by two. */
export { caseOfNumber, findByNumber, type FoundNumber } from './case-numbers.ts';
export { answerInCase, type CaseRefusal, readCase, settleCase, takeUpCase } from './case-work.ts';
export { type DeskOfficer, worksOnCases } from './officer.ts';
