import { type Passkey, passkeysOf } from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { badge } from '#web/layout';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

export const passkeysAddress = `${factorsAddress}/passkeys`;
export const addPasskeyAddress = `${passkeysAddress}/add`;

/** The account's passkeys in the list of its ways, each with its own page, and the way to one more. */
export async function passkeyList({ accounts }: SecurityServices, visit: Visit): Promise<Html> {
  const { t } = visit;
  const passkeys = await passkeysOf(accounts, liveSessionOf(visit).accountId);
  return html`<ul class="links">
    ${passkeys.map(
      (passkey) =>
        html`<li>
          <a href="${passkeysAddress}/${passkey.passkeyId}">${passkey.name}</a> ${syncedBadge(visit, passkey)}
          <p class="small soft">${usedWhen(visit, passkey)}</p>
        </li>`,
    )}
    ${
      visit.session?.shared
        ? nothing
        : html`<li><a href="${addPasskeyAddress}">${t('security.passkeys.add_another')}</a></li>`
    }
  </ul>`;
}

export function syncedBadge({ t }: Visit, { synced }: Passkey): Html {
  return synced ? badge('quiet', t('security.passkeys.synced')) : nothing;
}

/** When it was added and last used, by the holder's clock. */
export function usedWhen({ t, session }: Visit, { addedAt, lastUsedAt }: Passkey): string {
  const zone = session?.timeZone;
  const added = t('security.passkeys.added', { at: formatInstant(addedAt, t.language, zone) });
  const used = lastUsedAt
    ? t('security.factors.used', { at: formatInstant(lastUsedAt, t.language, zone) })
    : t('security.factors.never_used');
  return `${added} · ${used}`;
}
