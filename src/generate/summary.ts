import type { Card } from './cards.ts';
import type { Employer } from './employer.ts';
import { heirClassOf, heirClasses } from './family.ts';
import type { Person } from './person.ts';
import { type Schedule, paidWhens } from './schedule.ts';
import type { Wages } from './wages.ts';
import { type World, pairEvery, shares } from './world.ts';

/** One line of the summary: how many of what, and what share was meant, where one was. */
export type SummaryLine = {
  readonly cohort: string;
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly intended: number | undefined;
};

export type Summary = {
  readonly rows: { employers: number; members: number; families: number; contributions: number };
  readonly lines: readonly SummaryLine[];
};

/** Counts while the files are written; as many counters as cohorts, whatever the number of members. */
export class Tally {
  readonly rows = { employers: 0, members: 0, families: 0, contributions: 0 };
  private readonly counts = new Map<string, number>();

  add(cohort: string): void {
    this.counts.set(cohort, (this.counts.get(cohort) ?? 0) + 1);
  }

  employer(employer: Employer): void {
    this.rows.employers += 1;
    this.add(`employer: ${employer.scale}`);
    if (employer.arrearsMonths > 0) this.add('employer: in arrears');
  }

  person(person: Person, cards: readonly Card[], wages: Wages): void {
    const last = cards.at(-1);
    this.add('person');
    this.add(`segment: ${last?.segment}`);
    this.add(`cards: ${cards.length}`);
    this.add(`born: ${person.birthCohort}`);
    if (last?.endedOn !== '') this.add('inactive');
    if (person.birthMismatch) this.add('NIK tells another birth date');
    if (person.died) this.add(`died, heirs: ${heirClassOf(person)}`);
    if (person.pair) this.add('at an employer with 49 or 50 workers');
    if (last?.employer) this.wageEarner(last, wages);
  }

  private wageEarner(last: Card, wages: Wages): void {
    this.add('wage-earner');
    if (wages.kind === 'under-reported') this.add('wage: reported at the minimum');
    if (wages.kind === 'at the ceiling' && last.segment === 'PU')
      this.add('wage: at the pension ceiling -1, 0, +1');
  }

  contribution({ paidWhen, aroundDayOff }: Schedule): void {
    this.rows.contributions += 1;
    this.add(`contribution: ${paidWhen}`);
    if (aroundDayOff) this.add('contribution: 15th to 17th, the 15th a day off');
  }

  summary(world: World): Summary {
    const persons = this.count('person');
    const lines = [
      ...this.personLines(persons),
      ...this.wageLines(),
      this.line('at an employer with 49 or 50 workers', persons, (world.pairs * 99) / Math.max(1, persons)),
      ...heirClasses.map((heirs) => this.line(`died, heirs: ${heirs}`, persons, undefined)),
      ...['large', 'medium', 'small', 'micro'].map((scale) =>
        this.line(`employer: ${scale}`, this.rows.employers, undefined),
      ),
      this.line('employer: in arrears', this.rows.employers, shares.employersInArrears),
      ...paidWhens.map((when) => this.line(`contribution: ${when}`, this.rows.contributions, undefined)),
      this.line('contribution: 15th to 17th, the 15th a day off', this.rows.contributions, undefined),
    ];
    return { rows: this.rows, lines };
  }

  private personLines(persons: number): SummaryLine[] {
    // Those at the pairs of employers are wage-earners with one running card.
    const paired = this.count('at an employer with 49 or 50 workers') / Math.max(1, persons);
    const drawn = (share: number, forPaired = 0) => share * (1 - paired) + forPaired * paired;
    return [
      ...Object.entries(shares.segments).map(([segment, share]) =>
        this.line(`segment: ${segment}`, persons, drawn(share, segment === 'PU' ? 1 : 0)),
      ),
      ...shares.cards.map((share, index) =>
        this.line(`cards: ${index + 1}`, persons, drawn(share, index === 0 ? 1 : 0)),
      ),
      this.line('inactive', persons, drawn(shares.inactive)),
      this.line('NIK tells another birth date', persons, shares.birthMismatch),
      this.line('born: pension step', persons, drawn(shares.bornAtPensionStep)),
      this.line('born: near 56', persons, drawn(shares.nearFiftySix)),
      this.line('born: leap day', persons, drawn(shares.bornOnLeapDay)),
    ];
  }

  private wageLines(): SummaryLine[] {
    const earners = this.count('wage-earner');
    const ofThem = this.count('segment: PU') / Math.max(1, earners);
    return [
      this.line('wage: reported at the minimum', earners, shares.underReported),
      this.line('wage: at the pension ceiling -1, 0, +1', earners, shares.atCeiling * ofThem),
    ];
  }

  private count(cohort: string): number {
    return this.counts.get(cohort) ?? 0;
  }

  private line(cohort: string, of: number, intended: number | undefined): SummaryLine {
    const count = this.count(cohort);
    return { cohort, count, of, share: of === 0 ? 0 : count / of, intended };
  }
}

/** The number of pairs of employers with 49 and 50 workers that fit. */
export function pairsFor(members: number): number {
  return Math.floor((members + pairEvery / 2) / pairEvery);
}
