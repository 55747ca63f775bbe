import { newId, ok, refused, type Result } from '#kernel';
import type { Executor, Language } from '#platform';
import { record } from '#activity';
import { newCaseNumber } from './case-number.ts';
import { caseOf } from './cases.ts';
import { cleanWords, write } from './conversation.ts';
import { type Asking, accountLimits, takeOrRefuse } from './limits.ts';
import * as queries from './queries.ts';
import type { CaseServices, OpenedCase } from './types.ts';

const kind = 'question';
const aboutOf = (entryId: string) => `look/${entryId}`;

export type LookQuestion = Asking & {
  readonly accountId: string;
  readonly words: string;
  readonly userAgent: string;
  readonly language: Language;
  /** The entry of the member's activity that is asked about, and when that was. */
  readonly entryId: string;
  readonly at: Date;
  /** The number under which the officer acted, where there is one. */
  readonly lookCase: string | undefined;
  /** Who acted; undefined for the command line. */
  readonly officerId: string | undefined;
};

/**
 * A member asks why an officer looked or acted (UU 27/2022): a question of its own number, one for each entry. Who acted is
 * noted in it, so that supervisors see it and that officer does not, supervisor or not (`isHiddenFrom` of support). Throws
 * AppError `too_many_requests` when the account wrote too often.
 */
export async function askAboutLook(
  services: CaseServices,
  question: LookQuestion,
): Promise<Result<{ readonly caseId: string }, 'no-words'>> {
  const { accountId, address, userAgent, now } = question;
  const words = cleanWords(question.words);
  if (words === '') return refused('no-words');
  await takeOrRefuse(services, accountLimits(accountId), now);
  const insert = insertOf(question, newId(now));
  return services.database.transaction(async (tx) => {
    const row = await queries.insertCase(tx, insert);
    const { case_id: caseId, case_number: number } = row;
    if (caseId !== insert.caseId) return ok({ caseId });
    await write(tx, services.keys, { caseId, words, officerId: undefined, now });
    const actor = { kind: 'member', accountId } as const;
    const details = { case: number };
    await record(tx, { event: 'case_opened', actor, accountId, at: now, address, userAgent, details });
    return ok({ caseId });
  });
}

function insertOf(
  { accountId, entryId, at, lookCase, officerId, language, now }: LookQuestion,
  caseId: string,
): queries.CaseInsert {
  const details = {
    look: lookCase ?? '',
    looked_at: at.toISOString(),
    ...(officerId === undefined ? {} : { officer: officerId }),
  };
  const about = aboutOf(entryId);
  return { caseId, caseNumber: newCaseNumber(), kind, accountId, about, details, language, now };
}

/** The question that this account asked about the entry; undefined when there is none. */
export async function caseAboutLook(
  executor: Executor,
  accountId: string,
  entryId: string,
): Promise<OpenedCase | undefined> {
  const row = await queries.caseAbout(executor, kind, aboutOf(entryId));
  return row && caseOf(executor, accountId, row.case_id);
}
