import { decideRefund, type DecideRefusal, type RefundDecision, refundsAtWork, sendRefunds } from '#billing';
import { isId } from '#kernel';
import { employerNames } from '#members';
import { type FormFields, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { type DeskServices, type PayerRefusal, type RefundPayer, showRefundPayer } from '#support';
import { button, card, form, notice } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
import { refundCard } from './refund-card.ts';
import { downloadRefunds, filesCard } from './refund-files.ts';
import { type ConsolePage, moneyRoles } from './roles.ts';

const address = '/refunds';
const decisions: readonly RefundDecision[] = ['approve', 'refuse', 'returned', 'not_returned'];

/** Refunds that wait for two officers, and the files of outgoing payments for the bank. */
export function refundPages(services: DeskServices): readonly ConsolePage[] {
  return [
    {
      path: address,
      roles: moneyRoles,
      get: (visit) => show(services, visit, {}),
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
  if (sent['act'] === 'name') return showName(services, visit, refundId);
  const decision = decisions.find((one) => one === sent['act']);
  if (!isId(refundId) || !decision) return show(services, visit, { problem: 'gone' });
  const decided = await decideRefund(services, { refundId, officerId, decision });
  return decided.ok ? visit.redirect(address) : show(services, visit, { problem: decided.refusal });
}

type Named = RefundPayer & { readonly refundId: string };
type Answer = { readonly problem?: DecideRefusal; readonly unseen?: PayerRefusal; readonly named?: Named };

/** The whole name of one self-employed payer, on this page only; asking for it is recorded. */
async function showName(services: DeskServices, visit: Visit, refundId: string): Promise<Response> {
  const refund = (await refundsAtWork(services)).find((one) => one.refundId === refundId);
  if (!refund) return show(services, visit, { problem: 'gone' });
  const { payerId: membershipId, askedBy: accountId } = refund;
  const shown = await showRefundPayer(services, deskOfficerOf(visit), { membershipId, accountId });
  if (!shown.ok) return show(services, visit, { unseen: shown.refusal });
  return show(services, visit, { named: { refundId, ...shown.value } });
}

function problemOf({ t, session }: Visit, { problem, unseen }: Answer): string | undefined {
  if (unseen?.kind === 'limit')
    return t('console.problem.limit', {
      limit: t(`console.limit.${unseen.limit}`),
      until: formatInstant(unseen.until, t.language, session?.timeZone),
    });
  const kind = unseen?.kind ?? problem;
  return kind && t(`console.refunds.${kind}`);
}

async function show(services: DeskServices, visit: Visit, answer: Answer): Promise<Response> {
  const { t } = visit;
  const problem = problemOf(visit, answer);
  const refunds = await refundsAtWork(services);
  const names = await employerNames(
    services.database,
    refunds.map(({ payerId }) => payerId),
  );
  const body = html`<h1>${t('console.refunds.title')}</h1>
    <p class="lead">${t('console.refunds.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${problem}</p>` }) : nothing}
    ${refunds.some(({ state }) => state === 'approved') ? sendCard(visit) : nothing}
    ${
      refunds.length === 0
        ? card({ body: html`<p class="soft">${t('console.refunds.none')}</p>` })
        : refunds.map((refund) =>
            refundCard(visit, refund, {
              employer: names.get(refund.payerId),
              member: answer.named?.refundId === refund.refundId ? answer.named : undefined,
            }),
          )
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
