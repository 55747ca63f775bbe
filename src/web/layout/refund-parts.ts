import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { dataTable } from './data-table.ts';
import { button, field, form } from './form-parts.ts';
import { badge, card } from './parts.ts';

type RefundState = 'asked' | 'checked' | 'approved' | 'refused' | 'withdrawn' | 'sent' | 'returned';
type RefundRow = {
  readonly refundId: string;
  readonly amount: bigint;
  readonly askedAt: Date;
  readonly destination: { readonly bank: string; readonly number: string };
  readonly state: RefundState;
};
export type RefundTyped = Readonly<Record<string, string | undefined>>;

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

const tones = {
  asked: 'warn',
  checked: 'warn',
  approved: 'warn',
  sent: 'ok',
  refused: 'bad',
  withdrawn: 'bad',
  returned: 'bad',
} as const;

/** What was asked back so far, the newest first; what no officer has approved can be taken back. */
export function refundList(visit: Visit, action: string, refunds: readonly RefundRow[]): Html {
  const { t, session } = visit;
  if (refunds.length === 0) return nothing;
  const waiting = refunds.find(({ state }) => state === 'asked' || state === 'checked');
  return card({
    title: t('refund.list'),
    body: html`${dataTable({
      caption: t('refund.list'),
      captionUnseen: true,
      columns: [
        { label: t('refund.asked_at') },
        { label: t('refund.state') },
        { label: t('refund.to') },
        { label: t('refund.amount'), numeric: true },
      ],
      rows: refunds.map((refund) => [
        formatInstant(refund.askedAt, t.language, session?.timeZone),
        badge(tones[refund.state], t(`refund.state.${refund.state}`)),
        `${refund.destination.bank} ••${refund.destination.number.slice(-4)}`,
        formatRupiah(refund.amount, t.language),
      ]),
    })}
    ${
      waiting
        ? form(visit, {
            action,
            body: html`<input type="hidden" name="refund" value="${waiting.refundId}" />${button({
                label: t('refund.withdraw'),
                kind: 'secondary',
                name: 'act',
                value: 'withdraw',
              })}`,
          })
        : nothing
    }`,
  });
}
