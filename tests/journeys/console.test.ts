import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inviteOfficer } from '#accounts';
import { systemClock } from '#kernel';
import { createHashPool, type Language, readConfig, translatorFor } from '#platform';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import { enterCode, enterPassword, openSignIn, press, submitButton, wordsOf } from '../support/journey.ts';
import { testKeys } from '../support/keys.ts';
import { lookerAt } from '../support/looking.ts';
import { appCode, demonstrationAccount } from '../support/officer.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { console: origin, sso } = program.origins;
const member = demonstrationAccount('siti.rahayu');

/** From the search to the member behind a case and a reason, and on to the explainer. */
async function lookAtMember(page: Page, language: Language, look: (name: string) => Promise<void>) {
  const t = translatorFor(language);
  await page.goto(`${origin}/search`);
  await look('search');
  await page.fill('input[name=query]', member.memberNumber?.slice(0, 8) ?? '');
  await submitButton(page).click();
  await page.locator('.notice.bad').waitFor();
  await look('found nobody');
  await page.fill('input[name=query]', member.memberNumber ?? '');
  await submitButton(page).click();
  await page.waitForURL(`${origin}/search/*`);
  assert.doesNotMatch(await wordsOf(page), /•••/);
  await look('found');
  await page.selectOption('select[name=reason]', 'cannot_sign_in');
  await page.fill('input[name=words]', 'uji coba');
  await submitButton(page).click();
  await page.waitForURL(`${origin}/look/*`);
  const words = await wordsOf(page);
  assert.match(words, /S•••/);
  assert.doesNotMatch(words, new RegExp(`Siti|Rahayu|${member.memberNumber}`));
  await look('member');
  await press(page, t('console.explain.title'));
  await page.waitForURL(`${origin}/look/*/explain`);
  assert.match(await wordsOf(page), new RegExp(t('explain.nothing').slice(0, 30)));
  await look('explained');
}

test('an agent signs in with the app, finds a member, gives a reason, and the member sees that', async () => {
  const language = 'en';
  const mode = { javaScript: true, language } as const;
  const context = await newContext({ ...mode, width: 320 });
  const page = await context.newPage();
  await page.goto(`${origin}/?lang=${language}`);
  await enterPassword(page, 'petugas');
  await enterCode(page, appCode(demonstrationAccount('petugas').totpSecret ?? ''));
  await page.waitForURL(`${origin}/`);
  const look = lookerAt(page, mode);
  await look('home');
  await lookAtMember(page, language, look);
  const own = await newContext({ language: 'id' });
  const opened = await openSignIn(own, program, { javaScript: true, language: 'id' });
  await enterPassword(opened.page, member.identifier);
  await opened.page.goto(`${sso}/security/activity`);
  assert.match(await wordsOf(opened.page), /Petugas layanan melihat akun Anda .*nomor kasus K./);
});

test('id, JavaScript off: the first officer comes by the printed link and does the same', async () => {
  const config = readConfig({ NODE_ENV: 'test', TEST_HASH_COST: 'on' });
  const hashPool = createHashPool({ slots: 1, queue: 10, deadlineSeconds: 30 });
  const services = { database: program.database, keys: testKeys, config, hashPool, clock: systemClock };
  const invited = await inviteOfficer(services, {
    username: 'ratih',
    displayName: 'Ratih Wulandari (contoh)',
    roles: ['agent', 'supervisor'],
    memberNumber: undefined,
  });
  assert.ok(invited.ok);
  const mode = { javaScript: false, language: 'id' } as const;
  const context = await newContext({ ...mode, width: 1100 });
  const page = await context.newPage();
  const look = lookerAt(page, mode);
  await page.goto(`${sso}/officer/link?token=${invited.value.token}`);
  assert.equal(page.url(), `${sso}/officer`);
  await look('link');
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
  const password = 'Rawa-Bening-Subuh-19';
  await page.fill('input[name=code]', appCode(secret, Date.now() - 30_000));
  await page.fill('input[name=password]', password);
  await page.fill('input[name=repeat]', password);
  await submitButton(page).click();
  await page.waitForURL(`${sso}/officer/done`);
  await look('account made');
  await press(page, translatorFor('id')('session.to_console'));
  await enterPassword(page, 'ratih', password);
  await enterCode(page, appCode(secret));
  await page.waitForURL(`${origin}/`);
  await look('home');
  await lookAtMember(page, 'id', look);
  await page.goto(`${origin}/looks`);
  await look('looks');
});
