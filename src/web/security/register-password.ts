import { type AccountServices, openClaimedAccount, originOf } from '#accounts';
import { type FormFields, type Html, html, type Visit } from '#platform';
import { field, newPasswordForm, type NewPasswordProblem, page } from '#web/layout';
import { atStep, leadOn, paths, stepLine, tokenOf, wrong } from './register-steps.ts';

/** What was sent before and why it was not taken. */
type Sent = {
  readonly username: string;
  readonly ofUsername?: 'username-wrong' | 'username-taken';
  readonly ofPassword?: NewPasswordProblem;
  readonly hasAccount?: boolean;
};

/** GET /register/password: a username, if wanted, and the password twice. */
export function showPassword(services: AccountServices, visit: Visit): Promise<Response> {
  return answer(services, visit, { username: '' }, 200);
}

/** POST /register/password: opens the account. */
export async function choosePassword(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const username = (sent['username'] ?? '').trim().slice(0, 64);
  const password = sent['password'] ?? '';
  const again = (said: Omit<Sent, 'username'>) => answer(services, visit, { username, ...said }, 422);
  if (password === '') return again({ ofPassword: { kind: 'missing' } });
  if (password !== (sent['repeat'] ?? '')) return again({ ofPassword: { kind: 'differs' } });
  const result = await openClaimedAccount(services, tokenOf(visit), { username, password }, originOf(visit));
  if (result.ok) return leadOn(services, visit);
  const { refusal } = result;
  if (refusal.kind === 'nothing-waits') return leadOn(services, visit);
  if (refusal.kind === 'faults') return again({ ofPassword: refusal });
  return again(refusal.kind === 'has-account' ? { hasAccount: true } : { ofUsername: refusal.kind });
}

async function answer(
  services: AccountServices,
  visit: Visit,
  sent: Sent,
  status: number,
): Promise<Response> {
  const { elsewhere } = await atStep(services, visit, 'password');
  return elsewhere ?? visit.html(passwordPage(visit, sent), status);
}

function passwordPage(visit: Visit, sent: Sent): Html {
  const { t } = visit;
  const body = html`${stepLine(visit, 4)}
    <h1>${t('register.password_title')}</h1>
    ${sent.hasAccount ? wrong(visit, t('register.refused_has-account'), 'sign-in') : wrong(visit, usernameError(visit, sent))}
    ${newPasswordForm(visit, {
      action: paths.password,
      submit: t('register.password_submit'),
      problem: sent.ofPassword,
      before: usernameField(visit, sent),
    })}`;
  return page(visit, { title: t('register.password_title'), body, languageAddress: paths.password });
}

function usernameField(visit: Visit, sent: Sent): Html {
  const { t } = visit;
  return field(visit, {
    name: 'username',
    label: t('register.username'),
    hint: t('register.username_hint'),
    value: sent.username,
    autocomplete: 'username',
    maxlength: 64,
    error: usernameError(visit, sent),
  });
}

function usernameError({ t }: Visit, { ofUsername }: Sent): string | undefined {
  if (ofUsername === 'username-wrong') return t('register.username_wrong');
  return ofUsername === 'username-taken' ? t('register.username_taken') : undefined;
}
