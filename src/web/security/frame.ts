import type { Html, Visit, VisitFrame } from '#platform';
import { page } from '#web/layout';

const entries = [
  ['/security', 'security.menu.overview'],
  ['/security/factors', 'security.menu.factors'],
  ['/security/sessions', 'security.menu.sessions'],
  ['/security/activity', 'security.menu.activity'],
] as const;

export type SecurityAddress = (typeof entries)[number][0];

type Parts = {
  readonly title: string;
  readonly body: Html;
  /** Where the language switch leads when the page answers a POST to an address that has no GET. */
  readonly languageAddress?: string;
};

/** The menu and the way out, for every page of the sso face. */
export function securityFrame({ t, config, session }: Visit, current?: SecurityAddress): VisitFrame {
  const back = session?.roles.includes('member')
    ? { href: `${config.origins.portal}/dashboard`, label: t('security.menu.back') }
    : session?.roles.includes('clerk')
      ? { href: `${config.origins.employer}/employers`, label: t('session.to_employer') }
      : { href: config.origins.console, label: t('session.to_console') };
  const menu = [
    { ...back, current: false },
    ...entries.map(([href, key]) => ({ href, label: t(key), current: href === current })),
  ];
  return { menu, signOut: '/security/sign-out' };
}

/** A page of the account's safety: the menu leads back to the member's pages and on to the others of this kind. */
export function securityPage(visit: Visit, current: SecurityAddress, parts: Parts, status = 200): Response {
  return visit.html(page(visit, { ...parts, ...securityFrame(visit, current), width: 'wide' }), status);
}
