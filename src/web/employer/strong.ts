import { type Html, html, nothing, type Visit } from '#platform';
import { linkButton, notice } from '#web/layout';

/** Whether the clerk signed in with an authenticator app or a passkey. */
export const isStrong = ({ session }: Visit): boolean => session?.acr === '2';

/** The sign-in that asks for one of them and leads back to the page. */
export const strongAddress = (address: string): string =>
  `/login?strength=2&to=${encodeURIComponent(address)}`;

/** Why the page waits, the sign-in that opens it, and where who has neither app nor passkey turns one on. */
export function askStrong({ t, config }: Visit, reason: string, address: string): Html {
  return html`<p>${reason}</p>
    ${linkButton({ href: strongAddress(address), label: t('employer.approve.to_strong') })}
    <p><a href="${config.origins.sso}/security/factors">${t('employer.approve.turn_on')}</a></p>`;
}

/** What whoever may approve needs for it, said before the first approval; nothing once signed in that way. */
export function approvalNeeds(visit: Visit): Html {
  const { t, config } = visit;
  if (isStrong(visit)) return nothing;
  return notice({
    kind: 'info',
    body: html`<p>${t('employer.approve.strong')}</p>
      <p><a href="${config.origins.sso}/security/factors">${t('employer.approve.turn_on')}</a></p>`,
  });
}
