import { type EnrolmentView, type EnrolRefusal, enrolmentOf, finishEnrolment, originOf } from '#accounts';
import { type FormFields, type Html, html, isMessageKey, nothing, type Page, type Visit } from '#platform';
import { card, field, linkButton, newPasswordForm, type NewPasswordProblem, notice, page } from '#web/layout';
import { waysIn } from './factor-app.ts';
import { carried, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

const address = '/officer';

/** A new officer behind the link that the operator printed: a password and an authenticator app of their own. */
export function enrolmentPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    {
      path: `${address}/link`,
      access: 'public',
      get: (visit) => takeFromLink(visit, 'enrolment', address),
    },
    {
      path: address,
      access: 'public',
      get: (visit) => show({ accounts }, visit, undefined),
      post: (visit, sent) => finish({ accounts }, visit, sent),
    },
    { path: `${address}/done`, access: 'public', get: (visit) => visit.html(donePage(visit)) },
  ];
}

type Services = Pick<SecurityServices, 'accounts'>;

async function show(
  { accounts }: Services,
  visit: Visit,
  refusal: EnrolRefusal | undefined,
): Promise<Response> {
  const token = carried(visit, 'enrolment');
  const enrolment = token ? await enrolmentOf(accounts, token) : undefined;
  return enrolment
    ? visit.html(enrolmentPage(visit, enrolment, refusal), refusal ? 422 : 200)
    : visit.html(gonePage(visit), 410);
}

async function finish(services: Services, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = {
    password: sent['password'] ?? '',
    repeat: sent['repeat'] ?? '',
    code: sent['code'] ?? '',
  };
  const result = await finishEnrolment(
    services.accounts,
    carried(visit, 'enrolment') ?? '',
    typed,
    originOf(visit),
  );
  if (!result.ok) return show(services, visit, result.refusal);
  visit.clearCookie('enrolment');
  return visit.redirect(`${address}/done`);
}

function enrolmentPage(visit: Visit, enrolment: EnrolmentView, refusal: EnrolRefusal | undefined): Html {
  const { t } = visit;
  const roles = enrolment.roles.map((role) => {
    const key = `console.role.${role}`;
    return isMessageKey(key) ? t(key) : role;
  });
  const code = field(visit, {
    name: 'code',
    label: t('signin.code'),
    hint: t('security.app.code_hint'),
    error: refusal?.kind === 'code-wrong' ? t('security.officer.code_wrong') : undefined,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 11,
    big: true,
  });
  const body = html`<h1>${t('security.officer.title')}</h1>
    <p class="lead">
      ${t('security.officer.lead', {
        name: enrolment.displayName,
        username: enrolment.username,
        roles: roles.join(', '),
      })}
    </p>
    ${otherProblem(visit, refusal)}
    ${card({
      title: t('security.officer.first'),
      body: html`<p>${t('security.officer.install')}</p>
        ${waysIn(visit, enrolment)}`,
    })}
    <h2>${t('security.officer.second')}</h2>
    ${newPasswordForm(visit, {
      action: address,
      submit: t('security.officer.submit'),
      problem: passwordProblem(refusal),
      before: code,
    })}`;
  return page(visit, { title: t('security.officer.title'), body, languageAddress: address });
}

function otherProblem({ t }: Visit, refusal: EnrolRefusal | undefined): Html {
  if (refusal?.kind === 'code-wrong')
    return notice({ kind: 'bad', body: html`<p>${t('security.officer.code_wrong')}</p>` });
  if (refusal?.kind === 'username-taken')
    return notice({ kind: 'bad', body: html`<p>${t('security.officer.username_taken')}</p>` });
  return nothing;
}

function passwordProblem(refusal: EnrolRefusal | undefined): NewPasswordProblem | undefined {
  if (!refusal) return undefined;
  if (refusal.kind === 'faults') return refusal;
  return refusal.kind === 'missing' || refusal.kind === 'differs' ? { kind: refusal.kind } : undefined;
}

function gonePage(visit: Visit): Html {
  const { t } = visit;
  const body = notice({ kind: 'bad', body: html`<p>${t('security.officer.gone')}</p>` });
  return page(visit, { title: t('security.officer.gone_title'), body, languageAddress: address });
}

function donePage(visit: Visit): Html {
  const { t, config } = visit;
  const body = html`${notice({ kind: 'ok', body: html`<p>${t('security.officer.done')}</p>` })}
  ${config.CONSOLE_TOTP ? nothing : html`<p>${t('security.officer.done_passkey')}</p>`}
  ${linkButton({ href: `${config.origins.console}/login`, label: t('session.to_console') })}`;
  return page(visit, { title: t('security.officer.done_title'), body });
}
