import {
  type Bill,
  billOf,
  declareIncome,
  type DeclareRefusal,
  lastIncome,
  newestDeclaration,
} from '#billing';
import { dayIn, monthOf, parseRupiah, type Rupiah } from '#kernel';
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
  definitions,
  disclosure,
  field,
  form,
  notice,
  wayToBank,
} from '#web/layout';
import { forMember, memberPage } from './frame.ts';

const address = '/bill';
const menu = '/contributions';
const refreshSeconds = 3;

type Problem = { readonly membershipId: string; readonly typed: string; readonly refusal: DeclareRefusal };

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
  const chosen = (await membershipsOf(database, personId)).find(
    ({ membershipId }) => membershipId === sent['card'],
  );
  if (!chosen) return visit.redirect(address);
  const typed = sent['income'] ?? '';
  const income = parseRupiah(typed) ?? 0n;
  const declared = await declareIncome(servicesOf(database, visit), chosen, income);
  if (declared.ok) return visit.redirect(address);
  const problem = { membershipId: chosen.membershipId, typed, refusal: declared.refusal };
  return show(database, visit, personId, problem);
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
  const cards = await Promise.all(own.map((one) => monthCard(database, visit, one, problem)));
  const body = html`<h1>${t('portal.bill.title')}</h1>
    <p class="lead">${t('portal.bill.lead')}</p>
    ${own.length === 0 ? card({ body: html`<p>${t('portal.bill.not_own')}</p>` }) : cards}`;
  return memberPage(visit, menu, { title: t('portal.bill.title'), body }, problem ? 422 : 200);
}

async function monthCard(
  database: Database,
  visit: Visit,
  one: Membership,
  problem: Problem | undefined,
): Promise<Html> {
  const { t } = visit;
  const { membershipId } = one;
  const month = monthOf(dayIn(visit.now));
  const [bill, declared, last] = await Promise.all([
    billOf(servicesOf(database, visit), membershipId, month),
    newestDeclaration(database, membershipId, month),
    lastIncome(database, membershipId),
  ]);
  const own = problem?.membershipId === membershipId ? problem : undefined;
  const ask = incomeForm(visit, one, own?.typed ?? (last ? String(last) : ''), own?.refusal);
  const title = t('portal.bill.month', { month: formatMonth(month, t.language), number: one.memberNumber });
  if (!declared) return card({ title, body: ask });
  if (!bill) return waiting(visit, title);
  return billCard(visit, { title, bill, income: declared.income, ask, open: own !== undefined });
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
  readonly ask: Html;
  readonly open: boolean;
};

function billCard(visit: Visit, { title, bill, income, ask, open }: Shown): Html {
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
      { term: 'JHT', value: money(bill.jht) },
      { term: 'JKK', value: money(bill.jkk) },
      { term: 'JKM', value: money(bill.jkm) },
      { term: t('portal.bill.sum'), value: html`<strong>${money(bill.amount)}</strong>` },
    ])}
    ${isPaid ? nothing : disclosure({ summary: t('portal.bill.change'), open, body: ask })}`,
  });
}

function incomeForm(visit: Visit, one: Membership, typed: string, refusal: DeclareRefusal | undefined): Html {
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
      })}
      ${button({ label: t('portal.bill.make') })}`,
  });
}
