import { type AccidentBenefit, accidentBenefitFrom, type BenefitRecord, scholarshipFrom } from '#benefits';
import { formatMonth, formatNumber, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { headline, money, percent, points, refusalText, writtenSum } from './benefit-parts.ts';
import { programmePage } from './programme-page.ts';
import type { Services } from './reads.ts';
import { scholarshipCard } from './scholarship-part.ts';

/** JKK: treatment without a limit, and the money by the member's own wage. */
export function accidentProgrammePage(services: Services): Page {
  return programmePage(services, 'JKK', (visit, record) => {
    const found = accidentBenefitFrom(record);
    const { t } = visit;
    return {
      first: found.ok
        ? headline(
            t('portal.benefit.JKK.pay'),
            money(visit, found.value.fullPay),
            t('portal.benefit.JKK.note', {
              months: found.value.terms.fullPayMonths,
              death: money(visit, found.value.death.total),
            }),
          )
        : refusalText(visit, found.refusal),
      sums: found.ok
        ? html`${awayCard(visit, record, found.value)} ${lossCard(visit, found.value)}
          ${otherCard(visit, found.value)} ${scholarshipCard(visit, scholarshipFrom(record), true)}`
        : nothing,
      changes: points(visit, [
        'portal.benefit.JKK.change.wage',
        'portal.benefit.JKK.change.under_reported',
        'portal.benefit.JKK.change.partial',
        'portal.benefit.JKK.change.lapse',
      ]),
    };
  });
}

function awayCard(visit: Visit, { reports }: BenefitRecord, benefit: AccidentBenefit): Html {
  const { t } = visit;
  const { terms, wage, fullPay, laterPay } = benefit;
  const month = reports
    .map((report) => report.month)
    .sort()
    .at(-1);
  return card({
    title: t('portal.benefit.JKK.away'),
    body: html`${writtenSum([
      {
        what: month
          ? t('portal.benefit.wage_of', { month: formatMonth(month, t.language) })
          : t('portal.benefit.wage'),
        amount: money(visit, wage),
      },
      {
        what: t('portal.benefit.JKK.first_months', { months: terms.fullPayMonths }),
        amount: money(visit, fullPay),
      },
      {
        what: t('portal.benefit.JKK.later_months', { rate: percent(visit, terms.laterPayRate) }),
        amount: money(visit, laterPay),
      },
    ])}`,
  });
}

/** Both sums in one way: share × 80 × wage, then what is added to it. */
function lossCard(visit: Visit, { terms, wage, death, totalDisability }: AccidentBenefit): Html {
  const { t } = visit;
  const shared = (rate: number) =>
    t('portal.benefit.JKK.share', {
      rate: percent(visit, rate),
      wages: formatNumber(terms.wageMonths, t.language),
      wage: money(visit, wage),
    });
  const total = (amount: bigint) => ({
    what: t('portal.benefit.sum'),
    amount: money(visit, amount),
    total: true,
  });
  const periodic = { what: t('portal.benefit.JKK.periodic'), amount: money(visit, terms.periodic) };
  return card({
    title: t('portal.benefit.JKK.loss'),
    body: html`<h3>${t('portal.benefit.JKK.death')}</h3>
      ${writtenSum([
        {
          what: death.raised ? t('portal.benefit.JKK.raised') : shared(terms.deathRate),
          amount: money(visit, death.lumpSum),
        },
        periodic,
        { what: t('portal.benefit.funeral'), amount: money(visit, death.funeral) },
        total(death.total),
      ])}
      <h3>${t('portal.benefit.JKK.total_disability')}</h3>
      ${writtenSum([
        { what: shared(terms.totalDisabilityRate), amount: money(visit, totalDisability.lumpSum) },
        periodic,
        total(totalDisability.total),
      ])}
      <h3>${t('portal.benefit.JKK.partial_disability')}</h3>
      <p>${t('portal.benefit.JKK.partial', { wages: terms.wageMonths, wage: money(visit, wage) })}</p>`,
  });
}

function otherCard(visit: Visit, { terms }: AccidentBenefit): Html {
  const { t } = visit;
  return card({
    title: t('portal.benefit.JKK.other'),
    body: writtenSum([
      { what: t('portal.benefit.JKK.transport_land'), amount: money(visit, terms.transportLand) },
      { what: t('portal.benefit.JKK.transport_sea'), amount: money(visit, terms.transportSea) },
      { what: t('portal.benefit.JKK.transport_air'), amount: money(visit, terms.transportAir) },
      { what: t('portal.benefit.JKK.home_care'), amount: money(visit, terms.homeCarePerYear) },
    ]),
  });
}
