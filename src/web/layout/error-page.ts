import type { AppError } from '#kernel';
import { type Html, html, type Visit } from '#platform';
import { linkButton } from './form-parts.ts';
import { errorHelp, helpAddress } from './help-topics.ts';
import { page } from './page.ts';
import { supportEmail, supportPhone } from './support.ts';

/** What happened, what to do now, the help page that explains it, who helps, and the reference to quote. */
export function renderError(visit: Visit, error: AppError): Html {
  const { t } = visit;
  const body = html`<h1>${t(`error.${error.code}`)}</h1>
    <p class="lead">${t(`error.${error.code}.todo`)}</p>
    <section class="card">
      ${linkButton({ href: '/', label: t('error.home') })}
      <p><a href="${helpAddress(errorHelp[error.code])}">${t('error.help_page')}</a></p>
      <p>${t.html('error.help', { phone: supportPhone(visit), email: supportEmail(visit) })}</p>
      <p class="small soft">${t('error.reference')}<br /><span class="number">${visit.requestId}</span></p>
    </section>`;
  return page(visit, { title: t(`error.${error.code}`), body });
}
