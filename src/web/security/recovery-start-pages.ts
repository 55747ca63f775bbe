import {
  type AccountServices,
  openCaseByLink,
  originOf,
  recoveryLinkState,
  type StartRefusal,
  startRecovery,
} from '#accounts';
import { type Html, html, type Page, type Visit } from '#platform';
import { button, card, form, linkButton, notice, page } from '#web/layout';
import { caseNotice } from './recovery-ask-pages.ts';
import { carried, carry, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

/** Behind the link in the mail: begins the wait on a device that is known, or opens a case. Only a POST uses the link up. */
export function recoveryStartPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    {
      path: '/recovery/link',
      access: 'public',
      get: (visit) => takeFromLink(visit, 'recovery_link', '/recovery/start'),
    },
    {
      path: '/recovery/start',
      access: 'public',
      get: (visit) => show(accounts, visit),
      post: (visit) => start(accounts, visit),
    },
    {
      path: '/recovery/start-case',
      access: 'public',
      get: (visit) => visit.redirect('/recovery/start'),
      post: (visit) => openCase(accounts, visit),
    },
  ];
}

const tokenOf = (visit: Visit) => carried(visit, 'recovery_link') ?? '';

async function show(accounts: AccountServices, visit: Visit): Promise<Response> {
  const state = await recoveryLinkState(accounts, tokenOf(visit), originOf(visit));
  if (state === 'gone') return visit.html(refusedPage(visit, 'link-gone'), 410);
  return visit.html(state === 'known-device' ? startPage(visit) : refusedPage(visit, 'unknown-device'));
}

async function start(accounts: AccountServices, visit: Visit): Promise<Response> {
  const started = await startRecovery(accounts, tokenOf(visit), originOf(visit));
  if (!started.ok)
    return visit.html(refusedPage(visit, started.refusal), started.refusal === 'link-gone' ? 410 : 422);
  carry(visit, 'recovery', started.value.token);
  visit.clearCookie('recovery_link');
  visit.clearCookie('reset_request');
  return visit.redirect('/recovery/status');
}

async function openCase(accounts: AccountServices, visit: Visit): Promise<Response> {
  const number = await openCaseByLink(accounts, tokenOf(visit));
  if (number === undefined) return visit.html(refusedPage(visit, 'link-gone'), 410);
  visit.clearCookie('recovery_link');
  const title = visit.t('security.recovery.case_title');
  return visit.html(page(visit, { title, body: caseNotice(visit, number), languageAddress: '/recovery' }));
}

function startPage(visit: Visit): Html {
  const { t, config } = visit;
  const hours = Math.round(config.RECOVERY_WAIT_SECONDS / 3600);
  const body = html`<p class="lead">${t('security.recovery.start_lead', { hours })}</p>
    ${card({
      body: html`<ul>
          <li>${t('security.recovery.start_notices')}</li>
          <li>${t('security.recovery.start_read_only')}</li>
          <li>${t('security.recovery.start_device')}</li>
        </ul>
        ${form(visit, {
          action: '/recovery/start',
          body: button({ label: t('security.recovery.start_submit') }),
        })}`,
    })}`;
  return page(visit, {
    title: t('security.recovery.start_title'),
    body,
    languageAddress: '/recovery/start',
  });
}

function refusedPage(visit: Visit, refusal: StartRefusal): Html {
  const { t } = visit;
  const body = html`${notice({
    kind: 'bad',
    body: html`<p>${t(`security.recovery.refused_${refusal}`)}</p>`,
  })}
  ${
    refusal === 'unknown-device'
      ? card({
          title: t('security.recovery.third'),
          body: html`<p>${t('security.recovery.case_text')}</p>
            ${form(visit, {
              action: '/recovery/start-case',
              body: button({ label: t('security.recovery.case_submit') }),
            })}`,
        })
      : linkButton({ href: '/recovery', label: t('security.recovery.ask_again') })
  }`;
  return page(visit, {
    title: t('security.recovery.start_title'),
    body,
    languageAddress: '/recovery/start',
  });
}
