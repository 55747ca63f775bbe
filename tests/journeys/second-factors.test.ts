import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MessageKey, type Translate, translatorFor } from '#platform';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  journeysOf,
  messagesTo,
  type Mode,
  newestCode,
  openSignIn,
  press,
  submitButton,
  wordsOf,
} from '../support/journey.ts';
import { lookerAt } from '../support/looking.ts';

const program = await startJourneyProgram({ CODE_SEND_GAP_SECONDS: '5' });
const newContext = await testBrowser();
const journey = journeysOf(program, newContext, { width: 320 });
const { portal, sso } = program.origins;
const dashboard = `${portal}/dashboard`;
const factors = `${sso}/security/factors`;

/** Opens the list of the second factors as the account's owner. */
async function openFactors(page: Page, username: string): Promise<void> {
  await enterPassword(page, username);
  await page.waitForURL(dashboard);
  await page.goto(factors);
}

const secretOn = async (page: Page) => (await page.locator('.secret').innerText()).replaceAll(' ', '');
/** Waits until the page says so. */
async function hasWords(page: Page, t: Translate, key: MessageKey, parameters = {}): Promise<void> {
  await page.locator('main').getByText(t(key, parameters)).first().waitFor();
}

journey(
  'an app, WhatsApp and recovery codes are turned on, used and turned off',
  async ({ page, t, mode, context }) => {
    const look = lookerAt(page, mode);
    const account = await program.openAccount();
    await openFactors(page, account.username);
    await hasWords(page, t, 'security.factors.none');
    await look('none');
    await press(page, t('security.factor.totp'));
    await look('app');
    const secret = await secretOn(page);
    assert.match((await page.getAttribute('a[href^="otpauth:"]', 'href')) ?? '', new RegExp(secret));
    await enterCode(page, '000000');
    await look('wrong app code');
    await enterCode(page, new TOTP({ secret }).generate());
    await page.waitForURL(/done=on/);
    await hasWords(page, t, 'security.factors.only_one');
    await look('one on');
    await page.locator('a[href*="/on/whatsapp/"]').click();
    await look('WhatsApp');
    await submitButton(page).click();
    await page.locator('input[name=code]').waitFor();
    await look('WhatsApp sent');
    await enterCode(page, await newestCode(program, account.phone));
    await page.waitForURL(/done=on/);
    const [newest] = (await messagesTo(program, account.phone)).filter(
      ({ channel }) => channel === 'whatsapp',
    );
    assert.match(newest?.text ?? '', /MENYALAKAN|TURN ON/);
    const [code = ''] = await makeCodes(page, t, look);
    await turnOffSecond(page, t, look);
    await context.clearCookies();
    await signInWithRecoveryCode({ page, t, look, code, username: account.username, mode });
  },
);

type Look = (name: string) => Promise<void>;

async function makeCodes(page: Page, t: Translate, look: Look): Promise<string[]> {
  await press(page, t('security.recovery.make'));
  await look('before recovery codes');
  await submitButton(page).click();
  await page.locator('.codes').waitFor();
  await look('recovery codes');
  const codes = await page.locator('.codes li').allInnerTexts();
  assert.equal(codes.length, 10);
  await press(page, t('security.recovery.kept'));
  await hasWords(page, t, 'security.recovery.left', { left: 10 });
  await look('all on');
  return codes;
}

/** WhatsApp, which stands second in the list. */
async function turnOffSecond(page: Page, t: Translate, look: Look): Promise<void> {
  await page.locator('a[href*="/off/"]').nth(1).click();
  await hasWords(page, t, 'security.off.left_strong');
  await look('turning off');
  await submitButton(page).click();
  await page.waitForURL(/done=off/);
}

