import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { translatorFor } from '#platform';
import { appointClerk } from '../../src/commands/demonstration-employers.ts';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import { enterCode, enterPassword, type Mode, messagesTo, press, wordsOf } from '../support/journey.ts';
import { lookerAt } from '../support/looking.ts';
import { appCode } from '../support/officer.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { employer: origin } = program.origins;
const larger = `${origin}/employer/19000901`;
const smaller = `${origin}/employer/19000902`;

async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
  return readFile(await download.path(), 'utf8');
}

async function send(page: Page, text: string, submit: string): Promise<void> {
  const file = { name: 'upah.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.setInputFiles('input[type=file]', file);
  await press(page, submit);
  await page.waitForURL(`${origin}/employer/*/filing/*`);
}

/** The page looks again by itself until the state of the filing is this one. */
const until = (page: Page, state: string) => page.locator('h1 .badge', { hasText: state }).waitFor();

const modes: readonly Mode[] = [
  { javaScript: false, language: 'id' },
  { javaScript: true, language: 'en' },
];

/** A clerk of both employers with an authenticator app of the own: a code works once. */
async function newClerk(secret: string): Promise<string> {
  const opened = await program.openAccount({ roles: ['clerk'], secondFactor: ['totp'], totpSecret: secret });
  await appointClerk(program.database, opened.accountId, new Date());
  return opened.username;
}

for (const mode of modes) {
  const { language, javaScript } = mode;
  const t = translatorFor(language);
  test(`${language}, JavaScript ${javaScript ? 'on' : 'off'}: a clerk files wages with faults, mends them, approves, and fills in the form`, async () => {
    const context = await newContext({ ...mode, width: 320 });
    const page = await context.newPage();
    const look = lookerAt(page, mode);
    await page.goto(`${origin}/?lang=${language}`);
    await look('home');
    await press(page, t('employer.home.sign_in'));
    const secret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLA';
    await enterPassword(page, await newClerk(secret));
    await enterCode(page, appCode(secret));
    await page.waitForURL(`${origin}/employers`);
    await look('employers');
    await page.goto(larger);
    await look('overview');
    await press(page, t('employer.actions.wages'));
    await look('upload');
    const sample = await saved(page, t('employer.sample.download'));
    const lines = sample.trimEnd().split('\r\n');
    assert.match(lines[0] ?? '', /KPJ,NAMA_LENGKAP,UPAH,RAPEL,BLTH$/);
    assert.equal(lines.length, 37);
    // Each language files a month of its own, so that one does not find the other's.
    const month = await page.inputValue('select[name=month]');
    const own = language === 'id' ? month : '2026-01';
    await page.selectOption('select[name=month]', own);
    const whole = lines.map((line) => line.replace(/,\d{4}-\d{2}$/, `,${own}`));
    const faulty = whole
      .with(2, whole[2]?.replace(/,(\d+),,/, ',1.5 juta,,') ?? '')
      .with(5, whole[5]?.replace(/^\d+/, '12') ?? '');
    await send(page, `${faulty.join('\r\n')}\r\n`, t('employer.upload.submit'));
    await until(page, t('employer.state.checked'));
    await look('looked at');
    assert.match(await wordsOf(page), new RegExp(t('filing.reason.wage_not_whole_rupiah').slice(0, 30)));
    const bad = await saved(page, t('employer.refused.download'));
    const [header, first, second] = bad.trimEnd().split('\r\n');
    assert.match(header ?? '', /ALASAN_DITOLAK$/);
    assert.ok(first?.includes('1.5 juta') && second?.startsWith('12,'), bad);
    await press(page, t('employer.approve.submit'));
    await until(page, t('employer.state.counted'));
    await look('counted');
    await page.goto(`${larger}/upload/wages`);
    await page.selectOption('select[name=month]', own);
    const mended = `${whole[0]}\r\n${whole[2]}\r\n${whole[5]}\r\n`;
    await send(page, mended, t('employer.upload.submit'));
    await until(page, t('employer.state.checked'));
    assert.doesNotMatch(await wordsOf(page), new RegExp(t('employer.refused.title')));
    await press(page, t('employer.approve.submit'));
    await until(page, t('employer.state.counted'));
    await page.goto(`${smaller}/form`);
    await look('form');
    const field = page.locator('input[name^="wage-"]').first();
    await field.fill(language === 'id' ? 'Rp 3.1OO.000' : 'much');
    await press(page, t('employer.form.submit'));
    await look('form with a fault');
    await field.fill(language === 'id' ? 'Rp3.100.000' : '3200000');
    await press(page, t('employer.form.submit'));
    await page.waitForURL(`${origin}/employer/*/filing/*`);
    await until(page, t('employer.state.checked'));
    await look('form looked at');
    await press(page, t('employer.withdraw.submit'));
    await until(page, t('employer.state.withdrawn'));
    await page.goto(`${smaller}/form/workers`);
    await page.fill('input[name=full_name-1]', 'Sari Warung');
    await press(page, t('employer.worker_form.add'));
    await page.fill('input[name=full_name-2]', 'Tono Warung');
    await press(page, t('employer.worker_form.submit'));
    await look('form of new workers with faults');
    assert.equal(await page.inputValue('input[name=full_name-2]'), 'Tono Warung');
    await page.goto(`${smaller}/form/exits`);
    await page.selectOption('select[name=card]', { index: 1 });
    await page.fill('input[name=day]', '31-10-2026');
    await page.selectOption('select[name=reason]', 'resigned');
    await press(page, t('employer.exit_form.submit'));
    await until(page, t('employer.state.checked'));
    await look('exit looked at');
    await press(page, t('employer.withdraw.submit'));
    await until(page, t('employer.state.withdrawn'));
    await page.goto(`${smaller}/clerks`);
    const address = `undangan.${language}@contoh.example`;
    await page.fill('input[name=email]', address);
    await press(page, t('employer.invite.submit'));
    await page.getByRole('heading', { name: t('employer.invitations.title') }).waitFor();
    await look('clerks');
    await context.close();
    await acceptFrom(address, mode);
  });
}

/** The invited member signs in with the own account on the way from the link. */
async function acceptFrom(address: string, mode: Mode): Promise<void> {
  const t = translatorFor(mode.language);
  let link: string | undefined;
  for (let tries = 0; tries < 100 && !link; tries += 1) {
    const [message] = await messagesTo(program, address);
    link = /http\S+\/invitation\/link\?token=\S+/.exec(message?.text ?? '')?.[0];
    if (!link) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(link, 'the invitation comes by e-mail');
  const context = await newContext({ ...mode, width: 320 });
  const page = await context.newPage();
  await page.goto(`${origin}/?lang=${mode.language}`);
  await page.goto(link);
  await enterPassword(page, mode.language === 'id' ? 'hasan.basri' : 'rizky.pratama');
  await page.waitForURL(`${origin}/invitation`);
  await lookerAt(page, mode)('invitation');
  await press(page, t('employer.join.submit'));
  await page.waitForURL(smaller);
  await page.goto(link);
  assert.match(await wordsOf(page), new RegExp(t('employer.join.gone').slice(0, 30)));
  await context.close();
}
