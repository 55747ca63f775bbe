import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defaultUntil, demonstrationCast, generate } from '#generate';
import { month } from '#kernel';
import { fileNames } from './csv-files.ts';

const root = mkdtempSync(join(tmpdir(), 'goid-generate-'));
after(() => rmSync(root, { recursive: true }));
let folders = 0;

async function made(options: {
  members: number;
  months: number;
  seed: number;
  cast?: boolean;
  until?: string;
}) {
  const out = join(root, String((folders += 1)));
  const { until, ...rest } = options;
  const summary = await generate({ ...rest, ...(until ? { until: month(until) } : {}), out });
  const read = (name: (typeof fileNames)[number]) => readFileSync(join(out, `${name}.csv`), 'utf8');
  const hash = createHash('sha256');
  for (const name of fileNames) hash.update(read(name));
  return { ...summary, read, digest: hash.digest('hex') };
}

const rowsOf = (text: string) => text.trimEnd().split('\n').slice(1);

test('the same seed gives the same files, another seed others', async () => {
  const options = { members: 400, months: 6, seed: 5, cast: true };
  const first = await made(options);
  assert.equal((await made(options)).digest, first.digest);
  assert.notEqual((await made({ ...options, seed: 6 })).digest, first.digest);
});

test('a member is the same in a small and in a large population', async () => {
  const columns = (text: string) => rowsOf(text).map((row) => row.split(',').slice(0, 3).join());
  const small = columns((await made({ members: 50, months: 1, seed: 5 })).read('members'));
  const large = columns((await made({ members: 500, months: 1, seed: 5 })).read('members'));
  assert.deepEqual(large.slice(0, small.length), small);
});

test('five thousand members have the shares that are meant', async () => {
  const { lines, rows, read } = await made({ members: 5000, months: 12, seed: 3 });
  const intended = lines.filter((line) => line.intended !== undefined);
  assert.ok(intended.length >= 16);
  for (const { cohort, of, share, intended: meant = 0 } of intended) {
    // Four standard deviations of a drawn share: one in sixteen thousand such tables would fall outside.
    const tolerance = 4 * Math.sqrt((meant * (1 - meant)) / of) + 0.002;
    assert.ok(Math.abs(share - meant) <= tolerance, `${cohort}: ${share} for ${meant} ± ${tolerance}`);
  }
  const counted = fileNames.map((name) => rowsOf(read(name)).length);
  assert.deepEqual(counted, [rows.employers, rows.members, rows.families, rows.contributions]);
});

test('every cohort of edge cases is there', async () => {
  const { lines, read } = await made({ members: 5000, months: 24, seed: 3 });
  for (const line of lines) assert.ok(line.count > 0, line.cohort);
  const named = lines.map(({ cohort }) => cohort);
  for (const when of ['on the 14th', 'on the 15th', 'on the 16th', '15th to 17th, the 15th a day off'])
    assert.ok(named.includes(`contribution: ${when}`), when);
  const contributions = rowsOf(read('contributions')).map((row) => row.split(','));
  const wages = new Set(contributions.filter((row) => row[2] === '2026-10').map((row) => Number(row[3])));
  for (const wage of [11_086_299, 11_086_300, 11_086_301]) assert.ok(wages.has(wage), String(wage));
  const days = new Set(contributions.map((row) => row[6]?.slice(8)));
  for (const day of ['14', '15', '16', '']) assert.ok(days.has(day), day);
  // 15 November 2026 is a Sunday: some pay that day, some on the Monday.
  // The lines of the summary are what stands in the file.
  const paidOn = (day: string) => contributions.filter((row) => row[6]?.slice(8) === day).length;
  for (const day of ['14', '15', '16'])
    assert.equal(lines.find(({ cohort }) => cohort === `contribution: on the ${day}th`)?.count, paidOn(day));
  const sunday = contributions.filter((row) => row[2] === '2026-10').map((row) => row[6]);
  assert.ok(sunday.includes('2026-11-15') && sunday.includes('2026-11-16'));
});

