import type { DeclareRefusal } from '#billing';
import { dayIn, monthOf } from '#kernel';
import type { Membership } from '#members';
import { type Html, html, type Visit } from '#platform';
import { button, checkbox, field, form } from '#web/layout';
import { type Savings, savingsHint } from './own-bill-rules.ts';

export type Asked = {
  readonly savings: Savings;
  readonly typed: string;
  readonly withSavings: boolean;
  readonly refusal: DeclareRefusal | undefined;
};

/** Asks what the month brings in, and whether JHT is paid too. */
export function incomeForm(
  visit: Visit,
  one: Membership,
  { savings, typed, withSavings, refusal }: Asked,
): Html {
  const { t } = visit;
  return form(visit, {
    action: '/bill',
    body: html`<input type="hidden" name="card" value="${one.membershipId}" />${field(visit, {
        name: 'income',
        id: `income-${one.membershipId}`,
        label: t('portal.bill.ask'),
        hint: t('portal.bill.ask_hint'),
        inputmode: 'numeric',
        autocomplete: 'off',
        maxlength: 20,
        value: typed,
        error: refusal && t(`portal.bill.refused.${refusal}`),
      })} <input type="hidden" name="month" value="${monthOf(dayIn(visit.now))}" />${checkbox({
        name: 'savings',
        id: `savings-${one.membershipId}`,
        label: t('portal.bill.savings'),
        hint: savingsHint(visit, savings),
        checked: withSavings,
      })}
      ${button({ label: t('portal.bill.make') })}`,
  });
}
