import { AppError } from '#kernel';
import type { StatusWatch } from '#operations';
import type { Database, Visit } from '#platform';

export type OperationsServices = { readonly database: Database; readonly status: StatusWatch };

export function isOperator({ session }: Visit): boolean {
  return session?.roles.includes('operator') === true;
}

/** The account of the operator who does it. Throws AppError `not_allowed` for officers of another role. */
export function operatorOf(visit: Visit): { readonly officer: string } {
  if (!visit.session || !isOperator(visit)) throw new AppError('not_allowed', 'only operators may do this');
  return { officer: visit.session.accountId };
}
