import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { Correction } from '#privacy';
import { card, notice } from '#web/layout';

/** Until when it is decided, by which law, and what the time is worth that is shown. */
export function clockCard(visit: Visit, { state, sentAt, dueAt }: Correction): Html {
  const { t, session, config, now } = visit;
  if (!sentAt || !dueAt) return nothing;
  const at = (instant: Date) =>
    html`<strong>${formatInstant(instant, t.language, session?.timeZone)}</strong>`;
  const hours = Math.round(config.CORRECTION_SECONDS / 3600);
  const isLate = dueAt <= now;
  const text =
    state === 'needs_more'
      ? html`<p>${t('portal.corrections.clock_waits', { hours })}</p>`
      : html`<p>${t.html('portal.corrections.clock', { until: at(dueAt) })}</p>
          ${isLate ? notice({ kind: 'warn', body: html`<p>${t('portal.corrections.clock_late')}</p>`, standing: true }) : nothing}`;
  return card({
    title: t('portal.corrections.clock_title'),
    body: html`${text}
      <p class="small soft">
        ${t.html('portal.corrections.clock_law', { hours: String(hours), sent: at(sentAt) })}
      </p>`,
  });
}
