import {
  confirmContactChange,
  type ContactRefusal,
  originOf,
  resendContactCode,
  waitingContactChange,
} from '#accounts';
import { isId } from '#kernel';
import { type FormFields, formatTime, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, chain, deliverySteps, field, form } from '#web/layout';
import { contactProblem } from './contact-problem.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

export const codeAddress = (changeId: string) => `/security/contacts/${changeId}`;

/** Asks for the code that was sent to a new address. The way here went over the password. */
export function contactCodePage(services: SecurityServices): Page {
  return {
    path: '/security/contacts/:change',
    access: 'owner',
    get: (visit) => show(services, visit, undefined),
    post: (visit, sent) => act(services, visit, sent),
  };
}

const changeOf = (visit: Visit) => visit.context.req.param('change') ?? '';

async function act({ accounts, sso }: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const changeId = changeOf(visit);
  if (!isId(changeId)) return visit.redirect('/security/contacts');
  const session = liveSessionOf(visit);
  if (sent['again']) {
    const again = await resendContactCode(accounts, session, changeId, originOf(visit));
    return again.ok ? visit.redirect(codeAddress(changeId)) : show({ accounts, sso }, visit, again.refusal);
  }
  const result = await confirmContactChange(accounts, session, changeId, sent['code'] ?? '', originOf(visit));
  return result.ok
    ? visit.redirect(`/security/contacts?done=${result.value.replaced ? 'changed' : 'confirmed'}`)
    : show({ accounts, sso }, visit, result.refusal);
}

function codeForm(visit: Visit, changeId: string): Html {
  const { t } = visit;
  return form(visit, {
    action: codeAddress(changeId),
    body: html`${field(visit, {
      name: 'code',
      label: t('security.contacts.code'),
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      maxlength: 12,
      big: true,
      autofocus: true,
    })}
    ${button({ label: t('security.contacts.confirm') })}`,
  });
}

async function show(
  { accounts }: SecurityServices,
  visit: Visit,
  problem: ContactRefusal | undefined,
): Promise<Response> {
  const { t } = visit;
  const changeId = changeOf(visit);
  const waiting = isId(changeId)
    ? await waitingContactChange(accounts, liveSessionOf(visit), changeId)
    : undefined;
  if (!waiting) return visit.redirect('/security/contacts');
  const where = html`<strong class="nowrap">${waiting.address}</strong>`;
  // Sending again gives no new tries, so the page says so whatever else happened.
  const closed = waiting.closedUntil && ({ kind: 'codes-closed', until: waiting.closedUntil } as const);
  const said = closed ?? problem;
  const body = html`<p class="lead">
      ${t.html('security.contacts.code_lead', { address: where, until: formatTime(waiting.expiresAt, t.language, visit.session?.timeZone) })}
    </p>
    ${said ? contactProblem(visit, said) : nothing}
    ${card({
      body: html`${closed ? nothing : codeForm(visit, changeId)}
        ${chain(deliverySteps(visit, { ...waiting, failed: t('register.delivery_failed') }))}
        ${form(visit, {
          action: codeAddress(changeId),
          body: html`<input type="hidden" name="again" value="1" />${button({
              label: t('security.contacts.again'),
              kind: 'link',
              countdownTo: new Date(waiting.sentAt.getTime() + visit.config.CODE_SEND_GAP_SECONDS * 1000),
            })}`,
        })}
        <p class="center"><a href="/security/contacts">${t('security.contacts.give_up')}</a></p>`,
    })}`;
  return securityPage(
    visit,
    '/security',
    { title: t('security.contacts.code_title'), body, languageAddress: codeAddress(changeId) },
    problem ? 422 : 200,
  );
}
