import type { Attention } from '#contributions';
import type { IsoDate } from '#kernel';
import { formatDate, formatMonth, type Html, html, nothing, type Visit } from '#platform';
import { card, notice } from '#web/layout';

const shownAtMost = 2;
const namedAtMost = 6;

/** What needs the member's eye, newest first and two at most, so that the balance stays on a phone's first screen. */
export function attentionCard(visit: Visit, attention: readonly Attention[], endedOn?: IsoDate): Html {
  const { t } = visit;
  const more = attention.length - shownAtMost;
  return card({
    title: t('portal.attention.title'),
    ...(more > 0
      ? { aside: html`<a href="/contributions">${t('portal.attention.more', { count: more })}</a>` }
      : {}),
    body:
      attention.length === 0 && !endedOn
        ? notice({ kind: 'ok', body: html`${t('portal.attention.none')}` })
        : html`${endedOn ? endedItem(visit, endedOn) : nothing}${attention.slice(0, shownAtMost).map((item) => attentionItem(visit, item))}`,
  });
}

function endedItem(visit: Visit, endedOn: IsoDate): Html {
  const { t } = visit;
  return notice({
    kind: 'warn',
    standing: true,
    body: html`<strong
        >${t('portal.attention.ended', { date: formatDate(endedOn, t.language, 'medium') })}</strong
      >
      <div class="small"><a href="/programmes">${t('portal.attention.ended.link')}</a></div>`,
  });
}

function attentionItem(visit: Visit, item: Attention): Html {
  const { t } = visit;
  const month = formatMonth(item.month, t.language, 'short');
  const href = `/contributions?year=${item.month.slice(0, 4)}#m${item.month}`;
  const due = t(`portal.attention.${item.kind}.text`, { date: formatDate(item.dueOn, t.language, 'medium') });
  return notice({
    kind: item.kind === 'missing_month' ? 'bad' : 'warn',
    standing: true,
    body: html`<strong><a href="${href}">${t(`portal.attention.${item.kind}`, { month })}</a></strong>
      <div class="small">${due}</div>`,
  });
}

/** The same on the history page, in full: what it means and what the member can do. */
export function attentionNotices(visit: Visit, attention: readonly Attention[]): Html {
  const kinds = (['missing_month', 'overdue'] as const).filter((kind) =>
    attention.some((item) => item.kind === kind),
  );
  return html`${kinds.map((kind) => kindNotice(visit, kind, attention))}`;
}

function kindNotice(visit: Visit, kind: Attention['kind'], attention: readonly Attention[]): Html {
  const { t } = visit;
  const ofKind = attention.filter((item) => item.kind === kind);
  const named = ofKind.slice(0, namedAtMost).map((item) => formatMonth(item.month, t.language, 'short'));
  const more = ofKind.length - named.length;
  if (more > 0) named.push(t('portal.attention.more', { count: more }));
  return notice({
    kind: kind === 'missing_month' ? 'bad' : 'warn',
    standing: true,
    title: t(`portal.attention.${kind}.months`, { months: named.join(', ') }),
    body: html`${t(`portal.attention.${kind}.todo`)}`,
  });
}
