import { officerRoles } from '#accounts';
import { isMessageKey, html, type Page, type Visit, type VisitFrame } from '#platform';
import { badge, card, page } from '#web/layout';

/** The officer's first page: who is signed in, and with which roles. */
export function consolePages(): Page[] {
  return [{ path: '/', access: 'officer', get: (visit) => visit.html(home(visit)) }];
}

/** The menu and the way out, for every page of the console. */
export function consoleFrame({ t, context, session }: Visit): VisitFrame {
  const officer = officerRoles.some((role) => session?.roles.includes(role));
  const home = { href: '/', label: t('console.menu.home'), current: context.req.path === '/' };
  const operations = {
    href: '/operations',
    label: t('console.menu.operations'),
    current: context.req.path.startsWith('/operations'),
  };
  return { menu: officer ? [home, operations] : [], signOut: '/logout' };
}

function home(visit: Visit) {
  const { session, t } = visit;
  const roles = (session?.roles ?? []).map((role) => html`<li>${badge('quiet', roleName(visit, role))}</li>`);
  return page(visit, {
    title: t('console.title'),
    width: 'wide',
    ...consoleFrame(visit),
    body: html`<h1>${t('console.title')}</h1>
      <p class="lead">${t('console.signed_in_as', { name: session?.displayName ?? '' })}</p>
      ${card({
        title: t('console.roles'),
        body: html`<ul class="links">
          ${roles}
        </ul>`,
      })}
      ${card({
        title: t('console.empty_title'),
        body: html`<p>${t('console.empty_text')}</p>
          <p class="soft">${t('console.recorded')}</p>`,
      })}`,
  });
}

function roleName(visit: Visit, role: string): string {
  const key = `console.role.${role}`;
  return isMessageKey(key) ? visit.t(key) : role;
}
