import {
  announceIncident,
  componentName,
  type Impact,
  noticeKinds,
  type NoticeRefusal,
  planMaintenance,
  readOnlyScopes,
  viewAt,
} from '#operations';
import type { Result } from '#kernel';
import { type FormFields, html, type Html, nothing, type Page, type Visit } from '#platform';
import { button, card, checkbox, field, form, notice, page, select, textArea } from '#web/layout';
import { operatorOf, type OperationsServices } from './operations-officer.ts';
import { timeInJakarta } from './operations-times.ts';

const address = '/operations/notices/new';

/** Announces an incident, or maintenance ahead of time, in both languages. */
export function newNoticePage(services: OperationsServices): Page {
  return {
    path: address,
    access: 'officer',
    get: (visit) => {
      operatorOf(visit);
      return visit.html(newPage(services, visit, {}, undefined));
    },
    post: async (visit, sent) => {
      const done = await announce(services, visit, sent);
      if (!done.ok) return visit.html(newPage(services, visit, sent, done.refusal), 422);
      await services.status.look();
      return visit.redirect(`/operations/notices/${done.value}`);
    },
  };
}

function componentsOf({ status }: OperationsServices, { now }: Visit): string[] {
  return viewAt(status.known(), now).components.map(({ component }) => component);
}

async function announce(
  services: OperationsServices,
  visit: Visit,
  sent: FormFields,
): Promise<Result<string, NoticeRefusal>> {
  const by = operatorOf(visit);
  const impact: Impact = sent['impact'] === 'down' ? 'down' : 'degraded';
  const announced = {
    impact,
    components: componentsOf(services, visit).filter((name) => sent[`concerns_${name}`] === 'on'),
    title: { id: sent['title_id'] ?? '', en: sent['title_en'] ?? '' },
    words: { id: sent['text_id'] ?? '', en: sent['text_en'] ?? '' },
  };
  if (sent['kind'] !== 'maintenance') return announceIncident(services.database, announced, by, visit.now);
  const startsAt = timeInJakarta(sent['starts_at']);
  const endsAt = timeInJakarta(sent['ends_at']);
  if (!startsAt || !endsAt) return { ok: false, refusal: 'times_out_of_order' };
  const readOnly = readOnlyScopes.find((known) => known === sent['read_only']);
  return planMaintenance(services.database, { ...announced, startsAt, endsAt, readOnly }, by, visit.now);
}

function newPage(
  services: OperationsServices,
  visit: Visit,
  sent: FormFields,
  problem: NoticeRefusal | undefined,
): Html {
  const { t } = visit;
  const body = html`<p class="eyebrow"><a href="/operations">${t('console.operations.title')}</a></p>
    <h1>${t('console.operations.new')}</h1>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`console.operations.problem.${problem}`)}</p>` }) : nothing}
    ${card({
      body: form(visit, {
        action: address,
        body: html`${whatParts(visit, sent)}
          <div role="group" aria-labelledby="concerns">
            <h2 id="concerns">${t('console.operations.concerns')}</h2>
            ${componentsOf(services, visit).map((name) => checkbox({ name: `concerns_${name}`, label: componentName(visit.t, name), checked: sent[`concerns_${name}`] === 'on' }))}
          </div>
          ${wordParts(visit, sent)} ${timeParts(visit, sent)}
          ${button({ label: t('console.operations.publish') })}`,
      }),
    })}`;
  return page(visit, { title: t('console.operations.new'), body, languageAddress: address });
}

function whatParts({ t }: Visit, sent: FormFields): Html {
  return html`${select({
    name: 'kind',
    label: t('console.operations.kind'),
    value: sent['kind'] ?? 'incident',
    options: noticeKinds.map((value) => ({ value, label: t(`status.kind.${value}`) })),
  })}
  ${select({
    name: 'impact',
    label: t('console.operations.impact'),
    value: sent['impact'] ?? 'degraded',
    options: (['degraded', 'down'] as const).map((value) => ({
      value,
      label: t(`status.state_of.${value}`),
    })),
  })}`;
}

function wordParts(visit: Visit, sent: FormFields): Html {
  const { t } = visit;
  return html`${(['title_id', 'title_en'] as const).map((name) =>
    field(visit, { name, label: t(`console.operations.${name}`), maxlength: 120, value: sent[name] ?? '' }),
  )}
  ${(['text_id', 'text_en'] as const).map((name) =>
    textArea({
      name,
      label: t(`console.operations.${name}`),
      rows: 3,
      maxlength: 2000,
      value: sent[name] ?? '',
    }),
  )}`;
}

/** Of maintenance only: when, and whether writes are refused meanwhile. */
function timeParts(visit: Visit, sent: FormFields): Html {
  const { t } = visit;
  return html`<h2>${t('console.operations.only_maintenance')}</h2>
    ${(['starts_at', 'ends_at'] as const).map((name) =>
      field(visit, {
        name,
        label: t(`console.operations.${name}`),
        hint: t('console.operations.time_hint'),
        value: sent[name] ?? '',
      }),
    )}
    ${select({
      name: 'read_only',
      label: t('console.operations.read_only'),
      value: sent['read_only'] ?? '',
      options: [
        { value: '', label: t('console.operations.read_only.none') },
        ...readOnlyScopes.map((value) => ({ value, label: t(`console.read_only.scope.${value}`) })),
      ],
    })}`;
}
