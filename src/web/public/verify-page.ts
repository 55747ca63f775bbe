import { type Html, html, type Visit } from '#platform';
import type { CheckAnswer } from '#statements';
import { button, card, field, form, page } from '#web/layout';
import { answered } from './verify-answer.ts';

type Parts = { readonly typed: string; readonly answer?: CheckAnswer };

/** The question, the answer above it, and what it means. */
export function verifyPage(visit: Visit, { typed, answer }: Parts): Html {
  const { t, config } = visit;
  const body = html`<h1>${t('statement.check.title')}</h1>
    ${answer ? answered(visit, answer) : html`<p class="lead">${t('statement.check.lead', { brand: config.BRAND_NAME })}</p>`}
    ${card({
      ...(answer?.kind === 'good' ? { title: t('statement.check.another') } : {}),
      body: html`<div data-from-fragment>
        ${form(visit, {
          action: '/verify',
          body: html`${field(visit, {
            name: 'code',
            label: t('statement.check.code'),
            hint: t('statement.check.hint'),
            value: typed,
            maxlength: 60,
            autocomplete: 'off',
            error:
              answer?.kind === 'mistyped'
                ? t(typed.trim() === '' ? 'statement.check.empty' : 'statement.check.mistyped')
                : undefined,
          })}
          ${button({ label: t('statement.check.submit') })}`,
        })}
      </div>`,
    })}
    ${card({
      title: t('statement.check.how'),
      body: html`<ul>
        <li>${t('statement.check.how_1', { address: `${config.origins.portal}/verify` })}</li>
        <li>${t('statement.check.how_2')}</li>
        <li>${t('statement.check.how_3')}</li>
      </ul>`,
    })}`;
  return page(visit, { title: t('statement.check.title'), body, languageAddress: '/verify' });
}
