import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * What others may know of a person and no password should be made of: the name, the birth date as people write it,
 * the member numbers. Empty for nobody. One statement.
 */
export async function wordsOfPerson(executor: Executor, personId: string): Promise<string[]> {
  const row = await queries.wordsOfPerson(executor, personId);
  if (!row) return [];
  const [year = '', month = '', day = ''] = row.birthDate.split('-');
  const dates = [`${day}${month}${year}`, `${year}${month}${day}`, `${day}${month}${year.slice(2)}`];
  return [row.fullName, ...dates, ...row.memberNumbers];
}

/** Whether member number and birth date (ISO) are both those of the person, as the register has them. One statement. */
export async function isPersonsOwn(
  executor: Executor,
  personId: string,
  { memberNumber, birthDate }: { readonly memberNumber: string; readonly birthDate: string },
): Promise<boolean> {
  const row = await queries.wordsOfPerson(executor, personId);
  return row !== undefined && row.birthDate === birthDate && row.memberNumbers.includes(memberNumber);
}
