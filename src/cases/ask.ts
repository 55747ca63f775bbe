import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Language, Transaction } from '#platform';
import { newCaseNumber } from './case-number.ts';
import { cleanWords, sealCaseContact, write } from './conversation.ts';
import { type Asking, accountLimits, strangerLimits, takeOrRefuse } from './limits.ts';
import * as queries from './queries.ts';
import { readContact } from './read-contact.ts';
import type { CaseServices } from './types.ts';

/** What people open by themselves. */
export const askKinds = ['question', 'comment', 'message_report', 'wage_report'] as const;
export type AskKind = (typeof askKinds)[number];

export type NewQuestion = Asking & {
  readonly kind: AskKind;
  readonly words: string;
  /** E-mail address or phone number as typed, of somebody who is not signed in; empty when none is given. */
  readonly contact: string;
  /** Of somebody who is signed in. */
  readonly accountId: string | undefined;
  /** The key of the form: the same form sent again, also after a crash in between, has one case. */
  readonly formKey: string;
  readonly userAgent: string;
  readonly language: Language;
};

/**
 * Opens a case with what somebody wrote, signed in or not (G25). Somebody who is not may leave an address for the answer.
 * Throws AppError `too_many_requests` when the account, the address, its network or everybody together asked too often.
 */
export async function askSupport(
  services: CaseServices,
  question: NewQuestion,
): Promise<Result<{ readonly caseNumber: string }, 'no-words' | 'contact'>> {
  const { accountId, now } = question;
  const words = cleanWords(question.words);
  if (words === '') return refused('no-words');
  const contact = accountId === undefined ? readContact(question.contact) : 'none';
  if (contact === 'unreadable') return refused('contact');
  await takeOrRefuse(
    services,
    accountId === undefined ? strangerLimits(question.address) : accountLimits(accountId),
    now,
  );
  const caseId = newId(now);
  const insert = {
    caseId,
    caseNumber: newCaseNumber(),
    kind: question.kind,
    accountId,
    about: `form/${question.formKey || caseId}`,
    language: question.language,
    ...(contact === 'none'
      ? {}
      : {
          contactChannel: contact.channel,
          contact: sealCaseContact(services.keys, caseId, contact.address),
        }),
    now,
  };
  return services.database.transaction((tx) => open(services, tx, question, insert, words));
}

async function open(
  { keys }: CaseServices,
  tx: Transaction,
  { accountId, address, userAgent, now }: NewQuestion,
  insert: queries.CaseInsert,
  words: string,
) {
  const opened = await queries.insertCase(tx, insert);
  const result = ok({ caseNumber: opened.case_number });
  // The same form was here before.
  if (opened.case_id !== insert.caseId) return result;
  await write(tx, keys, { caseId: insert.caseId, words, officerId: undefined, now });
  if (accountId !== undefined)
    await record(tx, {
      event: 'case_opened',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address,
      userAgent,
      details: { case: opened.case_number },
    });
  return result;
}
