import {
  factorsOf,
  leftWithout,
  longestPasskeyName,
  originOf,
  type Passkey,
  passkeysOf,
  readPasskeyName,
  removePasskey,
  renamePasskey,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, card, checkbox, field, form, linkButton, notice } from '#web/layout';
import { meaningOfTurningOff } from './factor-off.ts';
import { idOf } from './factors.ts';
import { securityPage } from './frame.ts';
import { passkeysAddress, syncedBadge, usedWhen } from './passkey-list.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

async function passkeyOf({ accounts }: SecurityServices, visit: Visit) {
  const all = await passkeysOf(accounts, liveSessionOf(visit).accountId);
  const passkey = all.find(({ passkeyId }) => passkeyId === idOf(visit));
  return passkey && { passkey, isLast: all.length === 1 };
}

/** GET /security/factors/passkeys/:id: its name, and the way to remove it. */
export function showPasskey(services: SecurityServices, visit: Visit): Promise<Response> {
  return show(services, visit, false);
}

/** POST /security/factors/passkeys/:id: another name. */
export async function nameThisPasskey(
  services: SecurityServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const name = readPasskeyName(sent['name'] ?? '');
  if (!name) return show(services, visit, true);
  const { accountId } = liveSessionOf(visit);
  const id = idOf(visit);
  if (id) await renamePasskey(services.accounts, accountId, id, name, originOf(visit));
  return visit.redirect(`${factorsAddress}?done=named`);
}

async function show(services: SecurityServices, visit: Visit, nameless: boolean): Promise<Response> {
  const found = await passkeyOf(services, visit);
  if (!found) return visit.redirect(factorsAddress);
  const { t } = visit;
  const { passkey } = found;
  const address = `${passkeysAddress}/${passkey.passkeyId}`;
  const fields = html`${field(visit, {
    name: 'name',
    label: t('security.passkeys.name'),
    value: nameless ? '' : passkey.name,
    autocomplete: 'off',
    maxlength: longestPasskeyName,
    error: nameless ? t('security.passkeys.nameless') : undefined,
  })}
  ${button({ label: t('security.passkeys.rename') })}`;
  const body = html`${about(visit, passkey)} ${card({ body: form(visit, { action: address, body: fields }) })}
  ${linkButton({ href: `${address}/remove`, label: t('security.passkeys.remove'), kind: 'secondary' })}`;
  const parts = { title: passkey.name, body, languageAddress: address };
  return securityPage(visit, factorsAddress, parts, nameless ? 422 : 200);
}

function about(visit: Visit, passkey: Passkey): Html {
  const { t } = visit;
  return html`<p class="lead">${t('security.factor.passkey')} ${syncedBadge(visit, passkey)}</p>
    <p class="small soft">${usedWhen(visit, passkey)}</p>
    ${passkey.synced ? html`<p>${t('security.passkeys.synced_means')}</p>` : nothing}`;
}

/** GET /security/factors/passkeys/:id/remove: what it would mean. */
export function confirmRemoving(services: SecurityServices, visit: Visit): Promise<Response> {
  return showRemoving(services, visit, false);
}

/** POST /security/factors/passkeys/:id/remove. Where the account would be left weaker, the box must be ticked. */
export async function removeThisPasskey(
  services: SecurityServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const found = await passkeyOf(services, visit);
  if (!found) return visit.redirect(factorsAddress);
  if ((await leftAfter(services, visit, found.isLast)) !== 'strong' && sent['understood'] !== 'on')
    return showRemoving(services, visit, true);
  const { accountId } = liveSessionOf(visit);
  await removePasskey(services.accounts, accountId, found.passkey.passkeyId, originOf(visit));
  return visit.redirect(`${factorsAddress}?done=removed`);
}

async function leftAfter({ accounts }: SecurityServices, visit: Visit, isLast: boolean) {
  if (!isLast) return 'strong' as const;
  const { factors } = await factorsOf(accounts, liveSessionOf(visit).accountId);
  return leftWithout(
    factors.map(({ method }) => method),
    'passkey',
  );
}

async function showRemoving(services: SecurityServices, visit: Visit, unticked: boolean): Promise<Response> {
  const found = await passkeyOf(services, visit);
  if (!found) return visit.redirect(factorsAddress);
  const { t } = visit;
  const { passkey, isLast } = found;
  const left = await leftAfter(services, visit, isLast);
  const action = `${passkeysAddress}/${passkey.passkeyId}/remove`;
  const fields = html`${
    left === 'strong' ? nothing : checkbox({ name: 'understood', label: t('security.off.understood') })
  }
  ${button({ label: t('security.passkeys.remove') })}`;
  const name = html`<strong>${passkey.name}</strong>`;
  const body = html`<p class="lead">${t.html('security.passkeys.remove_lead', { name })}</p>
    ${unticked ? notice({ kind: 'bad', body: html`<p>${t('security.off.unticked')}</p>` }) : nothing}
    ${
      isLast
        ? meaningOfTurningOff(visit, 'passkey', left)
        : notice({ kind: 'info', body: html`<p>${t('security.passkeys.others_stay')}</p>` })
    }
    ${card({ body: form(visit, { action, body: fields }) })}
    <p class="small soft">${t('security.passkeys.remove_on_device')}</p>
    ${linkButton({ href: factorsAddress, label: t('security.passkeys.keep'), kind: 'secondary' })}`;
  const parts = { title: t('security.passkeys.remove_title'), body, languageAddress: action };
  return securityPage(visit, factorsAddress, parts, unticked ? 422 : 200);
}
