import {
  decideRefund,
  type DecideRefusal,
  type Refund,
  type RefundDecision,
  refundFile,
  refundFiles,
  refundsAtWork,
  sendRefunds,
} from '#billing';
import { AppError, isId } from '#kernel';
import { employerNames } from '#members';
import {
  csvCell,
  type FormFields,
  formatInstant,
  formatRupiah,
  type Html,
  html,
  nothing,
  type Visit,
} from '#platform';
import type { DeskServices } from '#support';
import { button, card, definitions, form, notice } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
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
    { path: `${address}/:fileId`, roles: moneyRoles, get: (visit) => download(services, visit) },
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

function refundCard(visit: Visit, refund: Refund, employer: string | undefined): Html {
  const { t, session } = visit;
  const { bank, number, holder } = refund.destination;
  const acts: readonly RefundDecision[] =
    refund.state === 'sent' ? ['returned'] : refund.state === 'approved' ? [] : ['approve', 'refuse'];
  return card({
    title: formatRupiah(refund.amount, t.language),
    body: html`${definitions([
      { term: t('refund.state'), value: t(`refund.state.${refund.state}`) },
      { term: t('console.refunds.payer'), value: employer ?? t('console.refunds.own_payer') },
      { term: t('refund.asked_at'), value: formatInstant(refund.askedAt, t.language, session?.timeZone) },
      { term: t('refund.bank'), value: bank },
      { term: t('refund.number'), value: number },
      { term: t('refund.holder'), value: holder },
    ])}
    ${acts.map((decision) =>
      form(visit, {
        action: address,
        body: html`<input type="hidden" name="refund" value="${refund.refundId}" />${button({
            label: t(`console.refunds.act.${decision}`),
            kind: decision === 'approve' ? 'primary' : 'secondary',
            name: 'act',
            value: decision,
          })}`,
      }),
    )}`,
  });
}

async function filesCard({ database }: DeskServices, { t, session }: Visit): Promise<Html> {
  const files = await refundFiles(database);
  if (files.length === 0) return nothing;
  return card({
    title: t('console.refunds.files'),
    body: html`<ul class="rows">
      ${files.map(
        ({ fileId, sentAt, rows, amount }) =>
          html`<li>
            <a href="${address}/${fileId}">${formatInstant(sentAt, t.language, session?.timeZone)}</a>
            <div class="small soft">
              ${t('console.refunds.file', { rows, amount: formatRupiah(amount, t.language) })}
            </div>
          </li>`,
      )}
    </ul>`,
  });
}

/** The file for the bank; the same however often it is taken. */
async function download(services: DeskServices, visit: Visit): Promise<Response> {
  const fileId = visit.context.req.param('fileId') ?? '';
  const { officerId } = deskOfficerOf(visit);
  const rows = isId(fileId) ? await refundFile(services, fileId, officerId) : undefined;
  if (!rows) throw new AppError('not_found', 'no such file of refunds');
  const lines = rows.map(({ refundId, amount, destination: { bank, number, holder } }) =>
    [refundId, bank, number, holder, String(amount)].map(csvCell).join(','),
  );
  const text = ['reference,bank,account_number,account_holder,amount', ...lines, ''].join('\r\n');
  return visit.context.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="pengembalian-${fileId}.csv"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
