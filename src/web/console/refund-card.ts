import { mayDecideRefund, type Refund, type RefundDecision } from '#billing';
import type { RefundPayer } from '#support';
import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { button, card, definitions, form } from '#web/layout';
import { deskOfficerOf } from './frame.ts';

const address = '/refunds';

/** What an officer may know of the payer: the employer by name, a member by name only after that was asked for and recorded. */
type PayerShown = { readonly employer: string | undefined; readonly member: RefundPayer | undefined };

/** One refund with what an officer may do with it. */
export function refundCard(visit: Visit, refund: Refund, { employer, member }: PayerShown): Html {
  const { t, session } = visit;
  const returning = refund.state === 'returning';
  const { bank, number, holder } = refund.destination;
  const { officerId } = deskOfficerOf(visit);
  const steps: readonly RefundDecision[] = returning
    ? ['returned', 'not_returned']
    : refund.state === 'sent'
      ? ['returned']
      : refund.state === 'approved'
        ? []
        : ['approve', 'refuse'];
  const acts = steps.filter((decision) => mayDecideRefund(refund, officerId, decision));
  return card({
    title: formatRupiah(refund.amount, t.language),
    body: html`${definitions([
      { term: t('refund.state'), value: t(`refund.state.${refund.state}`) },
      { term: t('console.refunds.payer'), value: employer ?? member?.name ?? t('console.refunds.own_payer') },
      ...(member ? [{ term: t('portal.details.member_number'), value: member.memberNumber }] : []),
      { term: t('refund.asked_at'), value: formatInstant(refund.askedAt, t.language, session?.timeZone) },
      { term: t('refund.bank'), value: bank },
      { term: t('refund.number'), value: number },
      { term: t('refund.holder'), value: holder },
    ])}
    ${refund.state !== 'approved' && employer === undefined && member === undefined ? nameForm(visit, refund, acts.includes('approve')) : nothing}
    ${returning ? html`<p>${t('console.refunds.returning')}</p>` : nothing}
    ${acts.length < steps.length ? html`<p>${t(`console.refunds.waits.${whyNot(refund, officerId)}`)}</p>` : nothing}
    ${acts.map((decision) =>
      form(visit, {
        action: address,
        body: html`<input type="hidden" name="refund" value="${refund.refundId}" />${button({
            label: t(`console.refunds.act.${actName(refund, decision)}`),
            kind: decision === 'approve' ? 'primary' : 'secondary',
            name: 'act',
            value: decision,
          })}`,
      }),
    )}`,
  });
}

/** The first approval only notes that it was checked, and the second note that the bank returned it confirms the first. */
function actName({ state }: Refund, decision: RefundDecision) {
  if (decision === 'approve' && state === 'asked') return 'check';
  return decision === 'returned' && state === 'returning' ? 'confirm' : decision;
}

function whyNot({ state, askedBy }: Refund, officerId: string) {
  if (askedBy === officerId) return 'asked';
  return state === 'returning' ? 'returning' : 'checked';
}

const nameForm = (visit: Visit, { refundId }: Refund, approves: boolean): Html =>
  form(visit, {
    action: address,
    body: html`<input type="hidden" name="refund" value="${refundId}" />
      <p>${visit.t(approves ? 'console.refunds.name_text' : 'console.refunds.name_sent')}</p>
      ${button({
        label: visit.t('console.refunds.act.name'),
        kind: 'secondary',
        name: 'act',
        value: 'name',
      })}`,
  });
