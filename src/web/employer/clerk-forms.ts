import { type FormFields, type Html, html, type Visit } from '#platform';
import { button, card, checkbox, field, form } from '#web/layout';
import { addressOf, type AtWork } from './frame.ts';

export function inviteCard(visit: Visit, { employer }: AtWork, sent: FormFields): Html {
  const { t, config } = visit;
  const again = sent['invite'] !== undefined;
  return card({
    title: t('employer.invite.title'),
    body: form(visit, {
      action: addressOf(employer, '/clerks'),
      body: html`<p class="hint">${t('employer.invite.text', { days: config.CLERK_INVITATION_DAYS })}</p>
        ${field(visit, {
          name: 'email',
          type: 'email',
          label: t('employer.invite.email'),
          value: sent['email'] ?? '',
          autocomplete: 'off',
          maxlength: 254,
        })}
        ${checkbox({ name: 'file', label: t('employer.rights.file'), checked: again ? sent['file'] === 'on' : true })}
        ${checkbox({ name: 'approve', label: t('employer.rights.approve'), checked: sent['approve'] === 'on' })}
        ${button({ label: t('employer.invite.submit'), name: 'invite', value: 'on' })}`,
    }),
  });
}

export function twoCard(visit: Visit, { employer }: AtWork, chosen: boolean): Html {
  const { t } = visit;
  return card({
    title: t('employer.two.title'),
    body: form(visit, {
      action: addressOf(employer, '/clerks'),
      body: html`${checkbox({ name: 'two', label: t('employer.two.label'), hint: t('employer.two.hint'), checked: chosen })}
      ${button({ label: t('employer.two.submit'), kind: 'secondary', name: 'choose', value: 'on' })}`,
    }),
  });
}
