import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPersonByMemberNumber, personDetails } from '#members';
import { sql, translatorFor } from '#platform';
import { carryOutCorrection } from '#privacy';
import type { Page } from 'playwright-core';
import { accountServices } from '../../src/commands/house.ts';
import { testBrowser } from '../support/browser.ts';
import { jpeg, pdf, png } from '../support/documents.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  type Mode,
  modeName,
  press,
} from '../support/journey.ts';
import { look } from '../support/looking.ts';
import { appCode, demonstrationAccount } from '../support/officer.ts';
import { startWholeHouse } from '../support/whole-house.ts';

const { house, database } = await startWholeHouse();
const { console: consoleOrigin, sso, portal } = house.config.origins;
const newContext = await testBrowser();
const worker = accountServices(house, house.open('goid_worker'));
const t = translatorFor('id');
const walks: readonly Mode[] = [
  { javaScript: true, language: 'id' },
  { javaScript: false, language: 'id' },
];

for (const [walk, mode] of walks.entries())
  test(`[V5.4.1 V5.4.2] ${modeName(mode)}: a member asks for a correction with evidence, two officers decide, more is asked for, and the register is right`, async () => {
    const name = walk === 0 ? 'siti.rahayu' : 'rizky.pratama';
    const { memberNumber = '' } = demonstrationAccount(name);
    const personId = (await findPersonByMemberNumber(database, memberNumber)) ?? assert.fail();
    const [member, rina, dewi] = [
      await (await newContext({ ...mode, width: 320 })).newPage(),
      await (await newContext({ ...mode, width: 1100 })).newPage(),
      await (await newContext({ ...mode, width: 320 })).newPage(),
    ];
    await member.goto(`${portal}/login`);
    await enterPassword(member, name);
    await member.waitForURL(`${portal}/dashboard`);
    const address = await fillIn(member, mode);
    await handInAndSend(member, mode);
    const number =
      /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(await member.locator('main').innerText())?.[0] ?? assert.fail();

    await enterConsole(rina, 'petugas', walk);
    await propose(rina, mode, number, 'more', 'Foto KTP buram. Unggah foto akta.');
    await enterConsole(dewi, 'penyelia', walk);
    await decide(dewi, mode, number, true);
    await member.goto(`${sso}/security/cases`);
    await press(member, t('cases.kind.correction'));
    await member.getByText('Foto KTP buram').waitFor();
    await look(member, mode, 'case waits for the member');
    await press(member, t('cases.to_correction'));
    await choose(member, 'akta.pdf', pdf());
    await member.fill('textarea[name=words]', 'Ini aktanya.');
    await look(member, mode, 'needs more');
    await press(member, t('portal.corrections.send'));
    await member.getByText(t('portal.corrections.sent')).waitFor();

    await propose(rina, mode, number, 'accept', 'Sesuai dengan akta.');
    await decide(dewi, mode, number, false);
    const opened = new URL(dewi.url());
    await member.goto(`${sso}/security/activity`);
    await look(member, mode, 'activity');
    await member
      .getByText(/membuka dokumen bukti/)
      .first()
      .waitFor();
    assert.match(opened.pathname, /^\/corrections\//);
    await member.goto(address);
    await look(member, mode, 'corrected');
    await member.getByText('Sesuai dengan akta.').waitFor();
    const register = await personDetails(database, house.keys, personId);
    assert.equal(register?.fullName, 'Nama Yang Benar');
    assert.ok(register?.family.some(({ fullName }) => fullName === 'Laras Anak Contoh'));
    await moveHouse(member, mode);
    await member.goto(`${portal}/corrections`);
    await look(member, mode, 'earlier');
    await rina.goto(`${consoleOrigin}/corrections`);
    await look(rina, mode, 'nothing waits');
    for (const page of [member, rina, dewi]) await page.context().close();
  });

/** From the page of details over a wrong form to a kept one. */
async function fillIn(page: Page, mode: Mode): Promise<string> {
  await page.goto(`${portal}/details`);
  await press(page, t('portal.details.correct'));
  await look(page, mode, 'form');
  await page.fill('input[name=national_number]', '123');
  await page.fill('input[name=full_name]', 'Nama Yang Benar');
  await page.fill('textarea[name=reason]', 'Salah ketik saat didaftarkan');
  await press(page, t('portal.corrections.go_on'));
  await page.getByText(t('portal.corrections.wrong.national_number')).waitFor();
  await look(page, mode, 'wrong');
  assert.equal(await page.inputValue('input[name=full_name]'), 'Nama Yang Benar');
  await page.fill('input[name=national_number]', '');
  await page.fill('input[name=birth_date]', '31-12-1979');
  await press(page, t('portal.corrections.go_on'));
  await page.getByText(t('portal.corrections.birth_differs')).waitFor();
  await look(page, mode, 'draft');
  await addChild(page, mode);
  return page.url();
}

/** A child who is not on record, beside the rest of the request. */
async function addChild(page: Page, mode: Mode): Promise<void> {
  await press(page, t('portal.family.another'));
  await look(page, mode, 'family');
  await page.selectOption('select[name=relation]', 'child');
  await page.fill('input[name=full_name]', 'Laras Anak Contoh');
  await press(page, t('portal.corrections.go_on'));
  await page.getByText(t('portal.family.wrong.birth_date')).waitFor();
  await look(page, mode, 'family wrong');
  await page.fill('input[name=birth_date]', '9-4-2015');
  await press(page, t('portal.corrections.go_on'));
  await page.getByText('Laras Anak Contoh').waitFor();
  await look(page, mode, 'draft with family');
}

/** From the page of details over showing again who it is. */
async function moveHouse(page: Page, mode: Mode): Promise<void> {
  await database.run(sql`update accounts.session set confirmed_at = now() - interval '1 hour'`);
  await page.goto(`${portal}/details`);
  await look(page, mode, 'details');
  await press(page, t('portal.address.change'));
  await look(page, mode, 'address to confirm');
  await press(page, t('portal.corrections.confirm'));
  await page.fill('input[name=password]', demonstrationPassword);
  await press(page, t('security.confirm.submit'));
  await page.waitForURL(`${portal}/details/address`);
  await page.fill('textarea[name=home_address]', 'Jl');
  await press(page, t('portal.address.save'));
  await page.getByText(t('portal.address.refused.address')).waitFor();
  await look(page, mode, 'address wrong');
  await page.fill('textarea[name=home_address]', 'Jalan Kenanga 5, RT 03\nAmbon 97124');
  await page.selectOption('select[name=province]', '81');
  await press(page, t('portal.address.save'));
  await page.waitForURL(`${portal}/details?done=address`);
  await page.getByText(t('portal.address.saved')).waitFor();
  await page.getByText('Ambon 97124').waitFor();
}

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer });

