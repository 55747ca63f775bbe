import { dayIn, type IsoDate } from '#kernel';
import { type FormFields, type Html, html, nothing, type Visit, type VisitFrame } from '#platform';
import { card, notice, page, supportPhone } from '#web/layout';

const entries = [
  ['/dashboard', 'portal.menu.dashboard'],
  ['/contributions', 'portal.menu.contributions'],
  ['/balance', 'portal.menu.balance'],
  ['/programmes', 'portal.menu.programmes'],
  ['/details', 'portal.menu.details'],
] as const;

export type MenuAddress = (typeof entries)[number][0];

/** The menu and the way out, for every page of the portal; an account that is no member's has no menu here. */
export function portalFrame(visit: Visit, current?: MenuAddress): VisitFrame {
  const { t, config, session } = visit;
  if (!session?.roles.includes('member')) return { menu: [], signOut: '/logout' };
  const menu = [
    ...entries.map(([href, key]) => ({ href, label: t(key), current: href === current })),
    { href: `${config.origins.sso}/security`, label: t('portal.menu.security'), current: false },
  ];
  return { menu, signOut: '/logout' };
}

/** A member's page: the wide shell with the menu and the way out. */
export function memberPage(
  visit: Visit,
  current: MenuAddress,
  parts: { title: string; body: Html; languageAddress?: string },
  status = 200,
): Response {
  return visit.html(page(visit, { ...parts, ...portalFrame(visit, current), width: 'wide' }), status);
}

/** The register's person behind this session, and the day it is in Jakarta. */
export type Member = { readonly personId: string; readonly accountId: string; readonly today: IsoDate };

/** Who asks for something, and from where, as verbs and the record of activity take it. */
export const askingFrom = ({ address, userAgent }: Visit, { accountId, personId }: Member) => ({
  accountId,
  personId,
  address,
  userAgent,
});

type Answer = (visit: Visit, member: Member, sent: FormFields) => Promise<Response>;

/** Runs a page for the person behind the session; an account without one is told whom to ask. */
export function forMember(
  current: MenuAddress,
  answer: Answer,
): (visit: Visit, sent?: FormFields) => Promise<Response> {
  return async (visit, sent = {}) => {
    const { session } = visit;
    if (!session?.personId) return withoutPerson(visit, current);
    const { personId, accountId } = session;
    return answer(visit, { personId, accountId, today: dayIn(visit.now) }, sent);
  };
}

/** Above a form: why its verb would refuse everything for now, or else what is wrong with what was sent. */
export function aboveForm(heldBack: string | undefined, problem?: string): Html {
  if (heldBack !== undefined) return notice({ kind: 'warn', body: html`<p>${heldBack}</p>` });
  return problem === undefined ? nothing : notice({ kind: 'bad', body: html`<p>${problem}</p>` });
}

/** Whom to ask when nobody on the register stands behind the account. */
export function withoutPerson(visit: Visit, current: MenuAddress): Response {
  const { t } = visit;
  return memberPage(visit, current, {
    title: t('portal.no_person.title'),
    body: card({
      body: html`<p>${t('portal.no_person.text')}</p>
        <p>${t.html('portal.no_person.help', { phone: supportPhone(visit) })}</p>`,
    }),
  });
}
