import { type ActivityEntry, activitySince, looksSince } from '#activity';
import { recordsOf } from '#members';
import { type CaseMessage, casesOf, conversationAfter, filledOf } from '#cases';
import type { Executor, KeyRing } from '#platform';
import { handedInWith } from './copy-handed-in.ts';
import { mostRows, type Part, rowsPerRead } from './copy-loose.ts';

/** Every case of the account with all that was written in it. */
export async function casesPart(tx: Executor, keys: KeyRing, accountId: string): Promise<Part<'cases'>> {
  const cases: Part<'cases'> = [];
  for (const one of await casesOf(tx, accountId, mostRows)) {
    const words = await wholeConversation(tx, keys, one.caseId);
    cases.push({
      number: one.caseNumber,
      kind: one.kind,
      state: one.state,
      openedAt: one.openedAt.toISOString(),
      filled: { ...(await filledOf(tx, keys, one.caseId)) },
      words: words.map(({ writtenBy, writtenAt, words: said }) => ({
        by: writtenBy,
        at: writtenAt.toISOString(),
        text: said,
      })),
      documents: await handedInWith(tx, one),
    });
  }
  return cases;
}

const messagesPerRead = 200;

async function wholeConversation(tx: Executor, keys: KeyRing, caseId: string): Promise<CaseMessage[]> {
  const all: CaseMessage[] = [];
  while (all.length < mostRows) {
    const page = { after: all.at(-1)?.messageId, limit: messagesPerRead };
    const found = await conversationAfter(tx, keys, caseId, page);
    all.push(...found);
    if (found.length < messagesPerRead) break;
  }
  return all;
}

type Whose = { readonly accountId: string; readonly personId: string | undefined };

/** What was recorded about the account, the newest first. */
export function activityPart(tx: Executor, { accountId }: Whose, since: Date): Promise<Part<'activity'>> {
  const limit = rowsPerRead;
  return allEntries((before) => activitySince(tx, accountId, { since, before, limit }));
}

/** Who looked at the account or at the person behind it, the newest first. */
export async function looksPart(
  tx: Executor,
  { accountId, personId }: Whose,
  since: Date,
): Promise<Part<'whoLooked'>> {
  const limit = rowsPerRead;
  const whose = { accountId, personIds: personId ? await recordsOf(tx, personId) : [] };
  return allEntries((before) => looksSince(tx, whose, { since, before, limit }));
}

async function allEntries(
  read: (before: string | undefined) => Promise<ActivityEntry[]>,
): Promise<Part<'activity'>> {
  const all: ActivityEntry[] = [];
  while (all.length < mostRows) {
    const found = await read(all.at(-1)?.id);
    all.push(...found);
    if (found.length < rowsPerRead) break;
  }
  return all.map(({ at, event, actor, address, userAgent, details = {} }) => ({
    at: at.toISOString(),
    event,
    by: actor.kind,
    // Where an officer sat is not the member's.
    address: actor.kind === 'officer' ? undefined : address,
    browser: actor.kind === 'officer' ? undefined : userAgent,
    details: { ...details },
  }));
}
