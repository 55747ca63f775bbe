import { askRefund, type AskRefusal, payerAccount, type Refund, refundsOf, withdrawRefund } from '#billing';
import { isId, parseRupiah } from '#kernel';
import { type Membership, membershipsOf } from '#members';
import {
  type Database,
  type FormFields,
  type Html,
  html,
  type KeyRing,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { card, linkButton, notice, refundForm, refundList } from '#web/layout';
import { forMember, memberPage } from './frame.ts';

const menu = '/contributions';
type Services = { readonly database: Database; readonly keys: KeyRing };
type Answer = { readonly typed: FormFields; readonly problem?: AskRefusal };

const addressOf = ({ membershipId }: Membership) => `/bill/refund/${membershipId}`;

/** What a self-employed person paid too much, asked back, and what became of it. */
export function ownRefundPage(services: Services): Page {
  return {
    path: '/bill/refund/:card',
    access: 'member',
    get: forMember(menu, (visit, { personId }) => show(services, visit, personId, { typed: {} })),
    post: async (visit, sent) =>
      forMember(menu, (of, { personId }) => act(services, of, personId, sent))(visit),
  };
}

async function ownCard(
  { database }: Services,
  visit: Visit,
  personId: string,
): Promise<Membership | undefined> {
  const asked = visit.context.req.param('card');
  return (await membershipsOf(database, personId)).find(
    ({ membershipId, segment }) => membershipId === asked && segment === 'BPU',
  );
}

/** A code by message is enough, because members seldom have more and two officers compare the account. */
const isStrong = ({ session }: Visit) => session?.acr === '2' || session?.acr === '2r';
const strongAddress = (address: string) => `/login?strength=2r&to=${encodeURIComponent(address)}`;

async function act(services: Services, visit: Visit, personId: string, sent: FormFields): Promise<Response> {
  const one = await ownCard(services, visit, personId);
  if (!one || !visit.session) return visit.redirect('/bill');
  if (!isStrong(visit)) return visit.redirect(strongAddress(addressOf(one)));
  const served = { ...services, clock: { now: () => visit.now } };
  const payer = { payerId: one.membershipId, accountId: visit.session.accountId };
  const refundId = sent['refund'] ?? '';
  if (sent['act'] === 'withdraw' && isId(refundId)) {
    const withdrawn = await withdrawRefund(served, { ...payer, refundId });
    if (withdrawn.ok || withdrawn.refusal === 'gone') return visit.redirect(addressOf(one));
    return show(services, visit, personId, { typed: sent, problem: withdrawn.refusal });
  }
  const { bank = '', number = '', holder = '' } = sent;
  const asked = await askRefund(served, {
    ...payer,
    owesNothing: true,
    amount: parseRupiah(sent['amount'] ?? '') ?? 0n,
    destination: { bank: bank.trim(), number: number.replaceAll(/[\s.-]/g, ''), holder: holder.trim() },
  });
  if (asked.ok) return visit.redirect(addressOf(one));
  return show(services, visit, personId, { typed: sent, problem: asked.refusal });
}

async function show(services: Services, visit: Visit, personId: string, answer: Answer): Promise<Response> {
  const { t } = visit;
  const one = await ownCard(services, visit, personId);
  if (!one) return visit.redirect('/bill');
  const { typed, problem } = answer;
  const { credit } = await payerAccount(services, one.membershipId);
  const refunds = await refundsOf(services.database, services.keys, one.membershipId);
  const action = addressOf(one);
  const body = html`<p class="eyebrow"><a href="/bill">${t('portal.bill.title')}</a></p>
    <h1>${t('refund.title')}</h1>
    <p class="lead">${t('refund.lead')}</p>
    ${problem && !problem.endsWith('_wrong') ? notice({ kind: 'bad', body: html`<p>${t(`refund.refused.${problem}`)}</p>` }) : nothing}
    ${
      credit > 0n
        ? isStrong(visit)
          ? refundForm(visit, { action, amount: credit, typed, problem })
          : strongFirst(visit, action)
        : card({ body: html`<p class="soft">${t(refunds.some(isHeld) ? 'refund.held' : 'refund.none')}</p>` })
    }
    ${refundList(visit, action, refunds)}`;
  return memberPage(visit, menu, { title: t('refund.title'), body }, problem ? 422 : 200);
}

/** What was asked for is no longer the payer's to use, until it is paid out or given up. */
const isHeld = ({ state }: Refund) => state === 'asked' || state === 'checked' || state === 'approved';

const strongFirst = ({ t }: Visit, address: string): Html =>
  card({
    body: html`<p>${t('refund.strong')}</p>
      ${linkButton({ href: strongAddress(address), label: t('refund.to_strong') })}
      <p>${t('refund.no_factor')} <a href="/security/factors">${t('refund.to_factors')}</a></p>`,
  });
