import type { ContributionFigure } from '#contributions';
import type { Rate } from '#kernel';
import { formatMonth, formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';

/** What a programme costs this month, its law, and whether a figure is quoted from a source or follows from others. */
export function contributionFigureLines(visit: Visit, figures: readonly ContributionFigure[]): Html {
  return html`${figures.map(
    (one) =>
      html`<p>${figureText(visit, one)} ${reliefText(visit, one)}</p>
        <p class="small soft">${visit.t(`portal.figure.${one.certainty}`, { source: one.legalSource })}</p>`,
  )}`;
}

function figureText({ t }: Visit, { figure }: ContributionFigure): string {
  const percent = (rate: Rate) => `${formatNumber(rate / 1000, t.language)}%`;
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  switch (figure.kind) {
    case 'by_class': {
      const { rates, used } = figure;
      const range = { lowest: percent(Math.min(...rates)), highest: percent(Math.max(...rates)) };
      const all = t('portal.figure.by_class', range);
      if (!used) return all;
      const { rate, relief } = used;
      if (relief === undefined) return `${all} ${t('portal.figure.used', { rate: percent(rate) })}`;
      return `${all} ${t('portal.figure.used_relief', { rate: percent(rate), percent: percent(relief) })}`;
    }
    case 'amounts': {
      const { smallest, largest } = figure;
      if (smallest === largest) return t('portal.figure.amount', { amount: money(smallest) });
      return t('portal.figure.amounts', { smallest: money(smallest), largest: money(largest) });
    }
    case 'set_aside': {
      const { fromOthersRate, stateRate, wageCeiling } = figure;
      return t('portal.figure.set_aside', {
        part: percent(fromOthersRate),
        state: percent(stateRate),
        ceiling: money(wageCeiling),
      });
    }
    case 'shares':
    default: {
      const { employerRate, employeeRate, ceiling } = figure;
      const whole = {
        total: percent(employerRate + employeeRate),
        employer: percent(employerRate),
        employee: percent(employeeRate),
      };
      const shares = t(employeeRate > 0 ? 'portal.figure.shares' : 'portal.figure.by_employer', whole);
      if (!ceiling) return shares;
      const since = formatMonth(ceiling.from, t.language);
      return `${shares} ${t('portal.figure.ceiling', { ceiling: money(ceiling.amount), since })}`;
    }
  }
}

function reliefText({ t }: Visit, { relief }: ContributionFigure): Html | string {
  if (!relief) return nothing;
  return t('portal.figure.relief', {
    percent: `${formatNumber(relief.rate / 1000, t.language)}%`,
    from: formatMonth(relief.from, t.language),
    to: formatMonth(relief.to, t.language),
    source: relief.legalSource,
  });
}
