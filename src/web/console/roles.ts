import type { Role } from '#accounts';
import { AppError } from '#kernel';
import type { Page, Visit } from '#platform';

/** The roles that officers have; each page of the console says which of them may enter. */
export type OfficerRole = Extract<Role, 'agent' | 'supervisor' | 'operator' | 'auditor'>;

export const everyRole: readonly OfficerRole[] = ['agent', 'supervisor', 'operator', 'auditor'];
/** Who works at the desk: they search, look and act. */
export const deskRoles: readonly OfficerRole[] = ['agent', 'supervisor'];
/** Who watches over the desk. */
export const oversightRoles: readonly OfficerRole[] = ['supervisor', 'auditor'];

/** Who sets money right that came in with a wrong code. */
export const moneyRoles: readonly OfficerRole[] = ['supervisor', 'operator'];

export type ConsolePage = Omit<Page, 'access' | 'unrecognised' | 'receive'> & {
  readonly roles: readonly OfficerRole[];
};

export function hasRole({ session }: Visit, roles: readonly OfficerRole[]): boolean {
  return roles.some((role) => session?.roles.includes(role));
}

/** A page of the console, which turns away whoever has none of its roles; before anything else happens. */
export function forRoles({ roles, get, post, ...page }: ConsolePage): Page {
  const admit = (visit: Visit) => {
    if (!hasRole(visit, roles))
      throw new AppError('not_allowed', 'an officer without the role for this page');
  };
  return {
    ...page,
    access: 'officer',
    ...(get
      ? {
          get: (visit) => {
            admit(visit);
            return get(visit);
          },
        }
      : {}),
    ...(post
      ? {
          post: (visit, sent) => {
            admit(visit);
            return post(visit, sent);
          },
        }
      : {}),
  };
}
