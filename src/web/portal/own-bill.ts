import {
  billOf,
  billsOf,
  chooseReminders,
  declareIncome,
  type DeclareRefusal,
  lastDeclaration,
  newestDeclaration,
  payerAccount,
  wantsReminders,
} from '#billing';
import { contributionFiguresOf } from '#contributions';
import { dayIn, monthOf, parseMonth, parseRupiah } from '#kernel';
import { type Membership, membershipsOf } from '#members';
import {
  type Database,
  type FormFields,
  formatMonth,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { card, notice } from '#web/layout';
import { forMember, memberPage } from './frame.ts';
import { billCard, waiting } from './own-bill-card.ts';
import { incomeForm } from './own-bill-form.ts';
import { ownBillHistory } from './own-bill-history.ts';
import { rulesCard, type Savings, transportNote } from './own-bill-rules.ts';

const address = '/bill';
const menu = '/contributions';
const monthsShown = 13;

type Problem = {
  readonly membershipId: string;
  readonly typed: string;
  readonly withSavings: boolean;
  readonly refusal: DeclareRefusal;
};

/** The self-employed declare what the month brings in, and see what to pay, with which code and until when (G29). */
export function ownBillPage({ database }: { readonly database: Database }): Page {
  return {
    path: address,
    access: 'member',
    get: forMember(menu, (visit, { personId }) => show(database, visit, personId)),
    post: async (visit, sent) =>
      forMember(menu, (of, { personId }) => declare(database, of, personId, sent))(visit),
  };
}

/** The time of the page is the time of everything that it asks. */
const servicesOf = (database: Database, { now }: Visit) => ({ database, clock: { now: () => now } });

const isOwn = (today: string) => (one: Membership) =>
  one.segment === 'BPU' && (one.endedOn === undefined || one.endedOn >= today);

async function declare(
  database: Database,
  visit: Visit,
  personId: string,
  sent: FormFields,
): Promise<Response> {
  const asked = sent['act'] === 'messages' ? sent['payer'] : sent['card'];
  const chosen = (await membershipsOf(database, personId)).find(({ membershipId }) => membershipId === asked);
  if (!chosen) return visit.redirect(address);
  if (sent['act'] === 'messages') return chooseMessages(database, visit, chosen, sent);
  const typed = sent['income'] ?? '';
  const income = parseRupiah(typed) ?? 0n;
  const withSavings = sent['savings'] === 'on';
  const declared = await declareIncome(servicesOf(database, visit), {
    card: chosen,
    accountId: visit.session?.accountId ?? '',
    month: parseMonth(sent['month'] ?? '') ?? monthOf(dayIn(visit.now)),
    income,
    withSavings,
  });
  if (declared.ok) return visit.redirect(address);
  const problem = { membershipId: chosen.membershipId, typed, withSavings, refusal: declared.refusal };
  return show(database, visit, personId, problem);
}

async function chooseMessages(
  database: Database,
  visit: Visit,
  { membershipId: payerId }: Membership,
  sent: FormFields,
): Promise<Response> {
  const accountId = visit.session?.accountId ?? '';
  await chooseReminders(database, { payerId, accountId, wanted: sent['wanted'] === 'on', now: visit.now });
  return visit.redirect(`${address}?done=messages`);
}

async function show(
  database: Database,
  visit: Visit,
  personId: string,
  problem?: Problem,
): Promise<Response> {
  const { t } = visit;
  const today = dayIn(visit.now);
  const own = (await membershipsOf(database, personId)).filter(isOwn(today));
  const figures = await contributionFiguresOf(database, personId, today);
  const savings = figures.find(({ programme, figure }) => programme === 'JHT' && figure.kind === 'amounts');
  const cards = await Promise.all(own.map((one) => monthCard(database, visit, one, { problem, savings })));
  const body = html`<h1>${t('portal.bill.title')}</h1>
    <p class="lead">${t('portal.bill.lead')}</p>
    ${
      visit.context.req.query('done') === 'messages' && !problem
        ? notice({ kind: 'ok', body: html`<p>${t('reminder.saved')}</p>` })
        : nothing
    }
    ${own.length === 0 ? notOwn(visit) : html`${transportNote(visit)} ${cards} ${rulesCard(visit, savings)}`}`;
  return memberPage(visit, menu, { title: t('portal.bill.title'), body }, problem ? 422 : 200);
}

const notOwn = ({ t }: Visit): Html =>
  card({
    body: html`<p>${t('portal.bill.not_own')}</p>
      <p><a href="/contributions">${t('portal.contributions.title')}</a></p>`,
  });

async function monthCard(
  database: Database,
  visit: Visit,
  one: Membership,
  { problem, savings }: { readonly problem: Problem | undefined; readonly savings: Savings },
): Promise<Html> {
  const { t } = visit;
  const { membershipId } = one;
  const month = monthOf(dayIn(visit.now));
  const served = servicesOf(database, visit);
  const [bill, declared, last, account, bills, wanted] = await Promise.all([
    billOf(served, membershipId, month),
    newestDeclaration(database, membershipId, month),
    lastDeclaration(database, membershipId),
    payerAccount(served, membershipId),
    billsOf(served, membershipId, { limit: monthsShown, offset: 0 }),
    wantsReminders(database, membershipId),
  ]);
  const own = problem?.membershipId === membershipId ? problem : undefined;
  const ask = incomeForm(visit, one, {
    savings,
    typed: own?.typed ?? (last ? String(last.income) : ''),
    withSavings: own?.withSavings ?? last?.withSavings ?? true,
    refusal: own?.refusal,
  });
  const title = t('portal.bill.month', { month: formatMonth(month, t.language), number: one.memberNumber });
  const earlier = bills.filter((one) => one.month < month);
  const more = ownBillHistory(visit, { cardId: membershipId, account, earlier, wanted });
  if (!declared) return html`${card({ title, body: ask })} ${more}`;
  if (!bill) return waiting(visit, title);
  const { income, withSavings } = declared;
  const now = billCard(visit, { title, bill, income, withSavings, ask, open: own !== undefined });
  return html`${now} ${more}`;
}
