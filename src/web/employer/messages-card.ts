import { type Html, html, type Visit } from '#platform';
import { button, card, checkbox, form } from '#web/layout';
import { addressOf, type AtWork } from './frame.ts';

/** Every clerk's own choice: e-mail about what became of reports. */
export function messagesCard(visit: Visit, { employer }: AtWork, wanted: boolean): Html {
  const { t } = visit;
  return card({
    title: t('employer.messages.title'),
    body: form(visit, {
      action: addressOf(employer, '/clerks'),
      body: html`${checkbox({
        name: 'wanted',
        label: t('employer.messages.label'),
        hint: t('employer.messages.hint'),
        checked: wanted,
      })}
      ${button({ label: t('employer.two.submit'), kind: 'secondary', name: 'messages', value: 'on' })}`,
    }),
  });
}
