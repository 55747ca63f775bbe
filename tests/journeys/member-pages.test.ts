import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Month } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { copyShape } from '#privacy';
import { formatMonth, formatRupiah, sql, translatorFor } from '#platform';
import type { Page } from 'playwright-core';
import { demonstrationAccounts } from '../../src/commands/demonstration-accounts.ts';
import { demonstrationRate } from '../../src/commands/demonstration-returns.ts';
import { testBrowser } from '../support/browser.ts';
import {
  csvRows,
  demonstrationMembers,
  type FiledMember,
  savingsShares,
} from '../support/demonstration-files.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  enterCode,
  enterPassword,
  type InboxMessage,
  messagesTo,
  newestCode,
  press,
  wordsOf,
} from '../support/journey.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { portal } = program.origins;
const members = await demonstrationMembers(new Date());
const t = translatorFor('id');

/** Signs in, with a code where one is asked for; without JavaScript unless asked for. */
async function openAs(username: string, options: { javaScript?: boolean } = {}): Promise<Page> {
  const context = await newContext({ javaScript: false, ...options });
  const page = await context.newPage();
  await page.goto(`${portal}/login?to=/dashboard`);
  const began = Date.now();
  await enterPassword(page, username);
  await page.waitForURL(/\/(?:code|dashboard)$/);
  if (page.url().endsWith('/code')) {
    const member = members.find((one) => one.username === username);
    const to =
      (await page.locator('input[name=method]').first().inputValue()) === 'sms'
        ? member?.phone
        : member?.email;
    await enterCode(page, await newestCode(program, to ?? '', began));
    await page.waitForURL(`${portal}/dashboard`);
  }
  return page;
}

const memberNamed = (username: string): FiledMember => {
  const found = members.find((one) => one.username === username);
  assert.ok(found);
  return found;
};

const postedOf = ({ contributions }: FiledMember) => contributions.filter(({ postedOn }) => postedOn !== '');

const lastYear = new Date().getUTCFullYear() - 1;

/** What each closed year must have earned: month by month a twelfth of the rate on the balance that the month began with. */
function returnsIn(member: FiledMember): bigint[] {
  const returns: bigint[] = [];
  let balance = 0n;
  for (let year = 2015; year <= lastYear; year += 1) {
    let rupiahMonths = 0n;
    for (const month of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']) {
      rupiahMonths += balance;
      balance += paidIn(postedOf(member).filter(({ postedOn }) => postedOn.startsWith(`${year}-${month}`)));
    }
    const earned = (rupiahMonths * BigInt(demonstrationRate(year))) / 1_200_000n;
    balance += earned;
    if (earned > 0n) returns.push(earned);
  }
  return returns;
}

const paidIn = (rows: FiledMember['contributions']) =>
  rows.map(savingsShares).reduce((sum, { employee, employer }) => sum + employee + employer, 0n);

/** What the savings must be: the JHT shares of every contribution that the files say is posted, and what they earned. */
function savingsIn(member: FiledMember): bigint {
  return returnsIn(member).reduce((sum, amount) => sum + amount, paidIn(postedOf(member)));
}

const rupiahOf = (text: string) => BigInt(text.replaceAll(/[^\d\u2212-]/g, '').replace('\u2212', '-'));

/** The cells of every row of a page's first table, over all its pages. */
async function allRows(page: Page, address: string): Promise<string[][]> {
  const rows: string[][] = [];
  for (let next: string | null = address; next;) {
    await page.goto(new URL(next, portal).href);
    rows.push(
      ...(await page
        .locator('table.stacks:not(details *)')
        .first()
        .locator('tbody tr')
        .evaluateAll((all) =>
          all.map((row) =>
            [...row.children].map((cell) => (cell.textContent ?? '').trim().replaceAll(/\s+/g, ' ')),
          ),
        )),
    );
    const older = page.locator('main nav a', { hasText: t('portal.paging.older') });
    next = (await older.count()) > 0 ? await older.getAttribute('href') : null;
  }
  return rows;
}

async function downloadedRows(page: Page) {
  const href = await page.locator('a[download]').getAttribute('href');
  const answer = await page.request.get(new URL(href ?? '', portal).href);
  assert.match(
    answer.headers()['content-disposition'] ?? '',
    /attachment; filename="riwayat-iuran(-\d{4})?-titik-koma\.csv"/,
  );
  return csvRows(await answer.body());
}

