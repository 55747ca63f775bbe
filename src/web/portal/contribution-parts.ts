import type { ContributionRow, ContributionState, Programme } from '#contributions';
import { dayIn, type IsoDate, type Rupiah, yearOf } from '#kernel';
import { formatDate, formatMonth, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { monthPageAddress } from './month-address.ts';
import { badge, chain, type ChainStep, type Tone } from '#web/layout';

const tones: Record<ContributionState, Tone> = {
  missing: 'bad',
  reported: 'quiet',
  billed: 'quiet',
  overdue: 'warn',
  paid: 'ok',
  posted: 'ok',
  taken_back: 'quiet',
};

export type Amounts = { readonly employee: Rupiah; readonly employer: Rupiah; readonly total: Rupiah };

/** Both shares of a row: of one programme, or of all that are billed. */
export function amountsOf(row: ContributionRow, programme?: Programme): Amounts {
  const share = programme ? row.shares.find((one) => one.programme === programme) : undefined;
  const employee = programme ? (share?.employeeShare ?? 0n) : row.employeeShare;
  const employer = programme ? (share?.employerShare ?? 0n) : row.employerShare;
  return { employee, employer, total: employee + employer };
}

/** What became of the month, in a word or two; a late payment is said beside it. */
export function stateBadges(visit: Visit, row: ContributionRow): Html {
  const state = badge(tones[row.state], stateLabel(visit, row));
  return row.paidLate ? html`${state} ${badge('warn', visit.t('portal.state.late'))}` : state;
}

export function stateLabel(visit: Visit, row: ContributionRow): string {
  if (row.state === 'missing' && row.employerName === undefined) return visit.t('portal.state.overdue');
  const saved = row.shares.some((share) => share.programme === 'JHT');
  return visit.t(row.state === 'posted' && saved ? 'portal.state.saved' : `portal.state.${row.state}`);
}

/** The year is said where it is not the running one, on a line of its own: four such days stand side by side. */
function dayOf({ t, now }: Visit, on: IsoDate): string {
  const day = formatDate(on, t.language, 'short');
  return yearOf(on) === yearOf(dayIn(now)) ? day : `${day} ${yearOf(on)}`;
}

/** Reported → billed → paid → posted, each with its day. */
export function contributionChain(visit: Visit, row: ContributionRow): Html {
  if (row.state === 'missing' || row.state === 'taken_back') return nothing;
  const { t } = visit;
  const step = (key: 'reported' | 'billed' | 'paid' | 'posted', on: IsoDate | undefined, next: boolean) => {
    const state: ChainStep['state'] = on
      ? key === 'paid' && row.paidLate
        ? 'late'
        : 'done'
      : next
        ? 'waiting'
        : 'open';
    return {
      label: t(`portal.step.${key}`),
      state,
      detail: on ? dayOf(visit, on) : t('portal.step.not_yet'),
    };
  };
  return chain([
    step('reported', row.reportedOn, true),
    step('billed', row.billedOn, row.reportedOn !== undefined),
    step('paid', row.paidOn, row.billedOn !== undefined),
    step('posted', row.postedOn, row.paidOn !== undefined),
  ]);
}

/** One month in a short list: month and state, employer and amount, and the chain. */
export function contributionItem(visit: Visit, row: ContributionRow): Html {
  const { t } = visit;
  const total = amountsOf(row).total;
  return html`<div class="pair">
      <h3><a href="${monthPageAddress(row)}">${formatMonth(row.month, t.language)}</a></h3>
      <span>${stateBadges(visit, row)}</span>
    </div>
    <div class="pair small">
      <span class="soft">${row.employerName ?? t('portal.own_contribution')}</span
      ><span class="number">${row.state === 'missing' ? nothing : formatRupiah(total, t.language)}</span>
    </div>
    ${contributionChain(visit, row)}`;
}
