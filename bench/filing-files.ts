import { Readable } from 'node:stream';
import { chunks } from './contribution-files.ts';

/** Employers of a hundred workers each, and their files of wages; every fifth file has two rows that are wrong. */
export const workersEach = 100;
export const month = '2026-09';
export const nppOf = (employer: number) => String(30_000_000 + employer);
const memberNumberOf = (employer: number, worker: number) =>
  `9${String(employer * workersEach + worker).padStart(10, '0')}`;
const wageOf = (employer: number, worker: number) =>
  2_500_000 + ((employer * 31 + worker * 7919) % 9_000_000);
const isFaulty = (employer: number) => employer % 5 === 4;

function* employerLines(employers: number): Generator<string> {
  yield 'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on\n';
  for (let employer = 0; employer < employers; employer += 1)
    yield `${nppOf(employer)},PT Contoh ${employer},medium,manufacturing,${(employer % 5) + 1},no,32,,2010-01-01\n`;
}

function* memberLines(employers: number): Generator<string> {
  yield 'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on\n';
  for (let card = 0; card < employers * workersEach; card += 1) {
    const employer = Math.floor(card / workersEach);
    const number = memberNumberOf(employer, card % workersEach);
    const nik = `32${String(card).padStart(8, '0')}900001`;
    yield `${nik},Nama ${card},1990-01-01,,L,,,32,,,${number},${nppOf(employer)},PU,2015-07-01,\n`;
  }
}

export const employersFile = (employers: number) => Readable.from(chunks(employerLines(employers)));
export const membersFile = (employers: number) => Readable.from(chunks(memberLines(employers)));

/** The file of one employer; the wrong rows are a wage that is no whole rupiah, and a card that nobody has. */
export function wageFile(employer: number): string {
  let text = 'KPJ,NAMA_LENGKAP,UPAH,RAPEL,BLTH\n';
  for (let worker = 0; worker < workersEach; worker += 1) {
    const wage = wageOf(employer, worker);
    const wrong = isFaulty(employer) && worker < 2;
    const number = wrong && worker === 1 ? '99999999999' : memberNumberOf(employer, worker);
    text += `${number},Nama ${worker},${wrong && worker === 0 ? '2500000,5' : wage},,${month}\n`;
  }
  return text;
}

/** The rows that reach the database, as COPY takes them into the hand-over table. */
export function* reportLines(employers: number): Generator<string> {
  let row = 0;
  for (let employer = 0; employer < employers; employer += 1) {
    for (let worker = 0; worker < workersEach; worker += 1) {
      row += 1;
      if (isFaulty(employer) && worker === 0) continue;
      const number = isFaulty(employer) && worker === 1 ? '99999999999' : memberNumberOf(employer, worker);
      yield `${row}\t${nppOf(employer)}\t${number}\t${month}\t2026-11\t${wageOf(employer, worker)}\t2026-11-23\n`;
    }
  }
}
