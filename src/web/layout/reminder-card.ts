import { type Html, html, nothing, type Visit } from '#platform';
import { button, checkbox, form } from './form-parts.ts';
import { card } from './parts.ts';

/** The choice whether messages about bills are sent; `about` says who reads them. */
export function reminderCard(visit: Visit, action: string, wanted: boolean, payer = '', about = ''): Html {
  const { t } = visit;
  return card({
    title: t('reminder.title'),
    body: form(visit, {
      action,
      body: html`${about ? html`<p>${about}</p>` : nothing}<input
          type="hidden"
          name="payer"
          value="${payer}"
        />${checkbox({
          name: 'wanted',
          id: `wanted-${payer}`,
          label: t('reminder.label'),
          hint: t('reminder.hint'),
          checked: wanted,
        })}
        ${button({ label: t('reminder.submit'), kind: 'secondary', name: 'act', value: 'messages' })}`,
    }),
  });
}
