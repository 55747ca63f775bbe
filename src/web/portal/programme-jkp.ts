import { type JobLossBenefit, jobLossBenefitFrom } from '#benefits';
import { formatNumber, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { headline, money, percent, points, refusalText, writtenSum } from './benefit-parts.ts';
import { programmePage } from './programme-page.ts';
import type { Services } from './reads.ts';

/** JKP: the money after a dismissal, by the member's own wage up to the ceiling. */
export function jobLossProgrammePage(services: Services): Page {
  return programmePage(services, 'JKP', (visit, record) => {
    const found = jobLossBenefitFrom(record);
    const { t } = visit;
    const covered = record.coverage.find(({ programme }) => programme === 'JKP')?.state === 'covered';
    return {
      first: found.ok
        ? headline(
            t('portal.benefit.JKP.each_month'),
            money(visit, found.value.steps[0]?.perMonth ?? 0n),
            t(covered ? 'portal.benefit.JKP.note' : 'portal.benefit.JKP.note_later', {
              months: found.value.months,
              total: money(visit, found.value.total),
            }),
          )
        : refusalText(visit, found.refusal),
      sums: found.ok ? sumCard(visit, found.value) : nothing,
      changes: points(visit, [
        'portal.benefit.JKP.change.reason',
        'portal.benefit.JKP.change.months',
        'portal.benefit.JKP.change.job',
        'portal.benefit.JKP.change.bankrupt',
      ]),
    };
  });
}

function sumCard(visit: Visit, benefit: JobLossBenefit): Html {
  const { t } = visit;
  const { wage, counted, steps, total, terms } = benefit;
  return card({
    title: t('portal.benefit.written_out'),
    body: html`${writtenSum([
        { what: t('portal.benefit.wage'), amount: money(visit, wage) },
        {
          what: t('portal.benefit.JKP.counted', { ceiling: money(visit, terms.wageCeiling) }),
          amount: money(visit, counted),
        },
        ...steps.map(({ months, rate, amount }) => ({
          what: t('portal.benefit.JKP.step_sum', {
            months: formatNumber(months, t.language),
            rate: percent(visit, rate),
            counted: money(visit, counted),
          }),
          amount: money(visit, amount),
        })),
        { what: t('portal.benefit.sum'), amount: money(visit, total), total: true },
      ])}
      <p>
        ${t('portal.benefit.JKP.claim_window', { months: terms.claimMonths, claims: terms.mostClaims })}
      </p>`,
  });
}
