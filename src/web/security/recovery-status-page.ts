import type { RecoveryView } from '#accounts';
import { formatInstant, formatTime, type Html, html, nothing, type Visit } from '#platform';
import {
  button,
  card,
  chain,
  deliverySteps,
  disclosure,
  field,
  form,
  helpAddress,
  linkButton,
  notice,
  page,
} from '#web/layout';
import { codeFields } from './forgot-sent-page.ts';
import { timeline } from './recovery-timeline.ts';

export type StatusProblem =
  | { readonly kind: 'unreadable' | 'same' | 'not-possible' | 'code-unreadable' | 'code-wrong' }
  | { readonly kind: 'too-soon' | 'too-many' | 'way-closed' | 'codes-closed'; readonly at: Date };

/** GET /recovery/status: the time line, and the one thing that is due. */
export function statusPage(visit: Visit, view: RecoveryView, problem: StatusProblem | undefined): Html {
  const { t } = visit;
  const body = html`<p class="lead">${lead(visit, view)}</p>
    ${problem ? problemNotice(visit, problem) : nothing} ${dueNow(visit, view)} ${timeline(visit, view)}
    ${giveUp(visit, view)}`;
  return page(visit, { title: t('security.status.title'), body, languageAddress: '/recovery/status' });
}

function lead({ t }: Visit, view: RecoveryView): string {
  return t(`security.status.lead_${view.state}`, {
    until: formatInstant(view.endsAt, t.language),
    before: formatInstant(view.finishBefore, t.language),
  });
}

function problemNotice({ t }: Visit, problem: StatusProblem): Html {
  const text =
    'at' in problem
      ? t.html(`security.status.problem_${problem.kind}`, {
          time: html`<strong class="nowrap"
            >${formatTime(problem.at, t.language, 'WIB', problem.kind === 'too-soon')}</strong
          >`,
        })
      : t(`security.status.problem_${problem.kind}`);
  const help = html`<a href="${helpAddress('recovery-wait')}">${t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${text} ${help}</p>` });
}

function dueNow(visit: Visit, view: RecoveryView): Html {
  const { t, config } = visit;
  if (view.state === 'done' && view.kind === 'factor')
    return html`${linkButton({ href: `${config.origins.portal}/login`, label: t('security.reset.sign_in') })}
    ${setUpAnew(visit, view)}`;
  if (view.state === 'cancelled' || view.state === 'expired')
    return linkButton({ href: '/recovery', label: t('security.recovery.ask_again') });
  if (view.state !== 'ready') return nothing;
  if (view.kind === 'password')
    return card({
      body: form(visit, {
        action: '/recovery/password',
        body: button({ label: t('security.status.password_submit') }),
      }),
    });
  return view.newAddress
    ? codeCard(visit, view.newAddress, view.approved)
    : addressCard(visit, view.approved);
}

/** What went with the old way, and where the member sets it up again. */
function setUpAnew({ t }: Visit, { removed }: RecoveryView): Html {
  if (removed.length === 0) return nothing;
  const names = removed.map((method) => t(`security.factor.${method}`)).join(', ');
  return card({
    title: t('security.status.removed_title'),
    body: html`<p>${t('security.status.removed', { removed: names })}</p>
      ${linkButton({ href: '/security/factors', label: t('security.status.removed_action'), kind: 'secondary' })}`,
  });
}

function addressForm(visit: Visit, approved: string | undefined): Html {
  const { t } = visit;
  if (approved !== undefined)
    return form(visit, {
      action: '/recovery/contact',
      body: html`<p>
          ${t.html('security.status.approved', { address: html`<strong class="nowrap">${approved}</strong>` })}
        </p>
        ${button({ label: t('security.status.address_submit') })}`,
    });
  return form(visit, {
    action: '/recovery/contact',
    body: html`${field(visit, {
      name: 'address',
      label: t('security.status.address'),
      hint: t('security.status.address_hint'),
      autocomplete: 'tel',
      maxlength: 254,
    })}
    ${button({ label: t('security.status.address_submit') })}`,
  });
}

const addressCard = (visit: Visit, approved: string | undefined): Html =>
  card({ title: visit.t('security.status.address_title'), body: addressForm(visit, approved) });

function codeCard(
  visit: Visit,
  sent: NonNullable<RecoveryView['newAddress']>,
  approved: string | undefined,
): Html {
  const { t } = visit;
  const { to, validUntil } = sent;
  const address = html`<strong class="nowrap">${to}</strong>`;
  const time = formatTime(validUntil, t.language);
  return card({
    title: t('security.status.code_title'),
    body: html`<p>${t.html('security.status.code_sent', { address, time })}</p>
      ${chain(deliverySteps(visit, { ...sent, failed: t('register.delivery_failed') }))}
      ${form(visit, { action: '/recovery/code', body: codeFields(visit) })}
      ${disclosure({ summary: t('security.status.code_missing'), body: addressForm(visit, approved) })}`,
  });
}

function giveUp(visit: Visit, { state }: RecoveryView): Html {
  const { t } = visit;
  if (state !== 'waiting' && state !== 'ready') return nothing;
  return disclosure({
    summary: t('security.status.give_up'),
    body: html`<p>${t('security.status.give_up_text')}</p>
      ${form(visit, {
        action: '/recovery/give-up',
        body: button({ label: t('security.status.give_up_submit'), kind: 'secondary' }),
      })}`,
  });
}
