import type { MessageCheck, OwnMessage } from '#notifications';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import {
  button,
  card,
  definitions,
  form,
  helpAddress,
  notice,
  page,
  supportPhone,
  textArea,
} from '#web/layout';
import type { FraudSign } from './fraud-signs.ts';

export type Answer =
  | { readonly kind: 'nothing-pasted' }
  | (MessageCheck & { readonly signs: readonly FraudSign[] });

/** The question, the answer above it, and what to do with a false message. What was pasted is not shown again. */
export function messageCheckPage(visit: Visit, answer?: Answer): Html {
  const { t } = visit;
  const body = html`<h1>${t('check.title')}</h1>
    ${
      answer === undefined || answer.kind === 'nothing-pasted'
        ? html`<p class="lead">${t('check.lead')}</p>`
        : html`${signList(visit, answer.signs)}${verdict(visit, answer)}`
    }
    ${questionCard(visit, answer)} ${neverCard(visit)} ${reportCard(visit)}`;
  return page(visit, { title: t('check.title'), body, languageAddress: '/message-check' });
}

function questionCard(visit: Visit, answer: Answer | undefined): Html {
  const { t } = visit;
  const another = answer !== undefined && answer.kind !== 'nothing-pasted';
  return card({
    ...(another ? { title: t('check.another') } : {}),
    body: form(visit, {
      action: '/message-check',
      body: html`${textArea({
        name: 'message',
        label: t('check.field'),
        hint: t('check.hint', { days: visit.config.MESSAGES_KEPT_DAYS }),
        error: answer?.kind === 'nothing-pasted' ? t('check.missing') : undefined,
        rows: 5,
        maxlength: 10_000,
      })}
      ${button({ label: t('check.submit') })}`,
    }),
  });
}

type Given = Exclude<Answer, { kind: 'nothing-pasted' }>;

function verdict(visit: Visit, answer: Given): Html {
  const { t } = visit;
  if (answer.kind === 'ours') return ours(visit, answer);
  const text =
    answer.kind === 'unknown'
      ? t.html('check.unknown.text', {
          reference: html`<strong class="number">${answer.reference}</strong>`,
          days: visit.config.MESSAGES_KEPT_DAYS,
        })
      : t('check.without-reference.text');
  return notice({
    kind: 'warn',
    title: t(`check.${answer.kind}.title`),
    body: html`<p>${text}</p>
      <p>${t('check.careful')}</p>`,
  });
}

const kinds = { same: 'ok', different: 'warn', 'not-pasted': 'info' } as const;

function ours(visit: Visit, { template, channel, sentOn, words }: OwnMessage): Html {
  const { t } = visit;
  return html`${notice({
    kind: kinds[words],
    title: t(`check.ours.${words}.title`),
    body: html`<p>${t(`check.ours.${words}.text`)}</p>`,
  })}
  ${card({
    title: t('check.ours.what'),
    body: definitions([
      { term: t('check.ours.kind'), value: t(`message.${template}.about`) },
      { term: t('check.ours.channel'), value: t(`check.channel.${channel}`) },
      {
        term: t('check.ours.day'),
        value: html`<span class="nowrap">${formatDate(sentOn, t.language)}</span>`,
      },
    ]),
  })}`;
}

function signList(visit: Visit, signs: readonly FraudSign[]): Html {
  const { t } = visit;
  if (signs.length === 0) return nothing;
  const items = signs.map(
    ({ name, seen }) => html`<li>${t.html(`check.sign.${name}`, { seen: html`<b>${seen}</b>` })}</li>`,
  );
  return notice({
    kind: 'bad',
    title: t('check.signs'),
    body: html`<ul>
        ${items}
      </ul>
      <p>${t('check.signs_todo')}</p>`,
  });
}

function neverCard(visit: Visit): Html {
  const { t } = visit;
  return card({
    title: t('check.never.title'),
    body: html`<ul>
      <li>${t('check.never.1')}</li>
      <li>${t('check.never.2')}</li>
      <li>${t('check.never.3')}</li>
    </ul>`,
  });
}

/** How to report a false message, and what to do when one has already answered it. */
function reportCard(visit: Visit): Html {
  const { t, config } = visit;
  const change = html`<a href="${config.origins.sso}/security">${t('check.report.password_link')}</a>`;
  const email = html`<a href="mailto:${config.FRAUD_REPORT_EMAIL}">${config.FRAUD_REPORT_EMAIL}</a>`;
  return html`<div id="report">
    ${card({
      title: t('check.report.title'),
      body: html`<ol>
          <li>${t('check.report.1')}</li>
          <li>${t.html('check.report.2', { email, phone: supportPhone(visit) })}</li>
          <li>${t('check.report.3')}</li>
        </ol>
        <p><a href="${config.origins.sso}/ask?about=message_report">${t('check.report.form')}</a></p>`,
    })}
    ${card({
      title: t('check.report.done_title'),
      body: html`<p>${t.html('check.report.done', { change, phone: supportPhone(visit) })}</p>
        <p><a href="${helpAddress('phishing')}">${t('check.report.more')}</a></p>`,
    })}
  </div>`;
}
