import { confirmByPassword, type ConfirmRefusal, isConfirmed, originOf } from '#accounts';
import { type FormFields, formatTime, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/confirm';

/** Where a person goes on after confirming: one of our own pages of this kind, whatever the address says. */
const goOn = (to: string | undefined) =>
  to !== undefined && /^\/security[\w/-]*$/.test(to) ? to : '/security';

/** Asks for the password before a page that changes the account's safety, unless it was typed a short while ago. */
export function confirmFirst(services: SecurityServices, page: Page): Page {
  const { get, post } = page;
  const ask = (visit: Visit) =>
    isConfirmed(services.accounts, liveSessionOf(visit))
      ? undefined
      : visit.redirect(`${address}?to=${new URL(visit.context.req.url).pathname}`);
  return {
    ...page,
    ...(get ? { get: (visit: Visit) => ask(visit) ?? get(visit) } : {}),
    ...(post ? { post: (visit: Visit, sent: FormFields) => ask(visit) ?? post(visit, sent) } : {}),
  };
}

/** GET and POST /security/confirm?to=/security/…. */
export function confirmPage(services: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: (visit) => show(visit, goOn(visit.context.req.query('to')), undefined),
    post: async (visit, sent) => {
      const to = goOn(sent['to']);
      const password = sent['password'] ?? '';
      if (password === '') return show(visit, to, { kind: 'missing' });
      const result = await confirmByPassword(
        services.accounts,
        liveSessionOf(visit),
        password,
        originOf(visit),
      );
      return result.ok ? visit.redirect(to) : show(visit, to, result.refusal);
    },
  };
}

type Problem = ConfirmRefusal | { readonly kind: 'missing' };

function show(visit: Visit, to: string, problem: Problem | undefined): Response {
  const { t } = visit;
  const fields = html`<input type="hidden" name="to" value="${to}" />${field(visit, {
      name: 'password',
      label: t('security.confirm.password'),
      type: 'password',
      autocomplete: 'current-password',
      autofocus: true,
      error: problem?.kind === 'missing' ? t('signin.password_missing') : undefined,
    })}
    ${button({ label: t('security.confirm.submit') })}`;
  const body = html`<p class="lead">${t('security.confirm.lead')}</p>
    ${problem ? problemNotice(visit, problem) : nothing}
    ${problem?.kind === 'closed' ? nothing : card({ body: form(visit, { action: address, body: fields }) })}`;
  const parts = { title: t('security.confirm.title'), body, languageAddress: `${address}?to=${to}` };
  return securityPage(visit, '/security', parts, problem ? (problem.kind === 'closed' ? 429 : 422) : 200);
}

function problemNotice(visit: Visit, problem: Problem): Html {
  const { t } = visit;
  if (problem.kind === 'missing') return nothing;
  const text =
    problem.kind === 'wrong'
      ? t('security.confirm.wrong')
      : t('security.confirm.closed', {
          time: formatTime(problem.until, t.language, visit.session?.timeZone),
        });
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}
