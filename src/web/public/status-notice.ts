import { componentName, type Notice } from '#operations';
import { formatInstant, type Html, html, join, type Visit } from '#platform';

/** One incident or maintenance: what, when, which parts, and all that was written, newest first. */
export function noticeCard({ t }: Visit, notice: Notice, level: 2 | 3 = 3): Html {
  const { language } = t;
  const updates = notice.updates.map(
    ({ state, at, words }) =>
      html`<li>
        <b>${t(`status.state.${state}`)}</b>
        <p class="small soft">${formatInstant(at, language)}</p>
        <p>${words[language]}</p>
      </li>`,
  );
  return html`<section class="card" id="n-${notice.noticeId}">
    ${level === 2 ? html`<h2>${notice.title[language]}</h2>` : html`<h3>${notice.title[language]}</h3>`}
    <p class="small soft">${t(`status.kind.${notice.kind}`)} · ${times(t, notice)}</p>
    <p class="small">
      ${t('status.concerns', { components: notice.components.map((name) => componentName(t, name)).join(', ') })}
    </p>
    <ul class="rows">
      ${join(updates)}
    </ul>
  </section>`;
}

function times(t: Visit['t'], { startsAt, endsAt, closedAt }: Notice): string {
  const from = formatInstant(startsAt, t.language);
  const end = closedAt && closedAt > startsAt ? closedAt : endsAt;
  return end ? t('status.from_to', { from, to: formatInstant(end, t.language) }) : t('status.from', { from });
}
