import {
  addPasskey,
  type AddPasskeyRefusal,
  deviceName,
  factorsOf,
  longestPasskeyName,
  newPasskeyOptions,
  originOf,
  readPasskeyName,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  card,
  field,
  form,
  helpAddress,
  linkButton,
  notice,
  passkeyPart,
  withoutPasskeys,
} from '#web/layout';
import { securityPage } from './frame.ts';
import { addPasskeyAddress } from './passkey-list.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

/** GET /security/factors/passkeys/add: what a passkey is, its name, and the button that makes one. */
export function showNewPasskey(services: SecurityServices, visit: Visit): Promise<Response> {
  return show(services, visit, deviceName(visit, visit.userAgent), undefined);
}

/** POST /security/factors/passkeys/add: what the device made. */
export async function addThisPasskey(
  services: SecurityServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const { passkey: answer, name: typed = '' } = sent;
  const name = readPasskeyName(typed) ?? deviceName(visit, visit.userAgent);
  if (visit.session?.shared || answer === undefined) return show(services, visit, name, undefined);
  const result = await addPasskey(services.accounts, liveSessionOf(visit), { name, answer }, originOf(visit));
  return result.ok
    ? visit.redirect(`${factorsAddress}?done=on`)
    : show(services, visit, name, result.refusal);
}

async function show(
  { accounts }: SecurityServices,
  visit: Visit,
  name: string,
  problem: AddPasskeyRefusal | undefined,
): Promise<Response> {
  const { t } = visit;
  const title = t('security.passkeys.add');
  if (visit.session?.shared)
    return securityPage(visit, factorsAddress, { title, body: onlyOnOwnDevice(visit) }, 403);
  const session = liveSessionOf(visit);
  const { factors } = await factorsOf(accounts, session.accountId);
  const options = await newPasskeyOptions(accounts, session, visit.session?.displayName ?? '');
  const body = html`<p class="lead">${t('security.passkeys.lead')}</p>
    ${problem ? problemNotice(visit, problem) : nothing} ${card({ body: makeForm(visit, name, options) })}
    ${
      factors.length === 0
        ? notice({ kind: 'info', body: html`<p>${t('security.passkeys.first_factor')}</p>` })
        : nothing
    }
    ${card({ title: t('security.passkeys.not_here'), body: notHere(visit) })}
    <p><a href="${helpAddress('passkeys')}">${t('layout.help_on_this')}</a></p>`;
  return securityPage(visit, factorsAddress, { title, body }, problem ? 422 : 200);
}

function makeForm(visit: Visit, name: string, options: object): Html {
  const { t } = visit;
  const part = passkeyPart(visit, {
    kind: 'make',
    options,
    label: t('security.passkeys.make'),
    first: true,
  });
  const fields = html`${field(visit, {
    name: 'name',
    label: t('security.passkeys.name'),
    hint: t('security.passkeys.name_hint'),
    value: name,
    autocomplete: 'off',
    maxlength: longestPasskeyName,
  })}
  ${part} ${withoutPasskeys(html`<p>${t('security.passkeys.cannot')}</p>`)}`;
  return form(visit, { action: addPasskeyAddress, body: fields });
}

function notHere({ t }: Visit): Html {
  return html`<ul>
    <li>${t('security.passkeys.not_shared_lock')}</li>
    <li>${t('security.passkeys.not_public')}</li>
  </ul>`;
}

function onlyOnOwnDevice({ t }: Visit): Html {
  return html`<p class="lead">${t('security.passkeys.shared_computer')}</p>
    ${linkButton({ href: factorsAddress, label: t('security.passkeys.back'), kind: 'secondary' })}`;
}

function problemNotice({ t }: Visit, problem: AddPasskeyRefusal): Html {
  const help = html`<a href="${helpAddress('passkeys')}">${t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${t(`security.passkeys.problem_${problem}`)} ${help}</p>` });
}
