import { type ActivityEntry, officerEntry } from '#activity';
import { originOf } from '#accounts';
import { askAboutLook, caseAboutLook, longestWords } from '#cases';
import { isId } from '#kernel';
import { type FormFields, formatInstant, type Html, html, type Page, type Visit } from '#platform';
import { button, card, form, textArea } from '#web/layout';
import { activitySentence } from './activity-sentence.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const menuEntry = '/security/activity';

export const askLookAddress = (entryId: string): string => `/security/ask-reason/${entryId}`;

/** "Ask why" of what an officer did: a question with its case number, for a supervisor and never for that officer (G15, G28). */
export function askLookPage(services: SecurityServices): Page {
  return {
    path: askLookAddress(':entry'),
    access: 'owner',
    get: async (visit) => {
      const entry = await entryAsked(services, visit);
      if (!entry) return visit.redirect(menuEntry);
      const asked = await caseAboutLook(services.accounts.database, liveSessionOf(visit).accountId, entry.id);
      return asked ? visit.redirect(`/security/cases/${asked.caseId}`) : show(visit, entry, undefined);
    },
    post: (visit, sent) => ask(services, visit, sent),
  };
}

/** What an officer did at this account or at its person, and nothing else. */
async function entryAsked({ accounts }: SecurityServices, visit: Visit): Promise<ActivityEntry | undefined> {
  const id = visit.context.req.param('entry') ?? '';
  const { accountId } = liveSessionOf(visit);
  const whose = { accountId, personId: visit.session?.personId };
  return isId(id) ? officerEntry(accounts.database, whose, id) : undefined;
}

async function ask(services: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const entry = await entryAsked(services, visit);
  if (!entry) return visit.redirect(menuEntry);
  const { accountId } = liveSessionOf(visit);
  const words = sent['words'] ?? '';
  const asked = await askAboutLook(services.accounts, {
    ...originOf(visit),
    accountId,
    words,
    language: visit.t.language,
    entryId: entry.id,
    at: entry.at,
    lookCase: typeof entry.details?.['case'] === 'string' ? entry.details['case'] : undefined,
    officerId: entry.actor.accountId,
    now: visit.now,
  });
  return asked.ok ? visit.redirect(`/security/cases/${asked.value.caseId}`) : show(visit, entry, words);
}

/** `typed` after a form that was sent without words. */
function show(visit: Visit, entry: ActivityEntry, typed: string | undefined): Response {
  const { t } = visit;
  const hasProblem = typed !== undefined;
  const address = askLookAddress(entry.id);
  const body = html`<p class="lead">${t('security.ask_reason.lead')}</p>
    ${card({ body: html`${entryLine(visit, entry)} ${askForm(visit, address, hasProblem)}` })}
    <p><a href="/security/who-saw">${t('security.ask_reason.back')}</a></p>`;
  const parts = { title: t('security.ask_reason.title'), body, languageAddress: address };
  return securityPage(visit, menuEntry, parts, hasProblem ? 422 : 200);
}

const entryLine = (visit: Visit, entry: ActivityEntry): Html =>
  html`<p>
    <strong>${activitySentence(visit, entry)}</strong><br /><span class="small soft"
      >${formatInstant(entry.at, visit.t.language, visit.session?.timeZone)}</span
    >
  </p>`;

function askForm(visit: Visit, action: string, hasProblem: boolean): Html {
  const { t } = visit;
  return form(visit, {
    action,
    body: html`${textArea({
      name: 'words',
      label: t('security.ask_reason.words'),
      hint: t('security.ask_reason.words_hint'),
      rows: 5,
      maxlength: longestWords,
      value: hasProblem ? '' : t('security.ask_reason.usual'),
      error: hasProblem ? t('cases.words_missing') : undefined,
    })}
    ${button({ label: t('security.ask_reason.submit') })}`,
  });
}
