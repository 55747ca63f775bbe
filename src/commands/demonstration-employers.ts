import { Readable } from 'node:stream';
import { importContributions } from '#contributions';
import { addClerk } from '#filings';
import { addMonths, type Month, month as monthFrom } from '#kernel';
import { employerByNumber, importEmployers, importMembers, type ImportOptions } from '#members';
import type { Database } from '#platform';

/** The employers that the clerk of the demonstration works for: one files by file, one is small enough for the form. */
const employers = [
  { npp: '19000901', name: 'PT Sawah Hijau Garmindo', scale: 'medium', riskClass: 2, workers: 36 },
  { npp: '19000902', name: 'Warung Kopi Pagi', scale: 'small', riskClass: 1, workers: 6 },
] as const;

const firstNames = [
  'Ayu',
  'Bagus',
  'Citra',
  'Dimas',
  'Eka',
  'Fajar',
  'Gita',
  'Hadi',
  'Indah',
  'Joko',
  'Kartika',
  'Lukman',
];
const lastNames = ['Permata', 'Nugroho', 'Wulandari', 'Saputra', 'Handayani'];
const monthsReported = 6;

type Card = {
  readonly npp: string;
  readonly kpj: string;
  readonly nik: string;
  readonly name: string;
  readonly sex: 'L' | 'P';
  readonly born: string;
  readonly wage: number;
};

function cards(): Card[] {
  return employers.flatMap(({ npp, workers }, place) =>
    Array.from({ length: workers }, (_, index) => {
      const serial = place * 100 + index;
      const woman = index % 2 === 0;
      const day = (serial % 27) + 1;
      const year = 1975 + (serial % 28);
      const two = (value: number) => String(value).padStart(2, '0');
      return {
        npp,
        kpj: `88880000${String(serial).padStart(3, '0')}`,
        nik: `327404${two(woman ? day + 40 : day)}03${two(year % 100)}9${String(serial).padStart(3, '0')}`,
        name: `${firstNames[index % firstNames.length]} ${lastNames[Math.floor(serial / 3) % lastNames.length]}`,
        sex: woman ? 'P' : 'L',
        born: `${year}-03-${two(day)}`,
        wage: 2_400_000 + ((serial * 37) % 50) * 100_000,
      };
    }),
  );
}

/** Their workers, and half a year of wages: the last finished month is left to be reported. */
export async function importClerkEmployers(
  database: Database,
  options: ImportOptions,
  finished: string,
): Promise<void> {
  const file = (lines: readonly string[]) => Readable.from([`${lines.join('\n')}\n`]);
  await importEmployers(
    database,
    file([
      'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on',
      ...employers.map(
        ({ npp, name, scale, riskClass }) =>
          `${npp},${name},${scale},manufacturing,${riskClass},no,32,,2016-02-01`,
      ),
    ]),
    options,
  );
  await importMembers(
    database,
    file([
      'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on',
      ...cards().map(
        ({ nik, name, born, sex, kpj, npp }) =>
          `${nik},${name},${born},Bogor,${sex},Ibu ${name},,32,,,${kpj},${npp},PU,2022-01-03,`,
      ),
    ]),
    options,
  );
  await importContributions(database, file(contributionLines(monthFrom(finished))), options);
}

function contributionLines(finished: Month): string[] {
  const lines = ['npp,kpj,month,wage,reported_on,billed_on,paid_on,posted_on'];
  for (let back = monthsReported; back >= 1; back -= 1) {
    const of = addMonths(finished, -back);
    const next = addMonths(of, 1);
    for (const { npp, kpj, wage } of cards())
      lines.push(`${npp},${kpj},${of},${wage},${next}-03,${next}-04,${next}-10,${next}-11`);
  }
  return lines;
}

/** As an officer would after a check of letter and identity card. */
export async function appointClerk(database: Database, accountId: string, now: Date): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { npp } of employers) {
      const employer = await employerByNumber(tx, npp);
      if (!employer) continue;
      const { employerId } = employer;
      const by = { kind: 'officer', accountId } as const;
      await addClerk(tx, { employerId, npp, accountId, by, mayFile: true, mayApprove: true, now });
    }
  });
}
