import type { Executor } from '#platform';
import * as queries from './queries-workers.ts';

/** An employer as its own clerks know it. */
export type Employer = { readonly employerId: string; readonly npp: string; readonly name: string };

/** By number (NPP); undefined when there is none on the register. */
export function employerByNumber(executor: Executor, npp: string): Promise<Employer | undefined> {
  return queries.employerByNumber(executor, npp);
}

/** By id, in the order of their names; ids that nobody has are left out. */
export function employersById(executor: Executor, employerIds: readonly string[]): Promise<Employer[]> {
  return queries.employersById(executor, employerIds);
}

/** The province of the place of work of each of these employers, by id. */
export async function employerProvinces(
  executor: Executor,
  employerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queries.provincesOfEmployers(executor, employerIds);
  return new Map(rows.map(({ employerId, provinceCode }) => [employerId, provinceCode]));
}
