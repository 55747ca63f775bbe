import { type AccountServices, openClaimedAccount, type OpenRefusal, originOf } from '#accounts';
import { type FormFields, type Html, html, type Visit } from '#platform';
import { button, faultSentence, field, form, page } from '#web/layout';
import { atStep, leadOn, paths, stepLine, tokenOf, wrong } from './register-steps.ts';

type Problem = Exclude<OpenRefusal, 'nothing-waits'> | 'password-differs' | undefined;

/** GET /register/password: a username, if wanted, and the password twice. */
export function showPassword(services: AccountServices, visit: Visit): Promise<Response> {
  return answer(services, visit, '', undefined, 200);
}

/** POST /register/password: opens the account. */
export async function choosePassword(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const username = (sent['username'] ?? '').trim().slice(0, 64);
  const password = sent['password'] ?? '';
  if (password !== (sent['password_again'] ?? ''))
    return answer(services, visit, username, 'password-differs', 422);
  const result = await openClaimedAccount(services, tokenOf(visit), { username, password }, originOf(visit));
  if (result.ok || result.refusal === 'nothing-waits') return leadOn(services, visit);
  return answer(services, visit, username, result.refusal, 422);
}

async function answer(
  services: AccountServices,
  visit: Visit,
  username: string,
  problem: Problem,
  status: number,
): Promise<Response> {
  const { elsewhere } = await atStep(services, visit, 'password');
  return elsewhere ?? visit.html(passwordPage(visit, username, problem), status);
}

function passwordPage(visit: Visit, username: string, problem: Problem): Html {
  const { t } = visit;
  const body = html`${stepLine(visit, 4)}
    <h1>${t('register.password_title')}</h1>
    ${wrong(problem === 'has-account' ? t('register.refused_has-account') : undefined)}
    <section class="card">
      ${form(visit, { action: paths.password, body: fields(visit, username, problem) })}
    </section>`;
  return page(visit, { title: t('register.password_title'), body, languageAddress: paths.password });
}

function fields(visit: Visit, username: string, problem: Problem): Html {
  const { t, config } = visit;
  const figures = {
    minimum: config.PASSWORD_MINIMUM_LENGTH,
    mixed: config.PASSWORD_MIXED_MINIMUM_LENGTH,
  };
  return html`${field(visit, {
    name: 'username',
    label: t('register.username'),
    hint: t('register.username_hint'),
    value: username,
    autocomplete: 'username',
    maxlength: 64,
    error: usernameError(visit, problem),
  })}
  ${field(visit, {
    name: 'password',
    label: t('register.password'),
    type: 'password',
    hint: t('register.password_hint', figures),
    autocomplete: 'new-password',
    error: passwordError(visit, problem),
  })}
  ${field(visit, {
    name: 'password_again',
    label: t('register.password_again'),
    type: 'password',
    autocomplete: 'new-password',
    error: problem === 'password-differs' ? t('register.password_differs') : undefined,
  })}
  ${button({ label: t('register.password_submit') })}`;
}

function usernameError({ t }: Visit, problem: Problem): string | undefined {
  if (problem === 'username-wrong') return t('register.username_wrong');
  return problem === 'username-taken' ? t('register.username_taken') : undefined;
}

const faults = ['rule', 'long', 'personal', 'breached', 'guessable'] as const;

function passwordError(visit: Visit, problem: Problem): string | undefined {
  const fault = faults.find((name) => problem === `password-${name}`);
  return fault && faultSentence(visit, fault);
}