/** A document that is none, one that is, and the sending after showing again who it is. */
async function handInAndSend(page: Page, mode: Mode): Promise<void> {
  const address = page.url();
  await choose(page, 'ktp.jpg', Buffer.from('<html>'));
  await press(page, t('portal.corrections.upload'));
  await page.getByText(t('portal.corrections.file.type')).waitFor();
  await look(page, mode, 'not taken');
  await choose(page, 'ktp.jpg', jpeg());
  await press(page, t('portal.corrections.upload'));
  await page.getByText(t('portal.corrections.document', { number: 1 }), { exact: true }).waitFor();
  await database.run(sql`update accounts.session set confirmed_at = now() - interval '1 hour'`);
  await page.goto(address);
  await look(page, mode, 'to confirm');
  await press(page, t('portal.corrections.confirm'));
  await page.fill('input[name=password]', demonstrationPassword);
  await press(page, t('security.confirm.submit'));
  await page.waitForURL(address);
  await page.locator('button[value=send]').waitFor();
  await choose(page, 'kk.png', png());
  await look(page, mode, 'ready');
  await press(page, t('portal.corrections.send'));
  await page.getByText(t('portal.corrections.sent')).waitFor();
  await page.getByText(t('portal.corrections.document', { number: 2 }), { exact: true }).waitFor();
  await look(page, mode, 'sent');
  assert.ok((await page.locator('main').innerText()).includes('UU 27/2022'));
}

/** A code of the app works once: the second walk types the one after it. */
async function enterConsole(page: Page, name: string, walk: number): Promise<void> {
  await page.goto(`${consoleOrigin}/`);
  await enterPassword(page, name);
  const { totpSecret = '' } = demonstrationAccount(name);
  await enterCode(page, appCode(totpSecret, Date.now() + walk * 30_000));
  await page.waitForURL(`${consoleOrigin}/`);
}

/** From the list, over the reason if it is asked for, to the request. */
async function open(page: Page, mode: Mode, number: string): Promise<void> {
  await page.goto(`${consoleOrigin}/corrections`);
  await look(page, mode, 'corrections');
  await page.getByRole('link', { name: number }).click();
  if ((await page.locator('select[name=reason]').count()) > 0) {
    await page.selectOption('select[name=reason]', 'record_question');
    await page.locator('main form button.button:not(.link)').first().click();
  }
  await page.getByText(t('console.corrections.asked')).waitFor();
}

async function propose(
  page: Page,
  mode: Mode,
  number: string,
  outcome: string,
  words: string,
): Promise<void> {
  await open(page, mode, number);
  await look(page, mode, 'one correction');
  await press(page, t('console.corrections.propose'));
  await page.getByText(t('console.corrections.refused.no-outcome')).waitFor();
  await page.selectOption('select[name=outcome]', outcome);
  await press(page, t('console.corrections.propose'));
  await page.getByText(t('console.corrections.refused.no-words')).first().waitFor();
  assert.equal(await page.inputValue('select[name=outcome]'), outcome);
  await page.fill('textarea[name=words]', words);
  await press(page, t('console.corrections.propose'));
  await page.getByText(t('console.corrections.yours')).waitFor();
}

/** The second officer saves a document, as a file that no page shows, and agrees. */
async function decide(page: Page, mode: Mode, number: string, looks: boolean): Promise<void> {
  await open(page, mode, number);
  if (looks) await look(page, mode, 'to decide');
  const link = page.getByRole('link', { name: t('console.corrections.download', { number: 1 }) });
  const href = new URL((await link.getAttribute('href')) ?? '', consoleOrigin).href;
  const answer = await page.context().request.get(href);
  const headers = answer.headers();
  assert.equal(headers['content-type'], 'application/octet-stream');
  assert.match(
    headers['content-disposition'] ?? '',
    /^attachment; filename="bukti-K-[\w-]+\.(?:jpg|png|pdf)"; filename\*=UTF-8''bukti-K-[\w-]+\.(?:jpg|png|pdf)$/,
  );
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['content-security-policy'] ?? '', /sandbox/);
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual(await answer.body(), jpeg());
  await press(page, t('console.corrections.agree'));
  await page.getByText(t('console.corrections.state.decided')).waitFor();
  const due = await database.many<{ id: string }>(
    sql`select proposal_id as id from support.proposal where approved and applied_at is null`,
  );
  for (const { id: proposalId } of due) await carryOutCorrection(worker, { proposalId });
}
