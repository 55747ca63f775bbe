import type { ContributionMonth, ContributionRow } from '#contributions';
import { AppError, dayIn, monthOf } from '#kernel';
import { formatDate, formatMonth, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card, definitions, dueDay, dueDayNote, linkButton, notice } from '#web/layout';
import { attentionNotices } from './attention.ts';
import { contributionChain, stateBadges } from './contribution-parts.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import { monthIn, payslipAddress } from './month-address.ts';
import { sharesCard, wageCard } from './month-parts.ts';
import { monthAddress } from './movement.ts';
import { askLink } from './movement-words.ts';
import { transportNote } from './own-bill-rules.ts';
import type { Services } from './reads.ts';

/** One month of one card: how far it came and when, the wage, the shares, and the law that they follow (G19). */
export function contributionMonthPage(services: Services): Page {
  return {
    path: '/contributions/month/:card/:month',
    access: 'member',
    get: forMember('/contributions', async (visit, member) => show(services, visit, member)),
  };
}

async function show({ database, reads }: Services, visit: Visit, member: Member): Promise<Response> {
  const { personId, accountId, today } = member;
  const of = monthIn(visit);
  const found = of && (await reads.contributionMonth(database, personId, of, today));
  if (!found) throw new AppError('not_found', 'no such month of this member');
  // Alerts are an optional use of the data (UU 27/2022 article 41).
  const limited = await reads.isLimited(database, accountId);
  const attention = limited ? [] : await reads.attentionFor(database, personId, today);
  const { row } = found;
  const here = attention.filter(
    ({ kind, membershipId, month }) =>
      // What is under the minimum is told beside the wage, which holds in each month.
      (kind === 'wage_fell' || kind === 'wage_minimum') &&
      membershipId === row.membershipId &&
      month === row.month,
  );
  const { t } = visit;
  const title = t('portal.month.title', { month: formatMonth(row.month, t.language) });
  const body = html`<p class="eyebrow">
      <a href="/contributions?year=${row.month.slice(0, 4)}">${t('portal.contributions.title')}</a>
    </p>
    <h1>${title}</h1>
    ${journeyCard(visit, found)}
    ${row.employerName === undefined && row.paidOn === undefined ? transportNote(visit, row.month) : nothing}
    ${
      here.length === 0
        ? nothing
        : html`${attentionNotices(visit, here, false)}
            <p class="small soft">${t('portal.month.rule', { brand: visit.config.BRAND_NAME })}</p>`
    }
    ${wageCard(visit, found)} ${waysOn(visit, found)} ${sharesCard(visit, found)}`;
  return memberPage(visit, '/contributions', { title, body });
}

function dueRuleOf({ dueDayAssumed, employerName }: ContributionRow) {
  if (dueDayAssumed) return 'portal.month.due_rule_assumed';
  return employerName === undefined ? 'portal.month.due_rule_own' : 'portal.month.due_rule';
}

function journeyCard(visit: Visit, { row }: ContributionMonth): Html {
  const { t } = visit;
  const own = row.employerName === undefined;
  const takenBack = row.state === 'taken_back';
  const day = formatDate(row.dueOn, t.language);
  const says = t(`portal.month.says.${own && row.state === 'missing' ? 'own_missing' : row.state}`, {
    due: day,
    days: row.daysLate ?? 0,
  });
  return card({
    title: t('portal.month.journey'),
    aside: stateBadges(visit, row),
    body: html`<p>
        ${says} ${row.paidLate ? t('portal.month.paid_late', { days: row.daysLate ?? 0 }) : nothing}
      </p>
      ${contributionChain(visit, row)}
      ${definitions([
        row.employerName === undefined
          ? { term: t('portal.column.what'), value: t('portal.own_contribution') }
          : { term: t('portal.column.employer'), value: row.employerName },
        { term: t('portal.column.member_number'), value: row.memberNumber },
        ...(takenBack ? [] : [{ term: t('portal.column.due'), value: dueDay(visit, row) }]),
      ])}
      ${
        takenBack
          ? nothing
          : html`<p class="small soft">${t(dueRuleOf(row))}</p>
              ${dueDayNote(visit, row)}`
      }
      ${row.correctedOn ? html`<p class="small soft">${t('portal.contributions.corrected', { date: formatDate(row.correctedOn, t.language) })}</p>` : nothing}`,
  });
}

const isPaid = ({ state }: ContributionRow) => state === 'paid' || state === 'posted';

/** A month that has passed without a bill cannot be paid there, so that is said before the way leads there. */
function toOwnBill({ t, now }: Visit, { month, state }: ContributionRow): Html {
  const isNow = month >= monthOf(dayIn(now));
  const isTooLate = state === 'missing' && !isNow;
  return notice({
    kind: 'info',
    body: html`${isTooLate ? html`<p>${t('portal.bill.rules_months')}</p>` : nothing}
      <p><a href="/bill">${t(isNow ? 'portal.bill.link' : 'portal.bill.title')}</a></p>`,
  });
}

function waysOn(visit: Visit, { row }: ContributionMonth): Html {
  const { t } = visit;
  const what = formatMonth(row.month, t.language, 'short');
  if (row.employerName === undefined)
    return html`${isPaid(row) ? nothing : toOwnBill(visit, row)}
    ${row.state === 'missing' ? nothing : askLink(visit, monthAddress(row), what)}`;
  return card({
    title: t('payslip.title'),
    body: html`<p>${t('payslip.invite')}</p>
      ${linkButton({ href: payslipAddress(row), label: t('payslip.title'), kind: 'secondary' })}
      ${row.state === 'missing' ? nothing : askLink(visit, monthAddress(row), what)}`,
  });
}
