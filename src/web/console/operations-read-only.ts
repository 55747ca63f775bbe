import { liftReadOnly, readOnlyScopes, setReadOnly } from '#operations';
import type { FormFields, Html, Page, Visit } from '#platform';
import { html, nothing } from '#platform';
import { button, card, field, form, notice, page, select, textArea } from '#web/layout';
import { operatorOf, type OperationsServices } from './operations-officer.ts';
import { timeInJakarta, writtenInJakarta } from './operations-times.ts';

const address = '/operations/read-only';

/** The switch to read-only: until when, and why in both languages; and back. */
export function readOnlyPage(services: OperationsServices): Page {
  return {
    path: address,
    access: 'officer',
    get: (visit) => {
      operatorOf(visit);
      return visit.html(switchPage(visit, services, {}, undefined));
    },
    post: (visit, sent) => change(services, visit, sent),
  };
}

type Problem = 'until_is_past' | 'words_missing' | 'until_unreadable';

async function change(services: OperationsServices, visit: Visit, sent: FormFields): Promise<Response> {
  const by = operatorOf(visit);
  const { database, status } = services;
  if (sent['do'] === 'lift') await liftReadOnly(database, by, visit.now);
  else {
    const problem = await set(services, visit, sent);
    if (problem) return visit.html(switchPage(visit, services, sent, problem), 422);
  }
  await status.look();
  return visit.redirect('/operations');
}

async function set(
  { database }: OperationsServices,
  visit: Visit,
  sent: FormFields,
): Promise<Problem | undefined> {
  const until = timeInJakarta(sent['until']);
  if (!until) return 'until_unreadable';
  const scope = readOnlyScopes.find((known) => known === sent['scope']) ?? 'records';
  const reason = { id: sent['reason_id'] ?? '', en: sent['reason_en'] ?? '' };
  const done = await setReadOnly(database, { scope, until, reason }, operatorOf(visit), visit.now);
  return done.ok ? undefined : done.refusal;
}

function switchPage(
  visit: Visit,
  { status }: OperationsServices,
  sent: FormFields,
  problem: Problem | undefined,
): Html {
  const { t, now } = visit;
  const holds = status.known().snapshot?.readOnly.some(({ startsAt }) => startsAt <= now) ?? false;
  const untilError = problem === 'until_is_past' || problem === 'until_unreadable' ? problem : undefined;
  const inHour = new Date(now.getTime() + 3_600_000);
  const body = html`<p class="eyebrow"><a href="/operations">${t('console.operations.title')}</a></p>
    <h1>${t('console.read_only.title')}</h1>
    <p class="lead">${t('console.read_only.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`console.read_only.${problem}`)}</p>` }) : nothing}
    ${
      holds
        ? card({
            body: form(visit, {
              action: address,
              body: button({ label: t('console.read_only.lift'), name: 'do', value: 'lift' }),
            }),
          })
        : nothing
    }
    ${card({
      body: form(visit, {
        action: address,
        body: html`${select({
          name: 'scope',
          label: t('console.read_only.scope'),
          value: sent['scope'] ?? 'records',
          options: readOnlyScopes.map((value) => ({ value, label: t(`console.read_only.scope.${value}`) })),
        })}
        ${field(visit, {
          name: 'until',
          label: t('console.read_only.until'),
          hint: t('console.operations.time_hint'),
          value: sent['until'] ?? writtenInJakarta(inHour),
          error: untilError && t(`console.read_only.${untilError}`),
        })}
        ${textArea({ name: 'reason_id', label: t('console.read_only.reason_id'), rows: 2, maxlength: 2000, value: sent['reason_id'] ?? '' })}
        ${textArea({ name: 'reason_en', label: t('console.read_only.reason_en'), rows: 2, maxlength: 2000, value: sent['reason_en'] ?? '' })}
        ${button({ label: t('console.read_only.set') })}`,
      }),
    })}`;
  return page(visit, { title: t('console.read_only.title'), body, languageAddress: address });
}
