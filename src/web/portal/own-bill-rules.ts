import { type ContributionFigure, transportReliefIn } from '#contributions';
import { dayIn, type Month, monthOf } from '#kernel';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { card, notice, supportPhone } from '#web/layout';

/** What JHT costs the self-employed this month; undefined when the data do not say. */
export type Savings = ContributionFigure | undefined;

/** What the choice of JHT costs. */
export function savingsHint({ t }: Visit, savings: Savings): string {
  if (savings?.figure.kind !== 'amounts') return t('portal.bill.savings_hint_unknown');
  const { smallest, largest } = savings.figure;
  return t('portal.bill.savings_hint', {
    smallest: formatRupiah(smallest, t.language),
    largest: formatRupiah(largest, t.language),
  });
}

/** What is compulsory and what is of free choice, what each gives, and which months can be paid. */
export function rulesCard({ t }: Visit, savings: Savings): Html {
  return card({
    title: t('portal.bill.rules'),
    body: html`<p>${t('portal.bill.rules_compulsory')}</p>
      <p>${t('portal.bill.rules_savings')} <a href="/programmes/jht">${t('portal.bill.rules_more')}</a></p>
      ${
        savings
          ? html`<p class="small soft">
              ${t(`portal.figure.${savings.certainty}`, { source: savings.legalSource })}
            </p>`
          : nothing
      }
      <p>${t('portal.bill.rules_months')}</p>`,
  });
}

/** A discount for drivers and couriers alone, which no page can reckon with because nobody says who they are. */
export function transportNote(visit: Visit, month: Month = monthOf(dayIn(visit.now))): Html {
  const source = transportReliefIn(month);
  if (source === undefined) return nothing;
  const text = visit.t.html('portal.bill.transport', { source, phone: supportPhone(visit) });
  return notice({ kind: 'info', body: html`<p>${text}</p>` });
}
