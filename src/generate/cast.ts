import { type MonthNumber, dayText, monthNumber, monthText, yearOf } from './calendar.ts';
import { type CastCard, castEmployers, castPeople } from './cast-people.ts';
import type { CsvFile, FileName } from './csv-files.ts';
import { employerLine, familyLine, memberLine } from './lines.ts';
import { type World, firstMonth } from './world.ts';

/** What the loader of the demonstration needs to open an account for a member of the cast (contoh). */
export type CastMember = {
  readonly nik: string;
  readonly birthDate: string;
  /** The newest card. */
  readonly kpj: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly username: string;
  /** One sentence: why this member is worth looking at. */
  readonly story: string;
};

/** The hand-written members of the demonstration, as they stand when the last contribution month is `until`. */
export function demonstrationCast(until: string): readonly CastMember[] {
  return castPeople(monthNumber(until)).map((person) => ({
    nik: person.nik,
    birthDate: person.birthDate,
    kpj: person.cards.at(-1)?.kpj ?? '',
    name: person.fullName,
    email: person.email || undefined,
    phone: person.phone || undefined,
    username: person.username,
    story: person.story,
  }));
}

/** Writes the cast at the head of the files, with all their months since July 2015. */
export function writeCast(
  world: World,
  files: Readonly<Record<FileName, CsvFile>>,
  rows: Record<FileName, number>,
): void {
  for (const employer of castEmployers) files.employers.write(employerLine(employer));
  rows.employers += castEmployers.length;
  for (const person of castPeople(world.until)) {
    for (const card of person.cards) {
      files.members.write(memberLine(person, card));
      rows.members += 1;
      for (const line of contributionLines(world, card)) {
        files.contributions.write(line);
        rows.contributions += 1;
      }
    }
    for (const relative of person.family) files.families.write(familyLine(person.nik, relative));
    rows.families += person.family.length;
  }
}

function contributionLines(world: World, card: CastCard): string[] {
  const from = Math.max(monthNumber(card.startedOn), monthNumber(firstMonth));
  const to = card.endedOn === '' ? world.until : Math.min(world.until, monthNumber(card.endedOn));
  const lines: string[] = [];
  for (let month = from; month <= to; month += 1) {
    const text = monthText(month);
    if (card.missing?.includes(text)) continue;
    const paid = month <= world.until - (card.unpaid ?? 0);
    const dates = paid ? paidDates(card, month) : [...paidDates(card, month).slice(0, 2), '', ''];
    const happened = dates.map((day) => (day > world.asOf ? '' : day));
    lines.push(`${card.npp},${card.kpj},${text},${wageOf(card, month, world.until)},${happened.join(',')}\n`);
  }
  return lines;
}

function wageOf(card: CastCard, month: MonthNumber, until: MonthNumber): number {
  if (card.fallen && month > until - card.fallen.months) return card.fallen.wage;
  const step = 5_000;
  return Math.round((card.wage * (1 + card.raise) ** (yearOf(month) - 2026)) / step) * step;
}

/** Employers report on the 3rd of the next month and pay on the 12th; the self-employed pay on the 10th. */
function paidDates(card: CastCard, month: MonthNumber): string[] {
  if (card.npp === '') return [10, 10, 10, 11].map((day) => dayText(month, day));
  const paidOn = card.late?.includes(monthText(month)) ? 24 : 12;
  return [3, 5, paidOn, paidOn + 1].map((day) => dayText(month + 1, day));
}
