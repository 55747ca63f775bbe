import type { AccountServices, Role } from '#accounts';
import type { OpenedCase } from '#cases';
import type { Officer, SupportServices } from './types.ts';

export type DeskServices = AccountServices & SupportServices;

/** An officer at the desk: account, session in use and roles. */
export type DeskOfficer = {
  readonly officerId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
};

/** Agents and supervisors work on cases; operators and auditors have other work. */
export const worksOnCases = ({ roles }: Pick<DeskOfficer, 'roles'>): boolean =>
  roles.includes('agent') || roles.includes('supervisor');

/** Who decides about what colleagues did. */
export const supervises = ({ roles = [] }: Officer): boolean => roles.includes('supervisor');

/**
 * A question about what an officer did is for supervisors, and not for whoever did it: it is in none of their lists, and no
 * number or address leads them to it.
 */
export const isHiddenFrom = (officer: Officer, { details }: Pick<OpenedCase, 'details'>): boolean =>
  details['look'] !== undefined && (!supervises(officer) || details['officer'] === officer.officerId);
