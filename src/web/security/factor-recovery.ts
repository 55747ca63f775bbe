import { factorsOf, makeRecoveryCodes, originOf } from '#accounts';
import { formatInstant, html, type Visit } from '#platform';
import { button, card, form, linkButton, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

const address = `${factorsAddress}/recovery`;

/** GET /security/factors/recovery: what the codes are for, before they are made. */
export async function showRecovery({ accounts }: SecurityServices, visit: Visit): Promise<Response> {
  const { t } = visit;
  const { factors, recovery } = await factorsOf(accounts, liveSessionOf(visit).accountId);
  if (factors.length === 0) return visit.redirect(factorsAddress);
  const body = html`<p class="lead">${t('security.recovery.about')}</p>
    ${
      recovery
        ? notice({
            kind: 'warn',
            body: html`<p>${t('security.recovery.replaces', { left: recovery.codesLeft })}</p>`,
          })
        : html`<p>${t('security.recovery.before')}</p>`
    }
    ${card({
      body: form(visit, {
        action: address,
        body: button({ label: t(recovery ? 'security.recovery.again' : 'security.recovery.make') }),
      }),
    })}
    ${linkButton({ href: factorsAddress, label: t('security.back_to_factors'), kind: 'secondary' })}`;
  return securityPage(visit, factorsAddress, { title: t('security.recovery_codes.title'), body });
}

/** POST /security/factors/recovery: makes the codes and shows them, this once, in a form that prints well. */
export async function makeCodes({ accounts }: SecurityServices, visit: Visit): Promise<Response> {
  const { t, config } = visit;
  const made = await makeRecoveryCodes(accounts, liveSessionOf(visit).accountId, originOf(visit));
  if (!made.ok) return visit.redirect(factorsAddress);
  const body = html`<p class="lead">${t('security.recovery.keep')}</p>
    ${card({
      title: t('security.recovery.sheet', { brand: config.BRAND_NAME }),
      body: html`<p class="small soft">
          ${t('security.recovery.made', { at: formatInstant(visit.now, t.language, visit.session?.timeZone) })}
        </p>
        <ol class="codes">
          ${made.value.map((code) => html`<li>${code}</li>`)}
        </ol>
        <p class="small soft">${t('security.recovery.each_once')}</p>`,
    })}
    <p>
      <button type="button" class="button secondary" data-print hidden>
        ${t('security.recovery.print')}
      </button>
    </p>
    ${linkButton({ href: factorsAddress, label: t('security.recovery.kept') })}`;
  const parts = { title: t('security.recovery.made_title'), body, languageAddress: address };
  return securityPage(visit, factorsAddress, parts);
}
