import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { demonstrationCast } from '#generate';
import { addMonths, dayIn, monthOf } from '#kernel';
import { openDatabase, sql, Statement } from '#platform';
import { runGoid } from '../support/command.ts';
import { formsOf, tablesHolding } from '../support/content.ts';
import { type Browser, newBrowser, type Page } from '../support/cookie-jar.ts';
import { demonstrationPassword, messagesTo, newestCode } from '../support/journey.ts';
import { startProgram } from '../support/program.ts';
import { enter } from '../support/tour.ts';

const program = await startProgram({ environment: { LOG_LEVEL: 'debug' } });
const { origins, environment } = program;
const database = openDatabase({ url: program.databaseUrl, poolSize: 2 });
after(() => database.close());
const run = (statement: string) => database.run(new Statement([statement], []));

// A job is gone once it is done, so each is kept as it was written.
await run('create table public.seen_job (content text)');
await run(`create function public.see_job() returns trigger language plpgsql security definer as
  $$ begin insert into public.seen_job values (new::text); return new; end $$`);
await run(`create trigger seen after insert or update on graphile_worker._private_jobs
  for each row execute function public.see_job()`);

const cast = demonstrationCast(addMonths(monthOf(dayIn(new Date())), -1));
const castOf = (username: string) =>
  cast.find((member) => member.username === username) ?? assert.fail(username);
const budi = castOf('budi.santoso');

/** What is planted, by what it is. Nothing of it may stand anywhere in plain. */
const canaries: Record<string, string> = {
  'right password': demonstrationPassword,
  'wrong password': 'Burung-Kenari-Salah-93',
  'wrong code': '918273',
  'typed e-mail': 'kenari.ketik@rahasia.example',
  'typed phone': '+6281977766655',
  'typed number': '3299010203040506',
  'refused NIK': '3299010101019999',
  'refused e-mail': 'kenari.tolak@rahasia.example',
  'refused phone': '+6281988877766',
  'refused name': 'Kenarinda Ditolakwati',
  'imported NIK': '3299010101900007',
  'imported e-mail': 'kenari.masuk@rahasia.example',
  'imported phone': '+6281966655544',
  'imported name': 'Kenarinda Diterimawati',
  "mother's name": 'Ibunda Kenariwati',
  'callback code': 'kode-kenari-balik-7712',
  hint: 'kenari.petunjuk@rahasia.example',
};
for (const { username, nik, email, phone } of cast) {
  canaries[`NIK of ${username}`] = nik;
  if (email) canaries[`e-mail of ${username}`] = email;
  if (phone) canaries[`phone of ${username}`] = phone;
}

const browsers: Browser[] = [];
const visited: URL[] = [];
const browser = () => {
  const one = newBrowser();
  browsers.push(one);
  return one;
};
const noted = (page: Page) => {
  visited.push(page.url);
  return page;
};

async function tryPassword(identifier: string, password: string): Promise<Page> {
  const one = browser();
  return noted(await enter(one, noted(await one.get(`${origins.portal}/login`)), identifier, password));
}

/** Signs budi in with a wrong and then the right code; the right one becomes a canary. */
async function signInWithCode(): Promise<void> {
  const one = browser();
  const codePage = noted(await enter(one, noted(await one.get(`${origins.portal}/login`)), 'budi.santoso'));
  const code = await newestCode(program, budi.phone ?? '');
  // Six digits may stand by chance in an id or an instant, so the words around it in the message are not asked for.
  canaries['right code'] = code;
  const wrong = code === canaries['wrong code'] ? '918274' : (canaries['wrong code'] ?? '');
  const again = noted(await one.submit(codePage, '/code', { code: wrong }));
  assert.equal(again.status, 422);
  const end = noted(await one.submit(again, '/code', { code, remember: 'on' }));
  assert.equal(end.url.pathname, '/dashboard');
  for (const path of ['/details?nik=show', '/contributions', '/contributions.csv', '/balance'])
    noted(await one.get(origins.portal + path));
}

/** Asks for a new password, for nobody and for siti, and opens the link of hers; its token becomes a canary. */
async function followResetLink(): Promise<void> {
  const siti = castOf('siti.rahayu').email ?? '';
  for (const identifier of [canaries['typed phone'] ?? '', siti]) {
    const one = browser();
    const form = noted(await one.get(`${origins.sso}/forgot-password`));
    const sent = noted(await one.submit(form, '/forgot-password', { identifier }));
    assert.equal(sent.url.pathname, '/forgot-password/sent');
  }
  const link = await newestLink(siti);
  canaries['reset token'] = link.searchParams.get('token') ?? assert.fail('no token');
  const page = noted(await browser().get(link));
  assert.equal(page.url.href, `${origins.sso}/reset-password`);
}

async function newestLink(to: string): Promise<URL> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await messagesTo(program, to)).flatMap(({ text }) => /\S+token=\S+/.exec(text)?.[0] ?? []);
    if (found[0]) return new URL(found[0]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail('no link came');
}

function logFaults(): string[] {
  const log = program.log().toLowerCase();
  return Object.entries(canaries)
    .filter(([what]) => !what.endsWith(' code') || what === 'callback code')
    .filter(([, value]) => formsOf(value).some((form) => log.includes(form)))
    .map(([what]) => `the log holds the ${what}`);
}

