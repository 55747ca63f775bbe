import { dayIn, type IsoDate } from '#kernel';
import { type Html, html, type Visit } from '#platform';
import { card, page, supportPhone } from '#web/layout';

const entries = [
  ['/dashboard', 'portal.menu.dashboard'],
  ['/contributions', 'portal.menu.contributions'],
  ['/balance', 'portal.menu.balance'],
  ['/programmes', 'portal.menu.programmes'],
  ['/details', 'portal.menu.details'],
] as const;

export type MenuAddress = (typeof entries)[number][0];

/** A member's page: the wide shell with the menu and the way out. */
export function memberPage(
  visit: Visit,
  current: MenuAddress,
  parts: { title: string; body: Html },
): Response {
  const menu = [
    ...entries.map(([href, key]) => ({ href, label: visit.t(key), current: href === current })),
    { href: `${visit.config.origins.sso}/security`, label: visit.t('portal.menu.security'), current: false },
  ];
  return visit.html(page(visit, { ...parts, menu, width: 'wide', signOut: '/logout' }));
}

/** The register's person behind this session, and the day it is in Jakarta. */
export type Member = { readonly personId: string; readonly accountId: string; readonly today: IsoDate };

type Answer = (visit: Visit, member: Member) => Promise<Response>;

/** Runs a page for the person behind the session; an account without one is told whom to ask. */
export function forMember(current: MenuAddress, answer: Answer): (visit: Visit) => Promise<Response> {
  return async (visit) => {
    const { session } = visit;
    if (!session?.personId) return withoutPerson(visit, current);
    return answer(visit, {
      personId: session.personId,
      accountId: session.accountId,
      today: dayIn(visit.now),
    });
  };
}

function withoutPerson(visit: Visit, current: MenuAddress): Response {
  const { t } = visit;
  return memberPage(visit, current, {
    title: t('portal.no_person.title'),
    body: card({
      body: html`<p>${t('portal.no_person.text')}</p>
        <p>${t.html('portal.no_person.help', { phone: supportPhone(visit) })}</p>`,
    }),
  });
}
