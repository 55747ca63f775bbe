import {
  type ClaimDecision,
  claimOutcomes,
  claimSeen,
  type ClaimRefusal,
  type ReversedAfterRefund,
  reversedAfterRefund,
  type SaidClaim,
} from '#billing';
import { employerNames } from '#members';
import { type FormFields, formatDate, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { button, card, definitions, field, form, notice, select } from '#web/layout';

const address = '/payments';

export type ClaimProblem = { readonly paymentId: string; readonly refusal: ClaimRefusal };

/** What an officer sent about a claim; undefined when it is none of it. */
export function claimDecision(sent: FormFields): ClaimDecision | undefined {
  const { act, outcome, reference = '' } = sent;
  if (act === 'confirm' || act === 'take_back') return { act, seen: sent['seen'] ?? '' };
  const known = claimOutcomes.find((one) => one === outcome);
  return act === 'say' && known ? { act, outcome: known, reference: reference.slice(0, 200) } : undefined;
}

/**
 * Payments that went out as a refund before their bank took them back: an officer asks the payer for that money, and two
 * officers say how it ended.
 */
export async function reversedRefunds(
  { database }: DeskServices,
  visit: Visit,
  problem: ClaimProblem | undefined,
): Promise<Html> {
  const payments = await reversedAfterRefund(database);
  const { t } = visit;
  const told = problem
    ? notice({ kind: 'bad', body: html`<p>${t(`console.payments.claim.problem.${problem.refusal}`)}</p>` })
    : nothing;
  if (payments.length === 0) return told;
  const names = await employerNames(
    database,
    payments.map(({ payerId }) => payerId),
  );
  return html`<h2>${t('console.payments.reversed_title')}</h2>
    ${told}
    <p>${t('console.payments.reversed_lead')}</p>
    <p><a href="/refunds">${t('console.payments.to_refunds')}</a></p>
    ${payments.map((payment) => reversedCard(visit, payment, names.get(payment.payerId)))}`;
}

function reversedCard(visit: Visit, payment: ReversedAfterRefund, name: string | undefined): Html {
  const { t } = visit;
  const { paymentId, refunded, bank, bankReference, reversedOn, said } = payment;
  return card({
    title: formatRupiah(refunded, t.language),
    body: html`${definitions([
      { term: t('console.refunds.payer'), value: name ?? t('console.refunds.own_payer') },
      { term: t('console.payments.bank'), value: bank },
      { term: t('console.payments.reference'), value: bankReference },
      { term: t('console.payments.reversed_on'), value: formatDate(reversedOn, t.language) },
    ])}
    ${said ? saidPart(visit, paymentId, said) : sayForm(visit, paymentId)}`,
  });
}

const claimForm = (visit: Visit, paymentId: string, body: Html): Html =>
  form(visit, {
    action: address,
    body: html`<input type="hidden" name="claim" value="${paymentId}" />${body}`,
  });

function sayForm(visit: Visit, paymentId: string): Html {
  const { t } = visit;
  return html`<h3>${t('console.payments.claim.end')}</h3>
    ${claimForm(
      visit,
      paymentId,
      html`${select({
        name: 'outcome',
        id: `outcome-${paymentId}`,
        label: t('console.payments.claim.outcome'),
        value: '',
        options: claimOutcomes.map((value) => ({
          value,
          label: t(`console.payments.claim.outcome.${value}`),
        })),
      })}
      ${field(visit, {
        name: 'reference',
        id: `reference-${paymentId}`,
        label: t('console.payments.claim.reference'),
        maxlength: 64,
        autocomplete: 'off',
      })}
      ${button({ label: t('console.payments.claim.say'), kind: 'secondary', name: 'act', value: 'say' })}`,
    )}`;
}

function saidPart(visit: Visit, paymentId: string, said: SaidClaim): Html {
  const { outcome, reference, saidBy } = said;
  const { t } = visit;
  const word = t(`console.payments.claim.outcome.${outcome}`);
  const act = (value: 'confirm' | 'take_back') =>
    claimForm(
      visit,
      paymentId,
      html`<input type="hidden" name="seen" value="${claimSeen(said)}" />
        ${button({ label: t(`console.payments.claim.${value}`), kind: 'secondary', name: 'act', value })}`,
    );
  return html`<p>${t('console.payments.claim.said', { outcome: word, reference })}</p>
    ${saidBy === visit.session?.accountId ? html`<p>${t('console.payments.claim.problem.own')}</p>` : act('confirm')}
    ${act('take_back')}`;
}