// One person of the demonstration has no account.
const accounts = new Set(demonstrationAccounts().map(({ identifier }) => identifier));
for (const member of members.filter(({ username }) => accounts.has(username))) {
  test(`${member.username}: dashboard, balance and download say what the imported files say`, async () => {
    const page = await openAs(member.username);
    const expected = formatRupiah(savingsIn(member), 'id');
    assert.equal(await page.locator('.amount').innerText(), expected, 'dashboard');
    await page.goto(`${portal}/balance`);
    assert.equal(await page.locator('.amount').innerText(), expected, 'balance');
    await page.goto(`${portal}/contributions`);
    assertFileTells(await downloadedRows(page), member);
    await page.context().close();
  });
}

// Long and with a missing month, self-employed, and in arrears: page after page, to the first month.
for (const member of ['siti.rahayu', 'agus.setiawan', 'dewi.anggraini'].map(memberNamed)) {
  test(`${member.username}: movements add up to the balance, and the pages show what the download holds`, async () => {
    const page = await openAs(member.username);
    const movements = await allRows(page, '/balance');
    assert.equal(movements.length, postedOf(member).length + returnsIn(member).length);
    let running = 0n;
    // The self-employed have no column for an employer; the balance stands before the last one in any case, which asks what is wrong.
    for (const movement of movements.toReversed()) {
      running += rupiahOf(movement[1] ?? '');
      assert.equal(rupiahOf(movement.at(-2) ?? ''), running);
    }
    assert.equal(running, savingsIn(member));
    const shown = await allRows(page, '/contributions');
    await page.goto(`${portal}/contributions`);
    assert.deepEqual(shown.map(monthAndTotal), (await downloadedRows(page)).map(monthAndTotalInFile));
    await page.context().close();
  });
}

const monthAndTotal = ([month = '', total = '']: string[]) =>
  `${month.replaceAll(/\s/g, ' ')} ${total.replace('–', '')}`;

function monthAndTotalInFile(row: Readonly<Record<string, string>>): string {
  const total = row[t('portal.column.total')] ?? '';
  const month = formatMonth((row[t('portal.column.month')] ?? '') as Month, 'id', 'short').replaceAll(
    /\s/g,
    ' ',
  );
  return `${month} ${total === '' ? '' : formatRupiah(BigInt(total), 'id')}`;
}

/** Every row of the imported file stands in the download with its wage, JHT shares and dates, and no other but missing months. */
function assertFileTells(file: readonly Readonly<Record<string, string>>[], member: FiledMember): void {
  const reported = file.filter((row) => row[t('portal.column.wage')] !== '');
  for (const row of file.filter((one) => one[t('portal.column.wage')] === ''))
    // Nobody reports for the self-employed: a month without a row is one that they have not paid.
    assert.equal(
      row[t('portal.column.state')],
      t(row[t('portal.column.employer')] === '' ? 'portal.state.overdue' : 'portal.state.missing'),
    );
  const told = reported.map((row) => ({
    kpj: row[t('portal.column.member_number')],
    month: row[t('portal.column.month')],
    wage: row[t('portal.column.wage')],
    employee: row[`JHT ${t('portal.column.employee_share')}`],
    employer: row[`JHT ${t('portal.column.employer_share')}`],
    dates: ['reported', 'billed', 'paid', 'posted'].map(
      (step) => row[t(`portal.step.${step}` as 'portal.step.paid')],
    ),
  }));
  const filed = member.contributions.map((row) => ({
    kpj: row.kpj,
    month: row.month,
    wage: String(row.wage),
    employee: String(savingsShares(row).employee),
    employer: String(savingsShares(row).employer),
    dates: [row.reportedOn, row.billedOn, row.paidOn, row.postedOn],
  }));
  assert.deepEqual(told, filed);
}

test('the dashboard shows the missing month and leads to it; the balance stands on the first screen of a phone', async () => {
  const page = await openAs('siti.rahayu');
  const words = await wordsOf(page);
  const missing = t('portal.attention.missing_month', {
    month: formatMonth('2025-07' as Month, 'id', 'short'),
  });
  assert.ok(words.includes(missing), words);
  const box = await page.locator('.amount').boundingBox();
  assert.ok(box && box.y + box.height <= 640, `the balance ends at ${box?.y} px`);
  assert.equal(
    await page.locator('.rows').first().locator('li h3').count(),
    3,
    'the last three contributions',
  );
  await page.getByRole('link', { name: missing }).click();
  await page.waitForURL(/\/contributions\/month\/[\w-]+\/2025-07$/);
  assert.ok((await wordsOf(page)).includes(t('portal.state.missing')));
  await page.context().close();
});

