import { type DeathBenefit, deathBenefitFrom } from '#benefits';
import { formatNumber, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { headline, money, points, refusalText, writtenSum } from './benefit-parts.ts';
import { programmePage } from './programme-page.ts';
import type { Services } from './reads.ts';
import { scholarshipCard } from './scholarship-part.ts';

/** JKM: what the heirs of this member would have, and the scholarship of the children. */
export function deathProgrammePage(services: Services): Page {
  return programmePage(services, 'JKM', (visit, record) => {
    const found = deathBenefitFrom(record);
    const { t } = visit;
    return {
      first: found.ok
        ? headline(
            t('portal.benefit.JKM.total'),
            money(visit, found.value.total),
            t(found.value.funeralOnly ? 'portal.benefit.JKM.funeral_only' : 'portal.benefit.JKM.note', {
              months: found.value.terms.selfEmployedMonths,
            }),
          )
        : refusalText(visit, found.refusal),
      sums: found.ok
        ? html`${sumCard(visit, found.value)} ${scholarshipCard(visit, found.value.scholarship, false)}`
        : nothing,
      changes: points(visit, [
        'portal.benefit.JKM.change.cause',
        'portal.benefit.JKM.change.cover',
        'portal.benefit.JKM.change.wage',
      ]),
    };
  });
}

function sumCard(visit: Visit, benefit: DeathBenefit): Html {
  const { t } = visit;
  const { lumpSum, periodic, perMonth, funeral, total, terms, funeralOnly } = benefit;
  return card({
    title: t('portal.benefit.written_out'),
    body: writtenSum([
      ...(funeralOnly
        ? []
        : [
            { what: t('portal.benefit.lump_sum'), amount: money(visit, lumpSum) },
            {
              what: t('portal.benefit.periodic', {
                months: formatNumber(terms.periodicMonths, t.language),
                amount: money(visit, perMonth),
              }),
              amount: money(visit, periodic),
            },
          ]),
      { what: t('portal.benefit.funeral'), amount: money(visit, funeral) },
      { what: t('portal.benefit.sum'), amount: money(visit, total), total: true },
    ]),
  });
}
