import { componentName, type History, type ShownComponent, type StatusView } from '#operations';
import { formatInstant, formatTime, type Html, html, join, nothing, type Visit } from '#platform';
import { badge, card, notice, page } from '#web/layout';
import { channelsCard } from './status-channels.ts';
import { daysOf } from './status-days.ts';
import { noticeCard } from './status-notice.ts';
import { toneOf } from './status-words.ts';

const overallKind = {
  operational: 'ok',
  degraded: 'warn',
  down: 'bad',
  maintenance: 'warn',
  unknown: 'info',
} as const;

export function statusPage(visit: Visit, view: StatusView, history: History | undefined): Html {
  const { t } = visit;
  const open = [...view.incidents, ...view.maintenance];
  const past = history?.notices.filter(({ closedAt }) => closedAt !== undefined) ?? [];
  const body = html`<h1>${t('status.title')}</h1>
    ${notice({
      kind: overallKind[view.overall],
      standing: true,
      title: t(`status.overall.${view.overall}`),
      body: html`<p>${lastLook(visit, view)}</p>`,
    })}
    ${readOnlyNotice(visit, view)} ${join(open.map((one) => noticeCard(visit, one, 2)))}
    ${view.planned.length > 0 ? html`<h2>${t('status.planned')}</h2>` : nothing}
    ${join(view.planned.toReversed().map((one) => noticeCard(visit, one)))}
    ${card({
      title: t('status.components'),
      body: html`<ul class="rows">
        ${join(view.components.map((component) => componentRow(visit, component, history)))}
      </ul>`,
    })}
    <h2>${t('status.past')}</h2>
    ${past.length > 0 ? join(past.map((one) => noticeCard(visit, one))) : html`<p>${t(history ? 'status.past_none' : 'status.past_unknown')}</p>`}
    ${channelsCard(visit)}
    <p class="small">
      ${t('status.machines')} <a href="/status.json">JSON</a> · <a href="/status/${t.language}.atom">Atom</a>
    </p>`;
  return page(visit, { title: t('status.title'), body });
}

function lastLook({ t, now }: Visit, { known }: StatusView): string {
  if (!known.silentSince) return t('status.read_at', { time: formatTime(now, t.language, 'WIB', true) });
  const since = formatInstant(known.silentSince, t.language);
  return known.readAt
    ? t('status.silent', { since, last: formatInstant(known.readAt, t.language) })
    : t('status.silent_never', { since });
}

function readOnlyNotice({ t, now }: Visit, { readOnly }: StatusView): Html {
  if (!readOnly) return nothing;
  const { scope, until, reason } = readOnly;
  return notice({
    kind: 'warn',
    standing: true,
    title: t(`read_only.title.${scope}`),
    body: html`<p>${reason[t.language]}</p>
      <p>
        ${t(until > now ? 'read_only.until' : 'read_only.overdue', { time: formatInstant(until, t.language) })}
      </p>`,
  });
}

function componentRow(visit: Visit, shown: ShownComponent, history: History | undefined): Html {
  const { t } = visit;
  const name = componentName(t, shown.component);
  const days = history?.days.filter(({ component }) => component === shown.component) ?? [];
  return html`<li>
    <div class="pair"><b>${name}</b>${badge(toneOf[shown.state], t(`status.state_of.${shown.state}`))}</div>
    ${
      shown.since && shown.state !== 'operational'
        ? html`<p class="small soft">
            ${t('status.since', { time: formatInstant(shown.since, t.language) })}
          </p>`
        : nothing
    }
    ${history ? daysOf(visit, name, history.since, days) : nothing}
  </li>`;
}
