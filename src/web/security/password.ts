import { changePassword, confirmByPassword, type ConfirmRefusal, originOf } from '#accounts';
import { type FormFields, formatTime, html, type Html, nothing, type Page, type Visit } from '#platform';
import { field, newPasswordForm, type NewPasswordProblem, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { readOnlyNotice } from './read-only.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/password';

/** What is wrong with the present password, which whoever holds the device may not know. */
type CurrentProblem = ConfirmRefusal | { readonly kind: 'missing' };
type Problems = { readonly fresh?: NewPasswordProblem; readonly current?: CurrentProblem };

/** The present password and a new one, typed twice (G13). */
export function passwordPage(services: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => (await standing(services, visit)) ?? show(visit, {}),
    post: (visit, sent) => act(services, visit, sent),
  };
}

/** Instead of the form while a recovery waits. */
async function standing(
  services: SecurityServices,
  visit: Visit,
  status = 200,
): Promise<Response | undefined> {
  const body = await readOnlyNotice(services, visit);
  if (body === nothing) return undefined;
  const parts = { title: visit.t('security.password.title'), body, languageAddress: address };
  return securityPage(visit, '/security', parts, status);
}

async function act(services: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const { accounts } = services;
  const stands = await standing(services, visit, 409);
  if (stands) return stands;
  const { current = '', password = '', repeat } = sent;
  if (current === '') return show(visit, { current: { kind: 'missing' } });
  if (password === '') return show(visit, { fresh: { kind: 'missing' } });
  if (password !== repeat) return show(visit, { fresh: { kind: 'differs' } });
  const session = liveSessionOf(visit);
  const confirmed = await confirmByPassword(accounts, session, current, originOf(visit));
  if (!confirmed.ok) return show(visit, { current: confirmed.refusal });
  const result = await changePassword(accounts, session, password, originOf(visit));
  if (result.ok) return visit.redirect(`${address}?done=1`);
  const { refusal } = result;
  // A recovery that began meanwhile: the page says so instead of the form.
  return refusal.kind === 'read-only' ? visit.redirect(address) : show(visit, { fresh: refusal });
}

function show(visit: Visit, problems: Problems): Response {
  const { t } = visit;
  const { fresh: problem, current } = problems;
  const status = current?.kind === 'closed' ? 429 : problem || current ? 422 : 200;
  const done = visit.context.req.query('done') === '1' && status === 200;
  const body = done
    ? notice({ kind: 'ok', body: html`<p>${t('security.password.done')}</p>` })
    : html`<p class="lead">${t('security.password.lead')}</p>
        ${newPasswordForm(visit, {
          action: address,
          submit: t('security.password.submit'),
          problem,
          before: currentField(visit, current),
        })}`;
  const parts = { title: t('security.password.title'), body, languageAddress: address };
  return securityPage(visit, '/security', parts, status);
}

function currentField(visit: Visit, problem: CurrentProblem | undefined): Html {
  const { t } = visit;
  return field(visit, {
    name: 'current',
    label: t('password.current'),
    type: 'password',
    autocomplete: 'current-password',
    error: problem && currentSentence(visit, problem),
  });
}

function currentSentence({ t, session }: Visit, problem: CurrentProblem): string {
  if (problem.kind === 'missing') return t('signin.password_missing');
  return problem.kind === 'wrong'
    ? t('security.confirm.wrong')
    : t('security.confirm.closed', { time: formatTime(problem.until, t.language, session?.timeZone) });
}