const folder = mkdtempSync(join(tmpdir(), 'goid-canaries-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('[V16.2.5] sign-ins, wrong tries and stray addresses leave nothing in the log', async () => {
  for (const what of ['typed e-mail', 'typed phone', 'typed number'])
    assert.equal((await tryPassword(canaries[what] ?? '', canaries['wrong password'] ?? '')).status, 422);
  assert.equal((await tryPassword('siti.rahayu', canaries['wrong password'] ?? '')).status, 422);
  assert.equal(
    (await tryPassword(castOf('siti.rahayu').email ?? '', demonstrationPassword)).url.pathname,
    '/dashboard',
  );
  await signInWithCode();
  await followResetLink();
  const stray = browser();
  const hint = encodeURIComponent(canaries['hint'] ?? '');
  for (const address of [
    `${origins.portal}/callback?state=${canaries['callback code']}&code=${canaries['callback code']}`,
    `${origins.portal}/login?to=${encodeURIComponent(`/details?q=${canaries['typed number']}`)}`,
    `${origins.portal}/${canaries['typed number']}`,
    `${origins.sso}/signin/${canaries['callback code']}`,
    `${origins.sso}/oauth/authorize?client_id=${hint}&login_hint=${hint}&redirect_uri=${hint}`,
    `${origins.sso}/oauth/logout?id_token_hint=${hint}&state=${hint}`,
  ])
    await stray.get(address, { follow: false });
  assert.deepEqual(logFaults(), []);
});

test('[V13.4.2 V16.2.5 V16.5.1 V16.5.3] a database error that quotes the row, and a bug, leave nothing in the log', async () => {
  await run('alter table activity.entry add constraint canary check (false) not valid');
  const refused = await tryPassword('siti.rahayu', canaries['wrong password'] ?? '');
  const unrecorded = await tryPassword('siti.rahayu', demonstrationPassword);
  await run('alter table activity.entry drop constraint canary');
  assert.equal(refused.status, 500);
  await run('alter table throttle.state rename column count to count_away');
  const broken = await tryPassword(canaries['typed e-mail'] ?? '', canaries['wrong password'] ?? '');
  const uncounted = await tryPassword('siti.rahayu', demonstrationPassword);
  await run('alter table throttle.state rename column count_away to count');
  assert.equal(broken.status, 500);
  // Nobody gets in, not even with the right password, while nothing can be recorded or counted.
  assert.deepEqual([unrecorded.status, uncounted.status], [500, 500]);
  assert.match(program.log(), /23514/, 'the log names what the database refused');
  for (const page of [refused, broken])
    assert.doesNotMatch(page.body.replace(/<style>.*<\/style>/, ''), /constraint|column|\.ts:|at async/);
  assert.deepEqual(logFaults(), []);
  assert.equal((await tryPassword('siti.rahayu', demonstrationPassword)).status, 200, 'and it goes on');
});

test('an import with refused rows shows values only in the report beside the file', async () => {
  const header =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  const good = `${canaries['imported NIK']},${canaries['imported name']},1990-01-01,,P,${canaries["mother's name"]},,32,${canaries['imported e-mail']},${canaries['imported phone']},09911000001,,BPU,2024-01-10,`;
  const bad = `${canaries['refused NIK']},${canaries['refused name']},1990-13-41,,X,${canaries["mother's name"]},,99,${canaries['refused e-mail']},${canaries['refused phone']},09911000002,,BPU,2024-01-10,`;
  const file = join(folder, 'members.csv');
  writeFileSync(file, `${header}\n${good}\n${bad}\n`);
  const { code, output, fault } = await runGoid(['import', 'members', file], environment);
  assert.equal(code, 3, output + fault);
  const said = (output + fault).toLowerCase();
  for (const [what, value] of Object.entries(canaries)) assert.ok(!said.includes(value.toLowerCase()), what);
  const report = readFileSync(`${file}.refused.csv`, 'utf8');
  assert.match(report, /^row,column,value,reason\n2|3,/);
});

test('no table of any schema holds one of them in plain, job payloads and their errors included', async () => {
  // Names stand in the register as names; they are searched for there.
  const hidden = Object.fromEntries(Object.entries(canaries).filter(([what]) => what !== 'imported name'));
  const found = await tablesHolding(database, hidden);
  const code = canaries['right code'] ?? '';
  // Six digits may occur within a longer number; as a value of their own they may not.
  const byChance = found.filter((line) => line.endsWith(' code') && !line.endsWith('callback code'));
  assert.deepEqual(
    found.filter((line) => !byChance.includes(line)),
    [],
  );
  for (const table of new Set(byChance.map((line) => line.split(' ')[0] ?? ''))) {
    const [row] = await database.many(
      new Statement(
        [
          `select 1 from ${table} t where t::text ~ '(^|[^0-9a-f])(${code}|${canaries['wrong code']})([^0-9a-f]|$)' limit 1`,
        ],
        [],
      ),
    );
    assert.equal(row, undefined, table);
  }
  const { jobs } = await database.one<{ jobs: number }>(
    sql`select count(*)::int as jobs from public.seen_job`,
  );
  assert.ok(jobs > 0, 'jobs were seen');
});

test('[V14.2.1] no cookie value stands in a table, and no address that was visited holds a canary', async () => {
  const tokens: Record<string, string> = {};
  for (const [index, one] of browsers.entries())
    for (const { name, value } of one.cookies.values())
      // The uid of an interaction is no secret: the cookie counts only with its signature.
      if (value.length >= 16 && !/^op_(?:ix|resume)$/.test(name))
        tokens[`cookie ${name} of browser ${index}`] = decodeURIComponent(value);
  assert.ok(Object.keys(tokens).length > 10);
  assert.deepEqual(await tablesHolding(database, tokens), []);
  for (const { href } of visited)
    for (const [what, value] of Object.entries(canaries))
      assert.ok(!formsOf(value).some((form) => href.toLowerCase().includes(form)), `${what} in ${href}`);
});
