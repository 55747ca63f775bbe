import { type Executor, type Visit, writeLanguageChoice } from '#platform';
import * as queries from './queries.ts';
import type { AccountProfile, LiveSession } from './types.ts';

/** Lets the holder of a live session in: sets visit.session and settles the language that the page is shown in. */
export async function openVisit(
  executor: Executor,
  visit: Visit,
  { sessionId, accountId, acr, amr, shared, endsAt }: LiveSession,
  profile: AccountProfile,
): Promise<void> {
  await settleLanguage(executor, visit, profile);
  const { personId, displayName, roles, timeZone } = profile;
  visit.session = { sessionId, accountId, personId, displayName, roles, acr, amr, shared, timeZone, endsAt };
}

/**
 * The choice of language that was made last holds on every face: a later one made in this browser is kept with the
 * account, as nobody else's any more; otherwise the account's is spoken here from this page on. Most visits need no statement.
 */
async function settleLanguage(
  executor: Executor,
  visit: Visit,
  { accountId, languageChoice: elsewhere }: AccountProfile,
): Promise<void> {
  const here = visit.languageChoice;
  const isLater = !elsewhere || (here && here.chosenAt > elsewhere.chosenAt);
  if (here && !here.adopted && isLater) {
    await queries.chooseLanguage(executor, accountId, here);
    visit.speak({ ...here, adopted: true });
  } else if (elsewhere && writeLanguageChoice(elsewhere) !== (here && writeLanguageChoice(here)))
    visit.speak(elsewhere);
}
