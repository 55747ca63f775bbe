import { changePassword, originOf } from '#accounts';
import { type FormFields, html, type Page, type Visit } from '#platform';
import { newPasswordForm, type NewPasswordProblem, notice } from '#web/layout';
import { confirmFirst } from './confirm.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/password';

/** A new password, typed twice, after confirming with the old one (G13). */
export function passwordPage(services: SecurityServices): Page {
  return confirmFirst(services, {
    path: address,
    access: 'owner',
    get: (visit) => show(visit, undefined),
    post: (visit, sent) => act(services, visit, sent),
  });
}

async function act({ accounts }: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const password = sent['password'] ?? '';
  if (password === '') return show(visit, { kind: 'missing' });
  if (password !== sent['repeat']) return show(visit, { kind: 'differs' });
  const result = await changePassword(accounts, liveSessionOf(visit), password, originOf(visit));
  return result.ok ? visit.redirect(`${address}?done=1`) : show(visit, result.refusal);
}

function show(visit: Visit, problem: NewPasswordProblem | undefined): Response {
  const { t } = visit;
  const done = visit.context.req.query('done') === '1' && !problem;
  const body = done
    ? notice({ kind: 'ok', body: html`<p>${t('security.password.done')}</p>` })
    : html`<p class="lead">${t('security.password.lead')}</p>
        ${newPasswordForm(visit, { action: address, submit: t('security.password.submit'), problem })}`;
  const parts = { title: t('security.password.title'), body, languageAddress: address };
  return securityPage(visit, '/security', parts, problem ? 422 : 200);
}
