import { formatRupiah, type Html, html, type Visit } from '#platform';
import { button, field, form } from './form-parts.ts';
import { card } from './parts.ts';

type RefundTyped = Readonly<Record<string, string | undefined>>;

/** Asks for all that is over to be paid back, with the account that it goes to. */
export function refundForm(
  visit: Visit,
  parts: {
    readonly action: string;
    readonly amount: bigint;
    readonly typed: RefundTyped;
    readonly problem: string | undefined;
  },
): Html {
  const { t } = visit;
  const { typed, problem } = parts;
  const asked = (name: 'bank' | 'number' | 'holder', more: { readonly inputmode?: 'numeric' }) =>
    field(visit, {
      name,
      label: t(`refund.${name}`),
      value: typed[name] ?? '',
      autocomplete: 'off',
      maxlength: 100,
      ...more,
      error: problem === `${name}_wrong` ? t(`refund.refused.${name}_wrong`) : undefined,
    });
  return card({
    title: t('refund.ask', { amount: formatRupiah(parts.amount, t.language) }),
    body: form(visit, {
      action: parts.action,
      body: html`<p>${t('refund.ask_text')}</p>
        <input type="hidden" name="amount" value="${String(parts.amount)}" />${asked('bank', {})}
        ${asked('number', { inputmode: 'numeric' })} ${asked('holder', {})}
        ${button({ label: t('refund.submit'), name: 'act', value: 'ask' })}`,
    }),
  });
}
