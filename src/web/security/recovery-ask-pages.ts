import { openCaseByRequest, type ResetView } from '#accounts';
import { type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, notice, page, supportPhone } from '#web/layout';
import { againForm, askForm, type AskProblem, askProblem, whatHappened } from './ask-form.ts';
import { askingPages, type Way } from './asking-pages.ts';
import { carried } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

const way: Way<never> = { purpose: 'factor', base: '/recovery', startPage, sentPage };

/** For whoever lost the phone, the number or the mailbox: the ladder, and asking for its second rung (G11). */
export function recoveryAskPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    ...askingPages(accounts, way),
    {
      path: '/recovery/case',
      access: 'public',
      get: (visit) => visit.redirect('/recovery/sent'),
      post: async (visit) => {
        const token = carried(visit, 'reset_request');
        const opened = token !== undefined && (await openCaseByRequest(accounts, token));
        return visit.redirect(opened ? '/recovery/sent' : '/recovery');
      },
    },
  ];
}

function startPage(visit: Visit, typed: string, problem: AskProblem | undefined): Html {
  const { t, config } = visit;
  const hours = Math.round(config.RECOVERY_WAIT_SECONDS / 3600);
  const login = html`<a href="${config.origins.portal}/login">${t('security.recovery.first_action')}</a>`;
  const none = visit.context.req.query('running') === 'none';
  const body = html`<p class="lead">${t('security.recovery.lead')}</p>
    ${none ? notice({ kind: 'info', body: html`<p>${t('security.recovery.none')}</p>` }) : nothing}
    ${askProblem(visit, problem)}
    ${card({
      title: t('security.recovery.needs'),
      body: html`<ul>
        <li>${t('security.recovery.needs_device')}</li>
        <li>${t('security.recovery.needs_both')}</li>
        <li>${t.html('security.recovery.needs_none', { phone: supportPhone(visit) })}</li>
      </ul>`,
    })}
    ${card({
      title: t('security.recovery.first'),
      body: html`<p>${t('security.recovery.first_text')}</p>
        <p>${login}</p>`,
    })}
    ${card({
      title: t('security.recovery.second'),
      body: html`<p>${t('security.recovery.second_text', { hours })}</p>`,
    })}
    ${askForm(visit, '/recovery', typed, problem)}
    ${card({
      title: t('security.recovery.third'),
      body: html`<p>${t.html('security.recovery.third_text', { phone: supportPhone(visit) })}</p>`,
    })}
    <p><a href="/recovery/status">${t('security.recovery.to_status')}</a></p>`;
  return page(visit, { title: t('security.recovery.title'), body, languageAddress: '/recovery' });
}

function sentPage(visit: Visit, view: ResetView, problem: AskProblem | undefined): Html {
  const { t } = visit;
  const body = html`${askProblem(visit, problem)} ${whatHappened(visit, view)}
    <p>${t('security.recovery.same_device')}</p>
    ${card({
      title: t('security.sent.nothing_title'),
      body: html`<p>${t('security.sent.nothing_text')}</p>
        ${againForm(visit, '/recovery/again', view)}
        <p><a href="/recovery">${t('security.sent.other')}</a></p>`,
    })}
    ${card({ title: t('security.recovery.third'), body: casePart(visit, view) })}`;
  return page(visit, { title: t('security.sent.title'), body, languageAddress: '/recovery/sent' });
}

function casePart(visit: Visit, { caseNumber }: ResetView): Html {
  const { t } = visit;
  if (caseNumber !== undefined) return caseNotice(visit, caseNumber);
  return html`<p>${t('security.recovery.case_text')}</p>
    ${form(visit, {
      action: '/recovery/case',
      body: button({ label: t('security.recovery.case_submit'), kind: 'secondary' }),
    })}`;
}

/** The number that the person is told, and what to do with it. */
export function caseNotice(visit: Visit, caseNumber: string): Html {
  const { t } = visit;
  const number = html`<strong class="nowrap">${caseNumber}</strong>`;
  return notice({
    kind: 'ok',
    body: html`<p>${t.html('security.recovery.case_opened', { number, phone: supportPhone(visit) })}</p>`,
  });
}
