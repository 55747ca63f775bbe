import { setImmediate } from 'node:timers/promises';
import { type IsoDate, type Month, month as monthOf } from '#kernel';
import { type MonthNumber, monthNumber, monthText } from './calendar.ts';
import { writeCast } from './cast.ts';
import { type Card, cardsOf } from './cards.ts';
import { type CsvFile, type FileName, fileNames, openFiles } from './csv-files.ts';
import { employerOf } from './employer.ts';
import { familyOf } from './family.ts';
import { employerLine, familyLine, memberLine } from './lines.ts';
import { numbersFor } from './numbers.ts';
import { personAt, personRandom } from './person.ts';
import { type Random, randomFor } from './random.ts';
import { loadRegions } from './regions.ts';
import { ownSchedule, scheduleOf } from './schedule.ts';
import { type Summary, Tally, pairsFor } from './summary.ts';
import { type Wages, wageIn, wagesOf } from './wages.ts';
import { type World, firstMonth } from './world.ts';

/** The last contribution month unless another is asked for: a constant, so that the same seed gives the same files. */
export const defaultUntil: Month = monthOf('2026-10');

export type GenerateOptions = {
  /** Persons; each has one to four cards. */
  readonly members: number;
  /** Contribution months, counted back from `until`; none before July 2015. */
  readonly months: number;
  readonly seed: number;
  readonly until?: Month;
  /** Today, when that is before the 20th of the month after `until`: nothing later has happened. */
  readonly asOf?: IsoDate;
  /** The folder for employers.csv, members.csv, families.csv and contributions.csv. */
  readonly out: string;
  /** Puts the hand-written members of the demonstration at the head of each file. */
  readonly cast?: boolean;
  readonly onProgress?: (members: number, contributions: number) => void;
};

/**
 * Writes a made-up population with its contributions as the four files that can be imported, streaming: ten million
 * members need no more memory than ten. The same options give the same bytes. What has not happened by the 20th of
 * the month after `until` (or by `asOf`, if that is earlier) is left empty. Throws RangeError when more members are asked for than NIK can be told apart.
 */
export async function generate(options: GenerateOptions): Promise<Summary> {
  const world = await worldOf(options);
  const files = openFiles(options.out);
  const tally = new Tally();
  if (options.cast) writeCast(world, files, tally.rows);
  writeEmployers(world, files.employers, tally);
  for (let index = 0; index < options.members; index += 1) {
    writePerson(world, index, files, tally);
    if (index % 4096 < 4095) continue;
    options.onProgress?.(index + 1, tally.rows.contributions);
    // Whoever wants to stop it is heard.
    await setImmediate();
  }
  for (const name of fileNames) files[name].close();
  options.onProgress?.(options.members, tally.rows.contributions);
  return tally.summary(world);
}

const earlier = (day: string, other: string | undefined) =>
  other !== undefined && other < day ? other : day;

async function worldOf(options: GenerateOptions): Promise<World> {
  const { seed, members } = options;
  const regions = await loadRegions(seed);
  if (members > regions.mostMembers)
    throw new RangeError(`at most ${regions.mostMembers} members can be told apart by NIK`);
  const until = monthNumber(options.until ?? defaultUntil);
  return {
    seed,
    members,
    until,
    from: Math.max(until - options.months + 1, monthNumber(firstMonth)),
    asOf: earlier(`${monthText(until + 1)}-20`, options.asOf),
    regions,
    employers: Math.max(3, Math.round(members / 25)),
    constructors: Math.max(1, Math.round(members / 250)),
    pairs: pairsFor(members),
    numbers: numbersFor(seed),
  };
}

function writeEmployers(world: World, file: CsvFile, tally: Tally): void {
  const count = world.employers + world.constructors + world.pairs * 2;
  for (let key = 0; key < count; key += 1) {
    const employer = employerOf(world, key);
    tally.employer(employer);
    const { sector, riskClass } = employer.sector;
    file.write(employerLine({ ...employer, sector, riskClass }));
  }
}

function writePerson(
  world: World,
  index: number,
  files: Readonly<Record<FileName, CsvFile>>,
  tally: Tally,
): void {
  const random = personRandom(world, index);
  const person = personAt(world, index, random);
  const cards = cardsOf(world, person, random);
  const wages = wagesOf(person, random);
  tally.person(person, cards, wages);
  const rows = randomFor(world.seed, 'rows', index);
  for (const card of cards) {
    files.members.write(memberLine(person, { ...card, npp: card.employer?.npp ?? '' }));
    tally.rows.members += 1;
    if (card.segment !== 'PMI') writeContributions(world, card, wages, rows, files.contributions, tally);
  }
  for (const relative of familyOf(world, person)) {
    files.families.write(familyLine(person.nik, relative));
    tally.rows.families += 1;
  }
}

/** Months that nobody reported: rare with an employer, frequent among the self-employed. */
const missedByEmployer = 0.004;
const missedBySelf = 0.08;

function writeContributions(
  world: World,
  card: Card,
  wages: Wages,
  random: Random,
  file: CsvFile,
  tally: Tally,
): void {
  const missed = card.employer ? missedByEmployer : missedBySelf;
  const start = `${card.employer?.npp ?? ''},${card.kpj},`;
  const last = Math.min(card.to, world.until);
  for (let month: MonthNumber = Math.max(card.from, world.from); month <= last; month += 1) {
    if (random.chance(missed)) continue;
    const schedule = card.employer
      ? scheduleOf(world, card.employer, month)
      : ownSchedule(world, month, random);
    file.write(`${start}${monthText(month)},${wageIn(card, wages, month)}${schedule.text}`);
    tally.contribution(schedule);
  }
}
