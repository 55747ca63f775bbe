import { formatInstant, formatTime, type Html, html, type Visit } from '#platform';

export type Opens = { readonly until: Date; readonly minutes: number };

/** From so many minutes on the day is said too. */
const longMinutes = 720;

/** When it opens again: the member's clock may be any of the three. */
export function openTimes(visit: Visit, { until, minutes }: Opens): { first: Html; others: string } {
  const format = minutes < longMinutes ? formatTime : formatInstant;
  const { language } = visit.t;
  return {
    first: html`<span class="nowrap">${format(until, language)}</span>`,
    others: [format(until, language, 'WITA'), format(until, language, 'WIT')].join(' · '),
  };
}
