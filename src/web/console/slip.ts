import type { PrintedSlip } from '#accounts';
import { doNotKeep, formatInstant, html, type Visit } from '#platform';
import { card } from '#web/layout';
import { consolePage } from './frame.ts';

/**
 * The slip: its code is on the paper and not on the screen. Whoever prints it folds and hands it over unseen; it was another
 * who knows the member's answers. Sent again, the form prints nothing: the answer is not kept.
 */
export function slipPage(visit: Visit, { code, expiresAt }: PrintedSlip): Response {
  const { t, config } = visit;
  const body = html`<h1>${t('console.slip.title')}</h1>
    <p class="lead">${t('console.slip.lead')}</p>
    <p>
      <button type="button" class="button" data-print hidden>${t('security.recovery.print')}</button>
    </p>
    ${card({
      title: t('console.slip.sheet', { brand: config.BRAND_NAME }),
      body: html`<p class="paper code">${code}</p>
        <p>
          ${t('console.slip.how', {
            address: `${config.origins.sso}/recovery/slip`,
            until: formatInstant(expiresAt, t.language),
          })}
        </p>
        <p>${t('console.slip.secret')}</p>`,
    })}`;
  return doNotKeep(
    consolePage(visit, { title: t('console.slip.title'), body, languageAddress: '/approvals' }),
  );
}
