import { isResetLinkAlive, originOf, resetPassword, type ResetRefusal } from '#accounts';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, linkButton, newPasswordFields, notice, page } from '#web/layout';
import { faultSentence } from './password.ts';
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

function newPasswordPage(visit: Visit, problem: ResetRefusal | undefined): Html {
  const { t } = visit;
  const said = problem ? sentencesOf(visit, problem) : [];
  const text = said[0] ?? t('password.repeat_differs');
  const body = html`<p class="lead">${t('security.reset.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${text}</p>` }) : nothing}
    ${card({ body: form(visit, { action: '/reset-password', body: passwordFields(visit, problem, said) }) })}`;
  return page(visit, { title: t('security.reset.title'), body, languageAddress: '/reset-password' });
}

function sentencesOf(visit: Visit, problem: ResetRefusal): string[] {
  if (problem.kind === 'faults') return problem.verdict.faults.map((fault) => faultSentence(visit, fault));
  return problem.kind === 'missing' ? [visit.t('password.missing')] : [];
}

function passwordFields(visit: Visit, problem: ResetRefusal | undefined, problems: readonly string[]): Html {
  const { t, config } = visit;
  return html`${newPasswordFields(visit, {
    minimumLength: config.PASSWORD_MINIMUM_LENGTH,
    mixedMinimumLength: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    score: problem?.kind === 'faults' ? problem.verdict.score : undefined,
    problems,
    repeatProblem: problem?.kind === 'differs' ? t('password.repeat_differs') : undefined,
  })}
  ${button({ label: t('security.reset.submit') })}`;
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
