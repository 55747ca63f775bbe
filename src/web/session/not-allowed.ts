import { officerRoles } from '#accounts';
import { html, noteRefusal, type Visit } from '#platform';
import { button, card, form, linkButton, page } from '#web/layout';
import { whatLacks } from './guard.ts';
import type { FaceSessionOptions } from './options.ts';

/** GET /not-allowed: signed in, but not for this face: whose account it is, where it belongs, and the ways on. */
export function notAllowedPage(options: FaceSessionOptions, visit: Visit): Response {
  const { session, t } = visit;
  const lacks = session && whatLacks(options, session);
  if (!session || !lacks) return visit.redirect('/');
  noteRefusal(visit, 'not_allowed');
  const own = lacks === 'role' ? ownFace(options, visit) : undefined;
  const body = html`<p class="lead">${t('session.signed_in_as', { name: session.displayName })}</p>
    ${card({
      body: html`<p>${t(`session.not_allowed_${lacks}`)}</p>
        ${
          own
            ? html`<p>${t(own.text)}</p>
                ${linkButton({ href: own.href, label: t(own.label) })}`
            : ''
        }
        ${
          lacks === 'passkey'
            ? linkButton({
                href: `${visit.config.origins.sso}/security/factors/passkeys/add`,
                label: t('session.add_passkey'),
              })
            : ''
        }
        <p>${linkButton({ href: '/login?other=1', label: t('session.other_account'), kind: 'secondary' })}</p>
        ${form(visit, { action: '/logout', body: button({ label: t('layout.sign_out'), kind: 'secondary' }) })}`,
    })}`;
  return visit.html(page(visit, { title: t('session.not_allowed_title'), body }), 403);
}

/** Which of the other faces an account with these roles works in; undefined when in none that is here. */
function ownFace({ face }: FaceSessionOptions, { session, config }: Visit) {
  const roles = session?.roles ?? [];
  if (face !== 'portal' && roles.includes('member'))
    return {
      href: config.origins.portal,
      text: 'session.belongs_to_portal',
      label: 'session.to_portal',
    } as const;
  if (face !== 'console' && officerRoles.some((role) => roles.includes(role)))
    return {
      href: config.origins.console,
      text: 'session.belongs_to_console',
      label: 'session.to_console',
    } as const;
  return undefined;
}
