import {
  type Acr,
  askForPasskey,
  confirmByApp,
  confirmByPasskey,
  confirmByPassword,
  type ConfirmRefusal,
  isConfirmed,
  lackedStrength,
  mayConfirmBy,
  originOf,
  type PasskeyRefusal,
} from '#accounts';
import {
  type FormFields,
  formatTime,
  type Html,
  html,
  type MessageKey,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import {
  button,
  card,
  disclosure,
  field,
  form,
  helpAddress,
  type HelpTopic,
  linkButton,
  notice,
  passkeyPart,
  withoutPasskeys,
} from '#web/layout';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/confirm';

/** Where a person goes on after confirming: one of our own pages of this kind, whatever the address says. */
const atPortal = (to: string) =>
  /^\/(?:data(?:\/(?:export|delete))?|corrections\/[0-9a-f-]{36}|details\/address)$/.test(to);
const goOn = (to: string | undefined) =>
  to !== undefined && (atPortal(to) || /^\/security[\w/-]*(?:\?entry=[\w-]+)?$/.test(to)) ? to : '/security';

/** The pages of the member's data, and the request to correct the register, lie at the portal. */
const onTo = ({ config }: Visit, to: string) => (atPortal(to) ? `${config.origins.portal}${to}` : to);

/** With the entry of the activity that the page is about, which is all that an address of ours carries behind it. */
const confirmAddress = (to: string) => `${address}?to=${to.replace('?', '%3F')}`;

/**
 * Asks for the password, or something stronger, before a page that changes the account's safety, unless it was shown a
 * short while ago. Contacts and factors also ask for the second factor where the session came about without.
 */
export function confirmFirst(services: SecurityServices, page: Page): Page {
  const { get, post } = page;
  const ask = async (visit: Visit) => {
    const { pathname, search } = new URL(visit.context.req.url);
    const to = goOn(`${pathname}${search}`) === '/security' ? pathname : `${pathname}${search}`;
    const enough =
      isConfirmed(services.accounts, liveSessionOf(visit)) && !(await lacked(services, visit, to));
    return enough ? undefined : visit.redirect(confirmAddress(to));
  };
  return {
    ...page,
    ...(get ? { get: async (visit: Visit) => (await ask(visit)) ?? get(visit) } : {}),
    ...(post
      ? { post: async (visit: Visit, sent: FormFields) => (await ask(visit)) ?? post(visit, sent) }
      : {}),
  };
}

/** What changes how one gets in, or the register, takes the account away or hands out a copy of everything. */
export const asksForStrength = (to: string) =>
  /^\/(?:security\/(?:factors|contacts)|corrections|details\/address|data\/(?:export|delete))/.test(to);

/** The strength that the session lacks for the page. */
async function lacked({ accounts }: SecurityServices, visit: Visit, to: string): Promise<Acr | undefined> {
  return asksForStrength(to) ? lackedStrength(accounts, liveSessionOf(visit)) : undefined;
}

/** GET and POST /security/confirm?to=/security/…. */
export function confirmPage(services: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: (visit) => show(services, visit, goOn(visit.context.req.query('to')), undefined),
    post: async (visit, sent) => {
      const to = goOn(sent['to']);
      const session = liveSessionOf(visit);
      const { password = '', code, passkey } = sent;
      if (passkey !== undefined) {
        const shown = await confirmByPasskey(services.accounts, session, passkey, originOf(visit));
        if (shown.ok) return visit.redirect(onTo(visit, to));
        return show(services, visit, to, { kind: `passkey-${shown.refusal}` });
      }
      if (code === undefined && password === '') return show(services, visit, to, { kind: 'missing' });
      const result =
        code === undefined
          ? await confirmByPassword(services.accounts, session, password, originOf(visit))
          : await confirmByApp(services.accounts, session, code, originOf(visit));
      if (result.ok) return visit.redirect(onTo(visit, to));
      const wrongCode = code !== undefined && result.refusal.kind === 'wrong';
      return show(services, visit, to, wrongCode ? { kind: 'wrong-code' } : result.refusal);
    },
  };
}

type Problem = ConfirmRefusal | { readonly kind: 'missing' | 'wrong-code' | `passkey-${PasskeyRefusal}` };

