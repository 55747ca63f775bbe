/** Numbered cases: their states, what is written in them, and who may see what of them. */
export { askKinds, type AskKind, askSupport, type NewQuestion } from './ask.ts';
export { askAboutLook, caseAboutLook, type LookQuestion } from './ask-look.ts';
export { caseJourney, type CaseState } from './case-journey.ts';
export { newCaseNumber, readCaseNumber, referenceFrom } from './case-number.ts';
export { caseOf, casesOf, openCase } from './cases.ts';
export {
  cleanWords,
  conversationAfter,
  conversationOf,
  forgetConversations,
  longestWords,
} from './conversation.ts';
export {
  answerByProgram,
  allowAnew,
  answerCase,
  caseAbout,
  caseById,
  caseByNumber,
  closeCase,
  giveCaseToAccount,
  isCaseOpenOn,
  linkCaseToPerson,
  moveCasesOf,
  noteInCase,
  noteOutcomeOfCase,
  numbersOfCases,
  openCases,
  type ReaderNotice,
  takeCase,
} from './desk.ts';
export { contactOf, type Filled, filledOf, fileMemberCase, reportDeath } from './file.ts';
export { type CaseLook, caseOfReader, lookUpCase, type ReadCase } from './reader.ts';
export { isContact } from './read-contact.ts';
export { replyByReader, replyInCase, type ReplyRefusal, writeAsMember } from './reply.ts';
export type { CaseKind, CaseMessage, CaseServices, DeskCase, NewCase, OpenedCase } from './types.ts';
export { sealedColumns as sealedCaseColumns } from './keyed-columns.ts';
export { forgetOldCases } from './forget-old-cases.ts';