test('the history is filtered by an ordinary form: year, employer, programme', async () => {
  const siti = memberNamed('siti.rahayu');
  const page = await openAs('siti.rahayu');
  const choose = async (name: string, label: string) => {
    await page.goto(`${portal}/contributions`);
    await page.locator('main summary').first().click();
    await page.selectOption(`select[name=${name}]`, { label });
    await page.locator('.filter button').click();
    await page.waitForURL((url) => url.searchParams.get(name) !== null);
    return page.url().replace(portal, '');
  };
  const inYear = await allRows(page, await choose('year', '2025'));
  assert.equal(inYear.length, 12, 'eleven reported months and the missing one');
  assert.ok(inYear.every(([month]) => month?.endsWith('2025')));
  const atEmployer = await allRows(page, await choose('employer', 'PT Mekar Abadi Garmindo'));
  const first = siti.contributions.filter(({ npp }) => npp === '19000182');
  assert.equal(atEmployer.length, first.length);
  const address = await choose('programme', t('portal.programme.JHT'));
  const savings = await allRows(page, address);
  const shares = siti.contributions.map((row) => savingsShares(row).employee);
  assert.deepEqual(
    savings.filter(([, total]) => total !== '–').map(([, , own = '']) => rupiahOf(own)),
    shares,
  );
  await page.goto(`${portal}/contributions?year=2025`);
  assert.equal((await downloadedRows(page)).length, 12, 'the download follows the filter');
  await page.goto(`${portal}/contributions?year=1999&employer=x&programme=y&page=-3`);
  assert.ok((await wordsOf(page)).includes(t('portal.contributions.none_match')));
  await page.context().close();
});

test('the NIK is masked, shown whole when asked for, recorded, and hidden again', async () => {
  const { nik } = memberNamed('siti.rahayu');
  const digits = (text: string) => text.replaceAll(/[\s\u00a0]/g, '');
  const page = await openAs('siti.rahayu');
  const revealed = async () =>
    (
      await program.database.one<{ count: number }>(
        sql`select count(*)::int as count from activity.entry where event = 'national_number_revealed'`,
      )
    ).count;
  await page.goto(`${portal}/details`);
  assert.ok(!digits(await page.content()).includes(nik));
  assert.equal(await revealed(), 0);
  await press(page, t('portal.details.reveal'));
  await page.getByText(t('portal.details.revealed')).waitFor();
  assert.ok(digits(await wordsOf(page)).includes(nik));
  assert.equal(await revealed(), 1);
  await page.goto(`${portal}/details`);
  assert.ok(!digits(await page.content()).includes(nik));
  const words = await wordsOf(page);
  for (const expected of [
    'Siti Rahayu',
    'Bandung',
    'Andi Wijaya',
    '14038214567',
    '19017743208',
    'PT Sinar Nusantara',
  ])
    assert.ok(words.includes(expected), expected);
  assert.ok(!words.includes('Aminah Mulyani, '), "the mother's name is masked among the identity rows");
  await page.context().close();
});

for (const username of ['siti.rahayu', 'agus.setiawan', 'wayan.sudarma'])
  test(`${username}: the dashboard and the programmes agree on what is covered`, async () => {
    const page = await openAs(username);
    const badgeOf = async (name: string) =>
      page.locator('li.pair', { hasText: name }).locator('.badge').innerText();
    const names = (['JHT', 'JP', 'JKK', 'JKM', 'JKP'] as const).map((one) => t(`portal.programme.${one}`));
    const onDashboard = await Promise.all(names.map(badgeOf));
    await page.goto(`${portal}/programmes`);
    const onProgrammes = await Promise.all(
      names.map((name) =>
        page.locator('section.card', { hasText: name }).first().locator('.badge').innerText(),
      ),
    );
    assert.deepEqual(onProgrammes, onDashboard);
    assert.equal(new Set(onDashboard).size > 1 || username === 'wayan.sudarma', true);
    await page.context().close();
  });

test('a member whose employer has reported nothing yet is told so on every page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'goid-newcomer-'));
  const file = join(folder, 'members.csv');
  const goid = join(import.meta.dirname, '../../goid');
  const lines = [
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on',
    `3273010101990001,Nina Baru,1999-01-01,,P,,,32,,,10099000001,19000171,PU,${new Date().toISOString().slice(0, 10)},`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const ran = spawnSync(goid, ['import', 'members', file, '--json'], {
    env: { ...program.environment, NODE_ENV: 'test' },
    encoding: 'utf8',
  });
  assert.equal(ran.status, 0, ran.stderr + ran.stdout);
  rmSync(folder, { recursive: true, force: true });
  const personId = await findPersonByMemberNumber(program.database, '10099000001');
  assert.ok(personId);
  const account = await program.openAccount({ personId, displayName: 'Nina Baru' });
  const page = await openAs(account.username);
  const words = await wordsOf(page);
  assert.ok(words.includes(t('portal.dashboard.no_contributions')));
  assert.ok(words.includes(t('portal.attention.none')));
  assert.ok(words.includes(formatRupiah(0n, 'id')));
  await page.goto(`${portal}/contributions`);
  assert.ok((await wordsOf(page)).includes(t('portal.contributions.empty_text')));
  await page.goto(`${portal}/balance`);
  assert.ok((await wordsOf(page)).includes(t('portal.balance.no_movements')));
  await page.goto(`${portal}/details`);
  assert.ok((await wordsOf(page)).includes('10099000001'));
  await page.context().close();
});

