import { paymentPath, signPayment } from '#billing';
import { dayIn, newReference, parseRupiah } from '#kernel';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, notice, page } from '#web/layout';
import { demonstrationBank } from './demonstration.ts';

const address = '/bank';
const timeoutMs = 5000;

type Outcome = 'paid' | 'kept' | 'unreadable' | 'not_taken';
type Shown = { readonly code: string; readonly amount: string; readonly outcome?: Outcome };

/** The demonstration's bank: whoever holds a billing code pays it here, and the bank tells of it as a real one would. */
export function bankPage(): Page {
  return {
    path: address,
    access: 'public',
    get: (visit) => visit.html(show(visit, { code: visit.context.req.query('code') ?? '', amount: '' })),
    post: async (visit, sent) => {
      const code = digits(sent, 'code');
      const typed = sent['amount'] ?? '';
      const amount = String(parseRupiah(typed) ?? '');
      const outcome = code && amount ? await tell(visit, code, amount) : 'unreadable';
      // Paid once: the amount is not left there to be paid again.
      return visit.html(show(visit, { code, amount: outcome === 'paid' ? '' : typed, outcome }));
    },
  };
}

/** As typed, without dots and spaces. */
const digits = (sent: FormFields, name: 'code' | 'amount') =>
  (sent[name] ?? '').replaceAll(/[^\d]/g, '').slice(0, 15);

async function tell({ config, now }: Visit, billingCode: string, amount: string): Promise<Outcome> {
  const body = JSON.stringify({
    reference: `CONTOH-${newReference()}`,
    billingCode,
    amount,
    paidOn: dayIn(now),
  });
  const timestamp = String(Math.trunc(now.getTime() / 1000));
  const answer = await fetch(`${config.origins.employer}${paymentPath}`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Bank': demonstrationBank.name,
      'X-Timestamp': timestamp,
      'X-Signature': signPayment(demonstrationBank.key, timestamp, body),
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  if (answer?.status === 201) return 'paid';
  return answer?.status === 202 ? 'kept' : 'not_taken';
}

/** Whose bill it was is not known here. */
const waysBack = ({ t, config: { origins } }: Visit): Html =>
  html`<p class="links">
    <a href="${origins.portal}/bill">${t('portal.bill.title')}</a> ·
    <a href="${origins.employer}/employers">${t('help.need.employer')}</a>
  </p>`;

function show(visit: Visit, { code, amount, outcome }: Shown): Html {
  const { t } = visit;
  const wrong = outcome === 'unreadable';
  const fields = html`${field(visit, {
    name: 'code',
    label: t('inbox.bank.code'),
    inputmode: 'numeric',
    autocomplete: 'off',
    value: code,
    error: wrong && !code ? t('inbox.bank.code_missing') : undefined,
  })}
  ${field(visit, {
    name: 'amount',
    label: t('inbox.bank.amount'),
    inputmode: 'numeric',
    autocomplete: 'off',
    value: amount,
    error: wrong && !parseRupiah(amount) ? t('inbox.bank.amount_missing') : undefined,
  })}
  ${button({ label: t('inbox.bank.pay') })}`;
  const body = html`<h1>${t('inbox.bank.title')}</h1>
    <p class="lead">${t('inbox.bank.lead')}</p>
    ${
      outcome && !wrong
        ? notice({
            kind: outcome === 'paid' ? 'ok' : 'bad',
            body: html`<p>${t(`inbox.bank.${outcome}`)}</p>
              ${outcome === 'paid' ? waysBack(visit) : nothing}`,
          })
        : nothing
    }
    ${card({ body: form(visit, { action: address, body: fields }) })}
    <p><a href="/">${t('inbox.bank.to_inbox')}</a></p>`;
  return page(visit, { title: t('inbox.bank.title'), body });
}
