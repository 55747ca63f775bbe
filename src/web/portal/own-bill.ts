import {
  type Bill,
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
import { dayIn, monthOf, parseMonth, parseRupiah, type Rupiah } from '#kernel';
import { type Membership, membershipsOf } from '#members';
import {
  type Database,
  type FormFields,
  formatDate,
  formatMonth,
  formatRupiah,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import {
  badge,
  billingCode,
  button,
  card,
  checkbox,
  definitions,
  disclosure,
  field,
  form,
  notice,
  wayToBank,
} from '#web/layout';
import { forMember, memberPage } from './frame.ts';
import { ownBillHistory } from './own-bill-history.ts';
import { rulesCard, type Savings, savingsHint } from './own-bill-rules.ts';

const address = '/bill';
const menu = '/contributions';
const refreshSeconds = 3;
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
  return visit.redirect(address);
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
    ${own.length === 0 ? card({ body: html`<p>${t('portal.bill.not_own')}</p>` }) : html`${cards} ${rulesCard(visit, savings)}`}`;
  return memberPage(visit, menu, { title: t('portal.bill.title'), body }, problem ? 422 : 200);
}

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

/** The bill is made in a moment; the page looks again by itself. */
function waiting(visit: Visit, title: string): Html {
  visit.context.header('Refresh', String(refreshSeconds));
  return card({ title, body: html`<p role="status">${visit.t('portal.bill.waiting')}</p>` });
}

type Shown = {
  readonly title: string;
  readonly bill: Bill;
  readonly income: Rupiah;
  readonly withSavings: boolean;
  readonly ask: Html;
  readonly open: boolean;
};

function billCard(visit: Visit, { title, bill, income, withSavings, ask, open }: Shown): Html {
  const { t } = visit;
  const money = (amount: Rupiah) => formatRupiah(amount, t.language);
  const isPaid = bill.outstanding <= 0n;
  return card({
    title,
    aside: isPaid
      ? badge('ok', t('portal.bill.paid'))
      : badge('warn', t(bill.state === 'overdue' ? 'portal.bill.overdue' : 'portal.bill.unpaid')),
    body: html`${
      isPaid
        ? notice({ kind: 'ok', body: html`<p>${t('portal.bill.thanks')}</p>` })
        : html`${definitions([
              {
                term: t('portal.bill.code'),
                value: billingCode(bill.billingCode),
              },
              { term: t('portal.bill.to_pay'), value: html`<strong>${money(bill.outstanding)}</strong>` },
              { term: t('portal.bill.due'), value: formatDate(bill.dueOn, t.language) },
            ])}
            <p>${t('portal.bill.how')}</p>
            ${wayToBank(visit, bill.billingCode)}
            <p class="small soft">${t('portal.bill.no_penalty')}</p>`
    }
    ${definitions([
      { term: t('portal.bill.income'), value: money(income) },
      { term: 'JHT', value: withSavings ? money(bill.jht) : t('portal.bill.without_savings') },
      { term: 'JKK', value: money(bill.jkk) },
      { term: 'JKM', value: money(bill.jkm) },
      { term: t('portal.bill.sum'), value: html`<strong>${money(bill.amount)}</strong>` },
    ])}
    ${isPaid ? nothing : disclosure({ summary: t('portal.bill.change'), open, body: ask })}`,
  });
}

type Asked = {
  readonly savings: Savings;
  readonly typed: string;
  readonly withSavings: boolean;
  readonly refusal: DeclareRefusal | undefined;
};

function incomeForm(visit: Visit, one: Membership, { savings, typed, withSavings, refusal }: Asked): Html {
  const { t } = visit;
  return form(visit, {
    action: address,
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
