import type { Rate, Rupiah } from '#kernel';
import { formatNumber, formatRupiah, type Html, html, type MessageKey, nothing, type Visit } from '#platform';
import { disclosure, helpAddress, supportPhone } from '#web/layout';
import { type Source, type Unknown } from '#benefits';

/** `3,87%` in Indonesian, `3.87%` in English, from 1/1000 of a percent. */
export function percent({ t }: Visit, rate: Rate): string {
  return `${formatNumber(rate / 1000, t.language)}%`;
}

export const money = ({ t }: Visit, amount: Rupiah): string => formatRupiah(amount, t.language);

export type SumLine = {
  readonly what: Html | string;
  readonly amount: Html | string;
  /** The result of the lines above it. */
  readonly total?: boolean;
};

/** A sum written out: what is counted and how, and what it makes; the result stands at the end. */
export function writtenSum(lines: readonly SumLine[]): Html {
  const strong = (total: boolean | undefined, text: Html | string) =>
    total ? html`<strong>${text}</strong>` : html`${text}`;
  return html`<ul class="rows">
    ${lines.map(
      ({ what, amount, total }) =>
        html`<li class="pair">
          <span>${strong(total, what)}</span><span class="number">${strong(total, amount)}</span>
        </li>`,
    )}
  </ul>`;
}

export function headline(label: string, amount: string, note: string): Html {
  return html`<p class="small soft">${label}</p>
    <p class="amount number">${amount}</p>
    <p class="small">${note}</p>`;
}

export function points({ t }: Visit, keys: readonly MessageKey[], values: Record<string, string> = {}): Html {
  return html`<ul>
    ${keys.map((key) => html`<li>${t(key, values)}</li>`)}
  </ul>`;
}

/** Why no amount is shown, and whom to ask. */
export function refusalText(visit: Visit, refusal: string): Html {
  const { t } = visit;
  return html`<p>${t(`benefits.refusal.${refusal}` as MessageKey)}</p>
    <p class="small">${t.html('portal.benefit.ask', { phone: supportPhone(visit) })}</p>`;
}

/** The law behind each figure, folded: whether it was seen there or follows from it. */
export function sourceList({ t }: Visit, sources: readonly Source[]): Html {
  if (sources.length === 0) return nothing;
  return disclosure({
    summary: t('portal.benefit.sources'),
    body: html`<ul>
        ${sources.map(
          ({ figure, legalSource, standing }) =>
            html`<li>
              ${t(`benefits.figure.${figure}`)}: ${legalSource} (${t(`portal.benefit.standing.${standing}`)})
            </li>`,
        )}
      </ul>
      <p class="small soft">${t('portal.benefit.sources_note')}</p>`,
  });
}

/** What no source could confirm. */
export function unknownList(visit: Visit, unknowns: readonly Unknown[]): Html {
  const { t } = visit;
  return html`<ul>
      ${unknowns.map((unknown) => html`<li>${t(`benefits.unknown.${unknown}`)}</li>`)}
    </ul>
    <p>
      ${t.html('portal.benefit.ask', { phone: supportPhone(visit) })}
      <a href="${helpAddress('benefits')}">${t('portal.benefit.help')}</a>
    </p>`;
}
