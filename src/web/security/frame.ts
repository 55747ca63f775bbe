import type { Html, Visit } from '#platform';
import { page } from '#web/layout';

const entries = [
  ['/security', 'security.menu.overview'],
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

/** A page of the account's safety: the menu leads back to the member's pages and on to the others of this kind. */
export function securityPage(visit: Visit, current: SecurityAddress, parts: Parts, status = 200): Response {
  const { t, config } = visit;
  const menu = [
    { href: `${config.origins.portal}/dashboard`, label: t('security.menu.back'), current: false },
    ...entries.map(([href, key]) => ({ href, label: t(key), current: href === current })),
  ];
  return visit.html(page(visit, { ...parts, menu, width: 'wide', signOut: '/security/sign-out' }), status);
}