test('no NIK, card or employer number stands for two, and each is built right', async () => {
  const { read } = await made({ members: 3000, months: 1, seed: 9, cast: true });
  const persons = new Map<string, string>();
  const cards = new Set<string>();
  for (const row of rowsOf(read('members'))) {
    const [nik = '', name = '', birthDate = ''] = row.split(',', 3);
    assert.match(nik, /^[1-9]\d{11}(?!0000)\d{4}$/);
    assert.equal(persons.get(nik) ?? name + birthDate, name + birthDate);
    persons.set(nik, name + birthDate);
    const kpj =
      /,(\d{11}),(?:\d{8})?,(?:PU|BPU|PMI|JAKON),\d{4}-\d\d-\d\d,/.exec(row)?.[1] ?? assert.fail(row);
    assert.ok(!cards.has(kpj));
    cards.add(kpj);
  }
  assert.equal(persons.size, 3000 + demonstrationCast(defaultUntil).length);
  const npps = rowsOf(read('employers')).map((row) => row.slice(0, 8));
  assert.equal(new Set(npps).size, npps.length);
});

test('two seeds share no NIK, card, employer or phone number', async () => {
  const numbers = async (seed: number) => {
    const { read } = await made({ members: 2000, months: 1, seed, cast: false });
    const members = rowsOf(read('members')).join('\n');
    const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found]) => found);
    return {
      nik: new Set(all(/^(\d{16}),/gm, members)),
      kpj: new Set(all(/,(\d{11}),(?:\d{8})?,(?:PU|BPU|PMI|JAKON),/g, members)),
      phone: new Set(all(/,(\+\d+),/g, members)),
      npp: new Set(all(/^(\d{8}),/gm, read('employers'))),
    };
  };
  const [one, another, demonstration] = [await numbers(5), await numbers(6), await numbers(2026)];
  for (const kind of ['nik', 'kpj', 'phone', 'npp'] as const) {
    assert.ok(one[kind].size >= (kind === 'npp' ? 80 : 1500), `${kind}: ${one[kind].size}`);
    assert.ok(one[kind].isDisjointFrom(another[kind]), `${kind} of 5 and 6`);
    assert.ok(one[kind].isDisjointFrom(demonstration[kind]), `${kind} of 5 and 2026`);
  }
});

test('no contribution is older than July 2015, and nothing has happened that lies ahead', async () => {
  const { read } = await made({ members: 300, months: 400, seed: 2, until: '2016-02', cast: true });
  for (const row of rowsOf(read('contributions'))) {
    const [, , of = '', , ...dates] = row.split(',');
    assert.ok(of >= '2015-07' && of <= '2016-02', row);
    const happened = dates.filter((day) => day !== '');
    assert.ok(
      happened.every((day, index) => day <= '2016-03-20' && day >= (happened[index - 1] ?? '')),
      row,
    );
    assert.deepEqual(
      dates.slice(happened.length),
      dates.slice(happened.length).map(() => ''),
      row,
    );
  }
});

test('Siti Rahayu has two cards, no July of last year, and an unpaid last month', async () => {
  const { read } = await made({ members: 0, months: 1, seed: 1, cast: true });
  const months = rowsOf(read('contributions')).filter((row) => /,(?:14038214567|19017743208),/.test(row));
  assert.equal(months.length, (2026 - 2015) * 12 + 4 - 1);
  assert.ok(!months.some((row) => row.includes(',2025-07,')));
  assert.equal(months.at(-1), '19000171,19017743208,2026-10,12735000,2026-11-03,2026-11-05,,');
  const cast = demonstrationCast(defaultUntil);
  assert.deepEqual(
    cast.map(({ username }) => username.split('.')[0]),
    ['siti', 'budi', 'rizky', 'agus', 'dewi', 'hasan', 'yosina', 'wayan', 'lestari'],
  );
  assert.ok(cast.every(({ email }) => email === undefined || email.endsWith('@contoh.id')));
});

test('ten times the members need no more memory', () => {
  const program = `
    import { generate } from '#generate';
    await generate({ members: Number(process.env.MEMBERS), months: 6, seed: 1, out: process.env.OUT });
    process.stdout.write(String(process.resourceUsage().maxRSS));`;
  const kilobytes = (members: number) => {
    const env = { ...process.env, MEMBERS: String(members), OUT: join(root, 'memory') };
    const options = [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=4',
      '--input-type=module',
      '-e',
      program,
    ];
    return Number(spawnSync(process.execPath, options, { env, encoding: 'utf8' }).stdout);
  };
  const [small, large] = [kilobytes(4_000), kilobytes(40_000)];
  assert.ok(small > 20_000 && large < small + 40_000, `${small} KB and ${large} KB`);
});
