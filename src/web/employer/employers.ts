import { employersOfClerk } from '#filings';
import { employersById } from '#members';
import { html, type Page } from '#platform';
import { card, supportPhone } from '#web/layout';
import { addressOf, employerPage, type Services } from './frame.ts';

/** The employers that this account acts for; straight on when it is one. */
export function employersPage({ database }: Services): Page {
  return {
    path: '/employers',
    access: 'clerk',
    get: async (visit) => {
      const { t, session } = visit;
      const ids = session ? await employersOfClerk(database, session.accountId) : [];
      const employers = await employersById(database, ids);
      const [only] = employers;
      if (only && employers.length === 1) return visit.redirect(addressOf(only));
      const items = employers.map(
        (employer) =>
          html`<li>
            <a href="${addressOf(employer)}">${employer.name}</a>
            <span class="soft">NPP ${employer.npp}</span>
          </li>`,
      );
      const body = only
        ? card({
            body: html`<ul class="links">
              ${items}
            </ul>`,
          })
        : card({
            title: t('employer.none.title'),
            body: html`<p>${t('employer.none.text')}</p>
              <p>${t.html('employer.none.help', { phone: supportPhone(visit) })}</p>`,
          });
      return employerPage(visit, { title: t('employer.menu.employers'), body });
    },
  };
}