async function signInWithRecoveryCode(parts: {
  readonly page: Page;
  readonly t: Translate;
  readonly look: Look;
  readonly code: string;
  readonly username: string;
  readonly mode: Mode;
}): Promise<void> {
  const { page, t, look, code, username, mode } = parts;
  await page.goto(`${portal}/?lang=${mode.language}`);
  await press(page, t('portal.home.sign_in'));
  await enterPassword(page, username);
  await page.waitForURL(`${sso}/signin/*/code`);
  await press(page, t('signin.code_by_recovery'));
  await hasWords(page, t, 'signin.code_label_recovery');
  await look('recovery code asked for');
  await enterCode(page, 'ABCD-EFGH-JKMN-PQRS');
  await hasWords(page, t, 'signin.code_wrong_recovery', { tries: 3 });
  await look('wrong recovery code');
  await enterCode(page, code.toLowerCase());
  await page.waitForURL(dashboard);
}

journey('the last way goes only after its meaning was read and ticked', async ({ page, t, mode }) => {
  const look = lookerAt(page, mode);
  const account = await program.openAccount({ secondFactor: ['email'] });
  await enterPassword(page, account.username);
  await enterCode(page, await newestCode(program, account.email));
  await page.waitForURL(dashboard);
  await page.goto(factors);
  await hasWords(page, t, 'security.factors.weak');
  await page.locator('a[href*="/off/"]').click();
  await hasWords(page, t, 'security.off.left_nothing');
  await look('the last one');
  await submitButton(page).click();
  await hasWords(page, t, 'security.off.unticked');
  await look('not ticked');
  await page.check('input[name=understood]');
  await submitButton(page).click();
  await page.waitForURL(/done=off/);
  await hasWords(page, t, 'security.factors.none');
});

journey(
  'the next way is offered when a code is late, and the late code still works',
  async ({ page, t, mode }) => {
    const look = lookerAt(page, mode);
    const account = await program.openAccount({ secondFactor: ['sms', 'whatsapp'] });
    await enterPassword(page, account.username);
    const late = await newestCode(program, account.phone);
    assert.ok(!(await wordsOf(page)).includes(t('signin.code_late')));
    await offered(page, t, mode);
    await look('late');
    await page.locator('.notice form button').click();
    await page
      .getByText(t('signin.code_sent_whatsapp').split('{to}')[0]?.trim() ?? '')
      .first()
      .waitFor();
    await look('by WhatsApp');
    await enterCode(page, late);
    await page.waitForURL(dashboard);
  },
);

/** With JavaScript it comes by itself, while somebody types; without, by the link that looks again. */
async function offered(page: Page, t: Translate, { javaScript }: Mode): Promise<void> {
  if (javaScript) {
    await page.fill('input[name=code]', '12');
    await page.getByText(t('signin.code_late')).first().waitFor({ timeout: 30_000 });
    assert.equal(await page.inputValue('input[name=code]'), '12', 'what was typed stays');
    assert.match(
      await page.locator('#live-says').innerText(),
      new RegExp(t('signin.code_late').slice(0, 10)),
    );
    return;
  }
  await page.waitForTimeout(6000);
  await press(page, t('signin.code_refresh'));
  await page.getByText(t('signin.code_late')).first().waitFor();
}

test('a change asks for the password again after ten minutes, or for a code of the app', async () => {
  const t = translatorFor('id');
  const context = await newContext({ width: 320 });
  const { page } = await openSignIn(context, program, { javaScript: true, language: 'id' });
  const look = lookerAt(page, { javaScript: true });
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const account = await program.openAccount({ secondFactor: ['totp'], totpSecret });
  await enterPassword(page, account.username);
  await enterCode(page, new TOTP({ secret: totpSecret }).generate());
  await page.waitForURL(dashboard);
  await page.goto(`${sso}/security/confirm?to=/security/factors/recovery`);
  await page.getByText(t('security.confirm.app_instead')).click();
  await look('confirm');
  await page.fill('input[name=code]', '000000');
  await page.getByRole('button', { name: t('security.confirm.app_submit') }).click();
  await hasWords(page, t, 'security.confirm.app_wrong');
  await look('confirm wrong');
  await page.fill('input[name=password]', demonstrationPassword);
  await submitButton(page).click();
  await page.waitForURL(`${factors}/recovery`);
  await context.close();
});
