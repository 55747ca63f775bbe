import { factorsOf, originOf, setUpApp, turnOnApp } from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, linkButton, qrCode } from '#web/layout';
import { codeProblem, type CodeFieldProblem } from './code-problem.ts';
import { securityPage } from './frame.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

const address = `${factorsAddress}/app`;

/** GET /security/factors/app: the picture, the way on the same phone, the key to type in, and the field for the first code. */
export function showAppSetup(services: SecurityServices, visit: Visit): Promise<Response> {
  return show(services, visit, undefined, 200);
}

/** POST /security/factors/app: the app's first code turns it on. */
export async function enterAppCode(
  services: SecurityServices,
  visit: Visit,
  { code = '' }: FormFields,
): Promise<Response> {
  if (!/^\d{6}$/.test(code.replaceAll(/[\s-]/g, '')))
    return show(services, visit, { kind: 'unreadable' }, 422);
  const { accountId } = liveSessionOf(visit);
  const result = await turnOnApp(services.accounts, accountId, code, originOf(visit));
  if (result.ok || result.refusal.kind === 'already-on') return visit.redirect(`${factorsAddress}?done=on`);
  return show(services, visit, result.refusal, result.refusal.kind === 'too-many' ? 429 : 422);
}

async function show(
  { accounts }: SecurityServices,
  visit: Visit,
  problem: CodeFieldProblem | undefined,
  status: number,
): Promise<Response> {
  const { accountId } = liveSessionOf(visit);
  const { factors } = await factorsOf(accounts, accountId);
  if (factors.some(({ method }) => method === 'totp')) return visit.redirect(factorsAddress);
  const setup = await setUpApp(accounts, accountId, visit.session?.displayName ?? '');
  if (!setup) return visit.redirect(factorsAddress);
  const { t } = visit;
  const body = html`<p class="lead">${t('security.app.lead')}</p>
    ${problem ? codeProblem(visit, problem) : nothing}
    ${card({ title: t('security.app.first'), body: html`<p>${t('security.app.install')}</p>` })}
    ${card({ title: t('security.app.second'), body: waysIn(visit, setup) })}
    ${card({ title: t('security.app.third'), body: codeForm(visit) })}`;
  return securityPage(visit, factorsAddress, { title: t('security.app.title'), body }, status);
}

/** The picture, the way on the same phone, and the key to type in. */
export function waysIn({ t }: Visit, setup: { readonly secret: string; readonly address: string }): Html {
  const groups = setup.secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
  return html`<p>${t('security.app.scan')}</p>
    <p class="center">${qrCode(setup.address, t('security.app.picture'))}</p>
    <p>${t('security.app.same_phone')}</p>
    ${linkButton({ href: setup.address, label: t('security.app.open'), kind: 'secondary' })}
    <p>${t('security.app.type')}</p>
    <p class="secret">${groups}</p>
    <p class="small soft">${t('security.app.keep_secret')}</p>`;
}

function codeForm(visit: Visit): Html {
  const { t } = visit;
  return form(visit, {
    action: address,
    body: html`${field(visit, {
      name: 'code',
      label: t('signin.code'),
      hint: t('security.app.code_hint'),
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      maxlength: 11,
      big: true,
    })}
    ${button({ label: t('security.app.submit') })}`,
  });
}
