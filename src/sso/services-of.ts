import type { Executor } from '#platform';
import * as queries from './queries.ts';

/** Another service that gets data of an account by its holder's consent. */
export type AllowedService = {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly since: Date;
};

/** The services that an account shares data with, by name; our own faces are not among them. */
export async function servicesOf(executor: Executor, subject: string, now: Date): Promise<AllowedService[]> {
  const rows = await queries.servicesOf(executor, subject, now);
  return rows.map(({ scopes, ...row }) => ({
    ...row,
    scopes: [...new Set(scopes.split(' ').filter(Boolean))].toSorted(),
  }));
}

/**
 * The service gets nothing more from now on: grant, tokens and codes go, and the next sign-in asks anew. Without a
 * client, every service. False when there was nothing to withdraw.
 */
export function withdrawService(executor: Executor, subject: string, clientId?: string): Promise<boolean> {
  return queries.withdrawService(executor, subject, clientId ?? null);
}
