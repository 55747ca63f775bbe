import { officerRoles } from '#accounts';
import type { DeskOfficer, Officer } from '#support';
import { AppError } from '#kernel';
import type { Html, Visit, VisitFrame } from '#platform';
import { page } from '#web/layout';
import { deskRoles, everyRole, hasRole, moneyRoles, type OfficerRole, oversightRoles } from './roles.ts';

/** The menu, one line an entry: address, text, and who has it. */
const entries = [
  ['/', 'console.menu.home', everyRole],
  ['/search', 'console.menu.search', deskRoles],
  ['/cases', 'console.menu.cases', deskRoles],
  ['/corrections', 'console.menu.corrections', deskRoles],
  ['/approvals', 'console.menu.approvals', deskRoles],
  ['/payments', 'console.menu.payments', moneyRoles],
  ['/refunds', 'console.menu.refunds', moneyRoles],
  ['/employers', 'console.menu.employers', deskRoles],
  ['/looks', 'console.menu.looks', oversightRoles],
  ['/data', 'console.menu.data', oversightRoles],
  ['/operations', 'console.menu.operations', everyRole],
] as const satisfies readonly (readonly [string, string, readonly OfficerRole[]])[];

/** The menu of the officer's roles and the way out, for every page of the console. */
export function consoleFrame(visit: Visit): VisitFrame {
  const { t, context } = visit;
  const menu = entries
    .filter(([, , roles]) => hasRole(visit, roles))
    .map(([href, key]) => ({ href, label: t(key), current: isWithin(context.req.path, href) }));
  return { menu, signOut: '/logout' };
}

/** Pages about the member of one case. */
const ofOneCase = /^\/(?:look|desk|exit|movement|death|wage-reports|merging)\//;

/** The entry itself or a page behind it. */
const isWithin = (path: string, href: string) =>
  path === href ||
  (href !== '/' && path.startsWith(`${href}/`)) ||
  (href === '/cases' && ofOneCase.test(path));

/** A page of the console: the wide shell with the menu and the way out. */
export function consolePage(
  visit: Visit,
  parts: { readonly title: string; readonly body: Html; readonly languageAddress?: string },
  status = 200,
): Response {
  return visit.html(page(visit, { ...parts, ...consoleFrame(visit), width: 'wide' }), status);
}

/** Who acts on this page. */
export function officerOf({ session }: Visit): Officer {
  if (!session) throw new AppError('bug', 'a page of the console without a session');
  return { officerId: session.accountId, sessionId: session.sessionId };
}

/** The same with the roles, for what only some may do. */
export function deskOfficerOf(visit: Visit): DeskOfficer {
  const roles = officerRoles.filter((role) => visit.session?.roles.includes(role));
  return { ...officerOf(visit), roles };
}
