import type { Coverage } from '#benefits';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import { supportPhone } from '#web/layout';
import { coverageReason } from './coverage.ts';

/** The months that count: for JP in all, for JKP within the last 24, and how many are still to come. */
function monthsText({ t }: Visit, { programme }: Coverage, paid: number, needed: number): string {
  const kind = programme === 'JKP' ? 'JKP' : 'JP';
  if (paid >= needed) return t(`portal.programmes.months.${kind}.reached`, { paid, needed });
  return t(`portal.programmes.months.${kind}`, { paid, needed, missing: needed - paid });
}

/** Since when, how many months of those needed, or why not. */
export function standing(visit: Visit, coverage: Coverage): Html {
  const { t } = visit;
  const { coveredSince, monthsPaid, monthsNeeded } = coverage;
  const reason = coverageReason(visit, coverage);
  const lines = [
    coveredSince &&
      t(coveredSince.startsWith('2015-07') ? 'portal.programmes.recorded_since' : 'portal.programmes.since', {
        date: formatDate(coveredSince, t.language),
      }),
    monthsPaid !== undefined &&
      monthsNeeded !== undefined &&
      monthsText(visit, coverage, monthsPaid, monthsNeeded),
    coverage.reason === 'months_not_reached' ? undefined : reason,
  ].filter(Boolean);
  const ask = html`<p class="small">${t.html('portal.coverage.ask', { phone: supportPhone(visit) })}</p>`;
  return html`${lines.length > 0 ? html`<p class="small"><strong>${lines.join(' ')}</strong></p>` : nothing}
  ${coverage.state === 'not_recorded' ? ask : nothing}`;
}

/** What the law's text leaves open, said where the figure stands that rests on it. */
export function uncertainty(visit: Visit, { uncertain }: Coverage): Html {
  return uncertain ? html`<p class="small soft">${visit.t(`benefits.uncertain.${uncertain}`)}</p>` : nothing;
}
