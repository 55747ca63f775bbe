import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CastMember, demonstrationCast, generate } from '#generate';
import { dayIn } from '#kernel';
import { finishedMonth } from '../../src/commands/finished-month.ts';

export type FiledContribution = {
  readonly kpj: string;
  readonly npp: string;
  readonly month: string;
  readonly wage: bigint;
  readonly reportedOn: string;
  readonly billedOn: string;
  readonly paidOn: string;
  readonly postedOn: string;
};

export type FiledMember = CastMember & {
  readonly cards: readonly { readonly kpj: string; readonly npp: string; readonly segment: string }[];
  /** Newest first. */
  readonly contributions: readonly FiledContribution[];
};

type Row = Readonly<Record<string, string>>;

/** The rows of a CSV file (RFC 4180, or with semicolons) by the names in its first line. */
export function csvRows(file: Buffer): Row[] {
  const text = file.toString('utf8').replace(/^\uFEFF/, '');
  const lines: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,;\r\n"]*))([,;]|\r?\n|$)/g,
  )) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',' && end !== ';') lines.push([]);
  }
  const [names = [], ...rows] = lines.filter((line) => line.length === lines[0]?.length);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
}

/** The demonstration's hand-written members as its files tell of them, read here by other means than the import's. */
export async function demonstrationMembers(now: Date): Promise<readonly FiledMember[]> {
  const out = mkdtempSync(join(tmpdir(), 'goid-files-'));
  const until = finishedMonth(now);
  await generate({ members: 1, months: 1, seed: 2026, until, asOf: dayIn(now), out, cast: true });
  const members = csvRows(readFileSync(join(out, 'members.csv')));
  const contributions = csvRows(readFileSync(join(out, 'contributions.csv')));
  rmSync(out, { recursive: true, force: true });
  return demonstrationCast(until).map((person) => {
    const cards = members
      .filter(({ nik }) => nik === person.nik)
      .map(({ kpj = '', npp = '', segment = '' }) => ({ kpj, npp, segment }));
    const own = contributions.filter((row) => cards.some(({ kpj }) => kpj === row['kpj']));
    return { ...person, cards, contributions: own.map(contributionOf).toSorted(newestFirst) };
  });
}

const newestFirst = (a: FiledContribution, b: FiledContribution) => (a.month < b.month ? 1 : -1);

function contributionOf(row: Row): FiledContribution {
  return {
    kpj: row['kpj'] ?? '',
    npp: row['npp'] ?? '',
    month: row['month'] ?? '',
    wage: BigInt(row['wage'] ?? 0),
    reportedOn: row['reported_on'] ?? '',
    billedOn: row['billed_on'] ?? '',
    paidOn: row['paid_on'] ?? '',
    postedOn: row['posted_on'] ?? '',
  };
}

/** JHT: 2 % from the worker and 3.7 % from the employer (PP 46/2015 art. 16); the self-employed pay 2 % alone. */
export function savingsShares({ npp, wage }: FiledContribution): { employee: bigint; employer: bigint } {
  return { employee: (wage * 20n) / 1000n, employer: npp === '' ? 0n : (wage * 37n) / 1000n };
}
