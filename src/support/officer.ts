import type { AccountServices, Role } from '#accounts';
import type { SupportServices } from './types.ts';

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
