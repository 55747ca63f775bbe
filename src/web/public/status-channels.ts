import { type Html, html, join, type Visit } from '#platform';
import { card, messageCheckAddress, supportEmail, supportPhone } from '#web/layout';

/** Where the institution really speaks; anybody else is not it. */
export function channelsCard(visit: Visit): Html {
  const { t, config } = visit;
  const own = [config.origins.portal, config.origins.sso].map(
    (origin) => html`<li><a href="${origin}">${new URL(origin).host}</a></li>`,
  );
  const others = officialChannels(config.OFFICIAL_CHANNELS).map(
    ({ name, address }) =>
      html`<li>${name}: <a href="${address}" rel="noopener">${shortAddress(address)}</a></li>`,
  );
  return card({
    title: t('status.channels'),
    body: html`<p>${t('status.channels_text')}</p>
      <ul class="links">
        <li>${t.html('layout.support_phone', { phone: supportPhone(visit) })}</li>
        <li>${supportEmail(visit)}</li>
        ${join(own)} ${join(others)}
      </ul>
      <p><a href="${messageCheckAddress(visit)}">${t('layout.message_check')}</a></p>`,
  });
}

/** `name=https://address` pairs, separated by semicolons; the setting is checked at start. */
export function officialChannels(setting: string): { readonly name: string; readonly address: string }[] {
  return setting
    .split(';')
    .filter((part) => part.includes('='))
    .map((part) => {
      const at = part.indexOf('=');
      return { name: part.slice(0, at).trim(), address: part.slice(at + 1).trim() };
    });
}

function shortAddress(address: string): string {
  return address.replace(/^https:\/\//, '');
}
