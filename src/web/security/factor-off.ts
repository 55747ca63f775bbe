import { factorsOf, leftWithout, originOf, type SecondFactorMethod, turnOffFactor } from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, card, checkbox, form, linkButton, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { factorName, idOf } from './factors.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

/** GET /security/factors/off/:id: what it would mean. */
export function confirmTurningOff(services: SecurityServices, visit: Visit): Promise<Response> {
  return show(services, visit, false);
}

/** POST /security/factors/off/:id. Where the account would be left weaker, the box must be ticked. */
export async function turnOff(services: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const found = await factorOf(services, visit);
  if (!found) return visit.redirect(factorsAddress);
  if (found.left !== 'strong' && sent['understood'] !== 'on') return show(services, visit, true);
  const { accountId } = liveSessionOf(visit);
  await turnOffFactor(services.accounts, accountId, found.factor.authenticatorId, originOf(visit));
  return visit.redirect(`${factorsAddress}?done=off`);
}

async function factorOf({ accounts }: SecurityServices, visit: Visit) {
  const { factors, recovery } = await factorsOf(accounts, liveSessionOf(visit).accountId);
  const factor = [...factors, ...(recovery ? [recovery] : [])].find(
    ({ authenticatorId }) => authenticatorId === idOf(visit),
  );
  if (!factor) return undefined;
  const methods = factors.map(({ method }) => method);
  // Recovery codes only stand in for the others, which stay.
  const left = factor === recovery ? ('strong' as const) : leftWithout(methods, factor.method);
  return { factor, left };
}

async function show(services: SecurityServices, visit: Visit, unticked: boolean): Promise<Response> {
  const found = await factorOf(services, visit);
  if (!found) return visit.redirect(factorsAddress);
  const { t } = visit;
  const { factor, left } = found;
  const action = `${factorsAddress}/off/${factor.authenticatorId}`;
  const fields = html`${
    left === 'strong' ? nothing : checkbox({ name: 'understood', label: t('security.off.understood') })
  }
  ${button({ label: t('security.off.submit') })}`;
  const body = html`<p class="lead">${whatGoes(visit, factor.method, factor.to)}</p>
    ${unticked ? notice({ kind: 'bad', body: html`<p>${t('security.off.unticked')}</p>` }) : nothing}
    ${meaningOfTurningOff(visit, factor.method, left)}
    ${card({ body: form(visit, { action, body: fields }) })}
    ${linkButton({ href: factorsAddress, label: t('security.off.keep'), kind: 'secondary' })}`;
  const parts = { title: t('security.off.title'), body, languageAddress: action };
  return securityPage(visit, factorsAddress, parts, unticked ? 422 : 200);
}

function whatGoes(visit: Visit, method: SecondFactorMethod, to: string | undefined): Html {
  const name = to ? `${factorName(visit, { method })} (${to})` : factorName(visit, { method });
  return visit.t.html('security.off.lead', { factor: html`<strong>${name}</strong>` });
}

/** What the account is left with, in a notice. */
export function meaningOfTurningOff(
  visit: Visit,
  method: SecondFactorMethod,
  left: ReturnType<typeof leftWithout>,
): Html {
  const { t } = visit;
  const text = method === 'recovery' ? t('security.off.recovery') : t(`security.off.left_${left}`);
  const officer = visit.session?.roles.some((role) => role !== 'member' && role !== 'clerk') ?? false;
  const kind = left === 'strong' ? 'info' : 'warn';
  return notice({
    kind,
    body: html`<p>${text}</p>
      ${officer && (method === 'totp' || method === 'passkey') ? html`<p>${t('security.off.officer')}</p>` : nothing}`,
  });
}
