import { isResetLinkAlive, originOf, resetPassword } from '#accounts';
import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import { linkButton, newPasswordForm, type NewPasswordProblem, notice, page } from '#web/layout';
import { carried, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

/** Choosing a new password behind the link. Only the POST uses the link up (G10). */
export function resetPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    {
      path: '/reset-password/link',
      access: 'public',
      get: (visit) => takeFromLink(visit, 'reset_link', '/reset-password'),
    },
    {
      path: '/reset-password',
      access: 'public',
      get: async (visit) => {
        const token = carried(visit, 'reset_link');
        return token && (await isResetLinkAlive(accounts, token))
          ? visit.html(newPasswordPage(visit, undefined))
          : visit.html(linkGonePage(visit), 410);
      },
      post: (visit, sent) => choose({ accounts }, visit, sent),
    },
    { path: '/reset-password/done', access: 'public', get: (visit) => visit.html(donePage(visit)) },
  ];
}

async function choose(
  { accounts }: Pick<SecurityServices, 'accounts'>,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const token = carried(visit, 'reset_link') ?? '';
  const typed = { password: sent['password'] ?? '', repeat: sent['repeat'] ?? '' };
  const result = await resetPassword(accounts, token, typed, originOf(visit));
  if (!result.ok)
    return result.refusal.kind === 'link-gone'
      ? visit.html(linkGonePage(visit), 410)
      : visit.html(newPasswordPage(visit, result.refusal), 422);
  visit.clearCookie('reset_link');
  visit.clearCookie('reset_request');
  visit.clearCookie('remembered');
  return visit.redirect('/reset-password/done');
}

function newPasswordPage(visit: Visit, problem: NewPasswordProblem | undefined): Html {
  const { t } = visit;
  const body = html`<p class="lead">${t('security.reset.lead')}</p>
    ${newPasswordForm(visit, { action: '/reset-password', submit: t('security.reset.submit'), problem })}`;
  return page(visit, { title: t('security.reset.title'), body, languageAddress: '/reset-password' });
}

function linkGonePage(visit: Visit): Html {
  const { t, config } = visit;
  const body = html`${notice({
    kind: 'bad',
    body: html`<p>${t('security.reset.gone', { minutes: Math.round(config.RESET_LINK_SECONDS / 60) })}</p>`,
  })}
  ${linkButton({ href: '/forgot-password', label: t('security.reset.gone_action') })}`;
  return page(visit, { title: t('security.reset.gone_title'), body, languageAddress: '/reset-password' });
}

function donePage(visit: Visit): Html {
  const { t, config } = visit;
  const body = html`${notice({ kind: 'ok', body: html`<p>${t('security.reset.done')}</p>` })}
    <p>${t('security.reset.done_factor')}</p>
    ${linkButton({ href: `${config.origins.portal}/login`, label: t('security.reset.sign_in') })}
    <p><a href="/recovery">${t('security.reset.no_factor')}</a></p>`;
  return page(visit, { title: t('security.reset.done_title'), body });
}
