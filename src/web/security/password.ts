import { changePassword, type ChangePasswordRefusal, originOf, type PasswordFault } from '#accounts';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, newPasswordFields, notice } from '#web/layout';
import { confirmFirst } from './confirm.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/password';

type Problem = ChangePasswordRefusal | { readonly kind: 'missing' | 'differs' };

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

function show(visit: Visit, problem: Problem | undefined): Response {
  const { t } = visit;
  const done = visit.context.req.query('done') === '1' && !problem;
  const body = done
    ? notice({ kind: 'ok', body: html`<p>${t('security.password.done')}</p>` })
    : html`<p class="lead">${t('security.password.lead')}</p>
        ${problem ? problemNotice(visit, problem) : nothing}
        ${card({ body: form(visit, { action: address, body: fields(visit, problem) }) })}`;
  const parts = { title: t('security.password.title'), body, languageAddress: address };
  return securityPage(visit, '/security', parts, problem ? 422 : 200);
}

function fields(visit: Visit, problem: Problem | undefined): Html {
  const { t, config } = visit;
  return html`${newPasswordFields(visit, {
    minimumLength: config.PASSWORD_MINIMUM_LENGTH,
    mixedMinimumLength: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    score: problem?.kind === 'faults' ? problem.verdict.score : undefined,
    problems: problem ? sentencesOf(visit, problem) : [],
    repeatProblem: problem?.kind === 'differs' ? t('password.repeat_differs') : undefined,
  })}
  ${button({ label: t('security.password.submit') })}`;
}

function sentencesOf(visit: Visit, problem: Problem): string[] {
  const { t } = visit;
  if (problem.kind === 'faults') return problem.verdict.faults.map((fault) => faultSentence(visit, fault));
  if (problem.kind === 'missing') return [t('password.missing')];
  return problem.kind === 'same' ? [t('security.password.same')] : [];
}

function problemNotice(visit: Visit, problem: Problem): Html {
  const text = sentencesOf(visit, problem)[0] ?? visit.t('password.repeat_differs');
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

/** What is wrong with a new password, and what to do. */
export function faultSentence({ t, config }: Visit, fault: PasswordFault): string {
  return t(`password.fault_${fault}`, {
    minimum: config.PASSWORD_MINIMUM_LENGTH,
    mixed: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    maximum: config.PASSWORD_MAXIMUM_LENGTH,
  });
}