test('an account that belongs to nobody on the register is told whom to ask', async () => {
  const account = await program.openAccount();
  const page = await openAs(account.username);
  for (const path of ['/dashboard', '/contributions', '/balance', '/details', '/programmes']) {
    await page.goto(`${portal}${path}`);
    assert.ok((await wordsOf(page)).includes(t('portal.no_person.text')), path);
  }
  await page.context().close();
});

test('a button downloads the file in the browser, with a name that says what it is', async () => {
  const page = await openAs('rizky.pratama', { javaScript: true });
  await page.goto(`${portal}/contributions`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('portal.contributions.download') }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'riwayat-iuran-titik-koma.csv');
  const rows = csvRows(readFileSync(await download.path()));
  assert.equal(rows.length, memberNamed('rizky.pratama').contributions.length);
  await page.context().close();
});

/** A message about something to an address; waits for it up to ten seconds. */
async function messageAbout(to: string, about: RegExp): Promise<InboxMessage> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await messagesTo(program, to)).find(({ subject }) => about.test(subject ?? ''));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no message ${about.source} came to ${to}`);
}

test('a member without JavaScript gets both files of the own data, once each', async () => {
  const member = memberNamed('hasan.basri');
  const page = await openAs(member.username);
  await page.goto(`${portal}/details`);
  await page.getByRole('link', { name: t('data.links') }).click();
  await page.getByRole('link', { name: t('data.export'), exact: true }).click();
  await press(page, t('data.export.ask'));
  const told = await messageAbout(member.email ?? '', /Salinan data/);
  assert.ok(!told.text.includes(member.nik), 'no data in the message');
  await page.goto(`${portal}/data/export`);
  const fetched: Buffer[] = [];
  for (const name of [t('data.export.get_pdf'), t('data.export.get_json')]) {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
    fetched.push(readFileSync(await download.path()));
  }
  assert.equal(fetched[0]?.subarray(0, 5).toString(), '%PDF-');
  const copy = copyShape.parse(JSON.parse(String(fetched[1])));
  assert.equal(copy.person?.nationalNumber, member.nik);
  assert.equal(copy.savings.balance, Number(savingsIn(member)));
  // The page from before still shows the buttons.
  await press(page, t('data.export.get_pdf'));
  assert.ok((await wordsOf(page)).includes(t('data.export.gone')));
  await page.goto(`${portal}/data`);
  assert.ok((await wordsOf(page)).includes(t('cases.kind.data_export')));
  await page.context().close();
});

test('the deletion of an account waits, and the link of its notice stops it without signing in', async () => {
  const account = await program.openAccount();
  const page = await openAs(account.username);
  await page.goto(`${portal}/data/delete`);
  await page.fill('input[name=word]', 'ya');
  await press(page, t('data.delete.ask'));
  assert.ok((await wordsOf(page)).includes(t('data.delete.type_wrong', { word: t('data.delete.word') })));
  await page.fill('input[name=word]', t('data.delete.word').toLowerCase());
  await press(page, t('data.delete.ask'));
  assert.ok((await wordsOf(page)).includes(t('data.delete.told')));
  const { text } = await messageAbout(account.email, /akan dihapus/);
  const link = /http\S+\/data\/keep\/\w+/.exec(text)?.[0] ?? assert.fail(text);
  const stranger = await (await newContext({ javaScript: false })).newPage();
  await stranger.goto(link);
  assert.equal(stranger.url(), `${portal}/data/keep`, 'the code leaves the address at once');
  await press(stranger, t('data.keep.submit'));
  assert.ok((await wordsOf(stranger)).includes(t('data.keep.next')));
  await stranger.goto(link);
  assert.ok((await wordsOf(stranger)).includes(t('data.keep.typed_lead')), 'once');
  await stranger.context().close();
  await page.goto(`${portal}/data`);
  assert.ok((await wordsOf(page)).includes(t('data.state.cancelled')));
  await page.context().close();
});
