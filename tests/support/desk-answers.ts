import assert from 'node:assert/strict';
import { contributionHistory } from '#contributions';
import { dayIn, isoDate, monthOf } from '#kernel';
import { deskRecord } from '#members';
import { type Database, formatMonth } from '#platform';
import { testKeys } from './keys.ts';

const monthName = (day: string) => formatMonth(monthOf(isoDate(`${day.slice(0, 7)}-01`)), 'id');

/** What somebody answers who knows the whole record, to the questions of the desk as they stand on the page in Indonesian. */
export async function rightAnswersTo(
  database: Database,
  personId: string,
  labels: readonly string[],
): Promise<string[]> {
  const known = (await deskRecord(database, testKeys, personId)) ?? assert.fail('nobody of that id');
  const page = { limit: 12, offset: 0 };
  const { rows } = await contributionHistory(database, personId, dayIn(new Date()), {}, page);
  const [newest] = rows.filter(({ wage }) => wage !== undefined);
  const years = known.memberships.map(({ startedOn }) => startedOn.slice(0, 4)).toSorted();
  const employerFrom = (label: string) => {
    const from = /dari (.+) sampai/.exec(label)?.[1];
    return known.memberships.find(({ startedOn }) => monthName(startedOn) === from)?.employerName;
  };
  const answers: readonly (readonly [string, (label: string) => string | undefined])[] = [
    ['Di perusahaan', employerFrom],
    ['Berapa upah', (label) => rows.find(({ month }) => label.includes(monthName(month)))?.wage?.toString()],
    ['Bulan apa', () => newest?.month],
    ['Tahun', () => years[0]],
    ['Siapa', () => known.motherName],
    ['Di mana', () => known.birthPlace],
    ['Apa empat', () => known.memberships[0]?.memberNumber.slice(-4)],
  ];
  return labels.map((label) => {
    const [, answer] = answers.find(([begins]) => label.startsWith(begins)) ?? assert.fail(label);
    return answer(label) ?? assert.fail(label);
  });
}
