import { Readable } from 'node:stream';
import { addMonths, type Month, month } from '#kernel';

/** Made-up files of any size for the benchmark and the tests of the import: the same for the same shape. */
export type Shape = { readonly employers: number; readonly cards: number; readonly months: number };

const firstMonth = month('2023-11');
const scales = ['large', 'large', 'medium', 'small', 'micro'];
const npp = (employer: number) => String(20_000_000 + employer);
export const memberNumberOf = (card: number) => String(card).padStart(11, '0');
const births = (card: number) => 1965 + (card % 38);

/** Few large employers and many small ones. */
function employerOf(card: number, { employers, cards }: Shape): number {
  return Math.floor(employers * (card / cards) ** 3);
}

const isSelfEmployed = (card: number) => card % 10 === 9;

function* employerLines({ employers }: Shape): Generator<string> {
  yield 'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on\n';
  for (let employer = 0; employer < employers; employer += 1) {
    const scale = scales[employer % scales.length];
    const intensive = employer % 7 === 0 ? 'yes' : 'no';
    yield `${npp(employer)},PT Contoh ${employer},${scale},manufacturing,${(employer % 5) + 1},${intensive},32,,2010-01-01\n`;
  }
}

function* memberLines(shape: Shape): Generator<string> {
  yield 'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on\n';
  for (let card = 0; card < shape.cards; card += 1) {
    const year = births(card);
    const nik = `3273010101${String(year).slice(2)}${String(card % 10_000).padStart(4, '0')}`;
    const own = isSelfEmployed(card);
    // Every person has one card; the first six digits tell thousands of people apart.
    const unique = `${String(310_000 + Math.floor(card / 10_000))}${nik.slice(6)}`;
    yield `${unique},Nama ${card},${year}-01-01,,L,,,32,,,${memberNumberOf(card)},${own ? '' : npp(employerOf(card, shape))},${own ? 'BPU' : 'PU'},2015-07-01,\n`;
  }
}

function* contributionLines(shape: Shape, last: { unposted: boolean }): Generator<string> {
  yield 'npp,kpj,month,wage,reported_on,billed_on,paid_on,posted_on\n';
  for (let index = 0; index < shape.months; index += 1) {
    const of = addMonths(firstMonth, index);
    const isLast = last.unposted && index === shape.months - 1;
    for (let card = 0; card < shape.cards; card += 1) yield contributionLine(card, of, shape, isLast);
  }
}

function contributionLine(card: number, of: Month, shape: Shape, unposted: boolean): string {
  const own = isSelfEmployed(card);
  const next = addMonths(of, 1);
  const wage = own ? 900_000 : 2_000_000 + ((card * 7919) % 15_000_000);
  const later = unposted ? ',' : `${next}-14,${next}-${own ? 15 : 18}`;
  return `${own ? '' : npp(employerOf(card, shape))},${memberNumberOf(card)},${of},${wage},${next}-05,${next}-06,${later}\n`;
}

/** Lines gathered into chunks, as a file would come. */
export function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length > 60_000) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

export const employersFile = (shape: Shape) => Readable.from(chunks(employerLines(shape)));
export const membersFile = (shape: Shape) => Readable.from(chunks(memberLines(shape)));
export const contributionsFile = (shape: Shape, last = { unposted: false }) =>
  Readable.from(chunks(contributionLines(shape, last)));
