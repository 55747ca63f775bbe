import type { ReadOnly, StatusWatch } from '#operations';
import { viewAt } from '#operations';
import { formatInstant, type Html, html, type Page, type Visit } from '#platform';
import { card, linkButton, page, statusAddress, supportPhone } from '#web/layout';

/**
 * What the POST of a page does, which decides when it is refused. `records` writes to the register, the contributions or
 * the ledger; `site` anything else; `allowed` goes on always: signing in and out, and what protects an account.
 */
export type Writes = 'records' | 'site' | 'allowed';

const fewestSeconds = 60;

/** Refuses writes while they are switched off, with the time at which they are promised back. */
export function writeGate(
  watch: StatusWatch,
  writesOf: (visit: Visit, page: Page) => Writes,
): (visit: Visit, page: Page) => Response | undefined {
  return (visit, asked) => {
    const { readOnly } = viewAt(watch.known(), visit.now);
    const writes = writesOf(visit, asked);
    if (!readOnly || writes === 'allowed' || (writes === 'site' && readOnly.scope === 'records'))
      return undefined;
    const seconds = Math.ceil((readOnly.until.getTime() - visit.now.getTime()) / 1000);
    visit.context.header('Retry-After', String(Math.max(fewestSeconds, seconds)));
    return visit.html(readOnlyPage(visit, readOnly), 503);
  };
}

function readOnlyPage(visit: Visit, { scope, until, reason }: ReadOnly): Html {
  const { t, now } = visit;
  const time = html`<strong>${formatInstant(until, t.language, visit.session?.timeZone)}</strong>`;
  const title = t(`read_only.title.${scope}`);
  const body = html`<h1>${title}</h1>
    <p class="lead">${t('read_only.not_saved')}</p>
    ${card({
      body: html`<p>${reason[t.language]}</p>
        <p>${t.html(until > now ? 'read_only.until' : 'read_only.overdue', { time })}</p>
        <p>${t('read_only.still')}</p>
        ${linkButton({ href: '/', label: t('error.home') })}
        <p><a href="${statusAddress(visit)}">${t('layout.status')}</a></p>
        <p>${t.html('read_only.help', { phone: supportPhone(visit) })}</p>`,
    })}`;
  return page(visit, { title, body, languageAddress: '/' });
}