async function show(
  services: SecurityServices,
  visit: Visit,
  to: string,
  problem: Problem | undefined,
): Promise<Response> {
  const { accounts } = services;
  const { t } = visit;
  const closed = problem?.kind === 'closed';
  const may = await mayConfirmBy(accounts, liveSessionOf(visit));
  const strength = await lacked(services, visit, to);
  const password = strength
    ? signInAgain(visit, to, strength)
    : passwordForm(visit, to, problem, may.passkey);
  const body = html`<p class="lead">${t(strength ? 'security.confirm.lacks' : 'security.confirm.lead')}</p>
    ${problem ? problemNotice(visit, problem) : nothing}
    ${may.passkey ? card({ body: await passkeyForm(accounts, visit, to) }) : nothing}
    ${closed ? nothing : card({ body: password })}
    ${!closed && may.app ? card({ body: appForm(visit, to, strength !== undefined || problem?.kind === 'wrong-code') }) : nothing}`;
  const parts = { title: t('security.confirm.title'), body, languageAddress: confirmAddress(to) };
  return securityPage(visit, '/security', parts, problem ? (closed ? 429 : 422) : 200);
}

/** With the second factor this time, by the way that opens every session. */
function signInAgain({ t, config }: Visit, to: string, strength: Acr): Html {
  const login = new URL('/login', config.origins.portal);
  login.searchParams.set('strength', strength);
  login.searchParams.set('to', to.split('/').slice(0, 3).join('/'));
  return html`<p>${t('security.confirm.sign_in_text')}</p>
    ${linkButton({ href: login.href, label: t('security.confirm.sign_in'), kind: 'secondary' })}`;
}

async function passkeyForm(accounts: SecurityServices['accounts'], visit: Visit, to: string): Promise<Html> {
  const { accountId, sessionId } = liveSessionOf(visit);
  const options = await askForPasskey(accounts, { kind: 'confirm', sessionId }, accountId);
  const part = passkeyPart(visit, {
    kind: 'show',
    options,
    label: visit.t('signin.passkey_use'),
    about: visit.t('security.confirm.passkey'),
    first: true,
  });
  const cannot = withoutPasskeys(html`<p>${visit.t('signin.passkey_cannot')}</p>`);
  const body = html`<input type="hidden" name="to" value="${to}" />${part} ${cannot}`;
  return form(visit, { action: address, body });
}

function passwordForm(visit: Visit, to: string, problem: Problem | undefined, second: boolean): Html {
  const { t } = visit;
  const missing = problem?.kind === 'missing';
  const fields = html`<input type="hidden" name="to" value="${to}" />${field(visit, {
      name: 'password',
      label: t('security.confirm.password'),
      type: 'password',
      autocomplete: 'current-password',
      autofocus: !second,
      error: missing ? t('signin.password_missing') : undefined,
    })}
    ${button({ label: t('security.confirm.submit'), kind: second ? 'secondary' : 'primary' })}`;
  return form(visit, { action: address, body: fields });
}

function appForm(visit: Visit, to: string, open: boolean): Html {
  const { t } = visit;
  const fields = html`<input type="hidden" name="to" value="${to}" />${field(visit, {
      name: 'code',
      label: t('security.confirm.app_code'),
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      maxlength: 11,
      big: true,
    })}
    ${button({ label: t('security.confirm.app_submit'), kind: 'secondary' })}`;
  const body = form(visit, { action: address, body: fields });
  return disclosure({ summary: t('security.confirm.app_instead'), body, open });
}

type Kind = Exclude<Problem['kind'], 'missing' | 'closed'>;

const problems = {
  wrong: 'security.confirm.wrong',
  'wrong-code': 'security.confirm.app_wrong',
  'passkey-expired': 'signin.passkey_expired',
  'passkey-unknown': 'signin.passkey_unknown',
  'passkey-copied': 'signin.passkey_copied',
  'passkey-frozen': 'signin.passkey_frozen',
} as const satisfies Record<Kind, MessageKey>;

function topicOf(kind: Problem['kind']): HelpTopic {
  if (kind === 'closed') return 'password-closed';
  return kind.startsWith('passkey-') ? 'passkeys' : 'forgot-password';
}

function problemNotice(visit: Visit, problem: Problem): Html {
  const { t } = visit;
  if (problem.kind === 'missing') return nothing;
  const text =
    problem.kind === 'closed'
      ? t('security.confirm.closed', { time: formatTime(problem.until, t.language, visit.session?.timeZone) })
      : t(problems[problem.kind]);
  const topic = topicOf(problem.kind);
  const help = html`<a href="${helpAddress(topic)}">${t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${text} ${help}</p>` });
}
