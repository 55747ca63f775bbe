import { decideRefund, type DecideRefusal, type RefundDecision, refundsAtWork, sendRefunds } from '#billing';
import { isId } from '#kernel';
import { employerNames } from '#members';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { button, card, form, notice } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
import { refundCard } from './refund-card.ts';
import { downloadRefunds, filesCard } from './refund-files.ts';
import { type ConsolePage, moneyRoles } from './roles.ts';

const address = '/refunds';
const decisions: readonly RefundDecision[] = ['approve', 'refuse', 'returned'];

/** Refunds that wait for two officers, and the files of outgoing payments for the bank. */
export function refundPages(services: DeskServices): readonly ConsolePage[] {
  return [
    {
      path: address,
      roles: moneyRoles,
      get: (visit) => show(services, visit, undefined),
      post: (visit, sent) => act(services, visit, sent),
    },
    { path: `${address}/:fileId`, roles: moneyRoles, get: (visit) => downloadRefunds(services, visit) },
  ];
}

async function act(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const { officerId } = deskOfficerOf(visit);
  if (sent['act'] === 'send') {
    await sendRefunds(services, officerId);
    return visit.redirect(address);
  }
  const refundId = sent['refund'] ?? '';
  const decision = decisions.find((one) => one === sent['act']);
  if (!isId(refundId) || !decision) return show(services, visit, 'gone');
  const decided = await decideRefund(services, { refundId, officerId, decision });
  return decided.ok ? visit.redirect(address) : show(services, visit, decided.refusal);
}

async function show(
  services: DeskServices,
  visit: Visit,
  problem: DecideRefusal | undefined,
): Promise<Response> {
  const { t } = visit;
  const refunds = await refundsAtWork(services);
  const names = await employerNames(
    services.database,
    refunds.map(({ payerId }) => payerId),
  );
  const body = html`<h1>${t('console.refunds.title')}</h1>
    <p class="lead">${t('console.refunds.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`console.refunds.${problem}`)}</p>` }) : nothing}
    ${refunds.some(({ state }) => state === 'approved') ? sendCard(visit) : nothing}
    ${
      refunds.length === 0
        ? card({ body: html`<p class="soft">${t('console.refunds.none')}</p>` })
        : refunds.map((refund) => refundCard(visit, refund, names.get(refund.payerId)))
    }
    ${await filesCard(services, visit)}`;
  return consolePage(visit, { title: t('console.refunds.title'), body }, problem ? 422 : 200);
}

const sendCard = (visit: Visit): Html =>
  card({
    body: html`<p>${visit.t('console.refunds.send_text')}</p>
      ${form(visit, {
        action: address,
        body: button({ label: visit.t('console.refunds.send'), name: 'act', value: 'send' }),
      })}`,
  });
