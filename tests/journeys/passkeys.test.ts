import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MessageKey, type Translate } from '#platform';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  enterPassword,
  journeysOf,
  logOut,
  everyMode,
  openSignIn,
  press,
  submitButton,
} from '../support/journey.ts';
import { look, lookerAt } from '../support/looking.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const journey = journeysOf(program, newContext, { width: 320 });
const withJavaScript = everyMode.filter(({ javaScript }) => javaScript);
const { portal, sso } = program.origins;
const dashboard = `${portal}/dashboard`;
const factors = `${sso}/security/factors`;

/** A phone with a screen lock, whose owner always agrees, or never. */
async function virtualPhone(context: BrowserContext, page: Page) {
  const browser: CDPSession = await context.newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    agrees: (enabled: boolean) =>
      browser.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    proves: (isUserVerified: boolean) =>
      browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    passkeys: async () =>
      (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

async function hasWords(page: Page, t: Translate, key: MessageKey): Promise<void> {
  await page.locator('main').getByText(t(key)).first().waitFor();
}

const passkeyButton = (page: Page) => page.locator('[data-passkey] button');

async function addPasskey(page: Page, t: Translate, see: (name: string) => Promise<void>): Promise<void> {
  await page.goto(factors);
  await press(page, t('security.factor.passkey'));
  await see('add');
  await page.fill('input[name=name]', 'HP merah');
  await passkeyButton(page).click();
  await page.waitForURL(/done=on/);
  await page.getByText('HP merah').waitFor();
  await see('added');
}

journey(
  'a passkey is added, is the second step and the only one, renamed and removed',
  async ({ page, t, mode, context }) => {
    const phone = await virtualPhone(context, page);
    const look = lookerAt(page, mode);
    const account = await program.openAccount();
    await look('sign-in');
    await enterPassword(page, account.username);
    await page.waitForURL(dashboard);
    await addPasskey(page, t, look);
    assert.equal(await phone.passkeys(), 1);

    await phone.agrees(false);
    await signInAnew(page);
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/code`);
    await hasWords(page, t, 'signin.passkey_lead');
    await look('second step');
    await phone.agrees(true);
    await passkeyButton(page).click();
    await page.waitForURL(dashboard);

    await phone.proves(false);
    await signInAnew(page);
    await passkeyButton(page).click();
    await hasWords(page, t, 'layout.passkey_cancelled');
    await look('cancelled');
    await phone.proves(true);
    await passkeyButton(page).click();
    await page.waitForURL(dashboard);

    await page.goto(factors);
    await press(page, 'HP merah');
    await look('one passkey');
    await page.fill('input[name=name]', 'HP biru');
    await submitButton(page).click();
    await page.waitForURL(/done=named/);
    await press(page, 'HP biru');
    await press(page, t('security.passkeys.remove'));
    await hasWords(page, t, 'security.off.left_nothing');
    await look('removing');
    await submitButton(page).click();
    await hasWords(page, t, 'security.off.unticked');
    await page.check('input[name=understood]');
    await submitButton(page).click();
    await page.waitForURL(/done=removed/);
    await hasWords(page, t, 'security.factors.none');

    // The browser offers it in the field by itself; here it is no longer known.
    await signInAnew(page);
    await hasWords(page, t, 'signin.passkey_unknown');
    await look('removed meanwhile');
  },
  withJavaScript,
);

async function signInAnew(page: Page): Promise<void> {
  await page.goto(dashboard);
  await logOut(page, program);
  await page.goto(`${portal}/login`);
}

journey(
  'offered in the field, where the password is closed, and to confirm, a passkey is enough',
  async ({ page, t, mode, context }) => {
    const phone = await virtualPhone(context, page);
    const look = lookerAt(page, mode);
    const account = await program.openAccount();
    await enterPassword(page, account.username);
    await page.waitForURL(dashboard);
    await addPasskey(page, t, async () => {});
    await page.goto(`${factors}/passkeys/add`);
    await passkeyButton(page).click();
    await hasWords(page, t, 'layout.passkey_already');
    await page.goto(`${sso}/security/confirm?to=/security/factors/recovery`);
    await look('confirm');
    await passkeyButton(page).click();
    await page.waitForURL(`${factors}/recovery`);
    // No button is pressed: the virtual phone takes the passkey that the browser offers.
    await signInAnew(page);
    await page.waitForURL(dashboard);
    await phone.agrees(false);
    await signInAnew(page);
    await closePassword(page, account.username);
    await hasWords(page, t, 'signin.passkey_open');
    await look('closed');
    await phone.agrees(true);
    await passkeyButton(page).click();
    await page.waitForURL(dashboard);
  },
  withJavaScript.slice(0, 1),
);

/** Wrong passwords from a browser that the account does not know, until the page says that it is closed. */
async function closePassword(page: Page, username: string): Promise<void> {
  await page.context().clearCookies({ name: 'goid_sso_device' });
  for (let turn = 0; turn < 10; turn += 1) {
    await enterPassword(page, username, `Bukan-Sandi-${turn}`);
    await page.waitForLoadState();
  }
}

for (const javaScript of [true, false])
  test(`${javaScript ? 'in a browser without passkeys' : 'without JavaScript'} every page keeps its other ways`, async () => {
    const context = await newContext({ width: 320, javaScript });
    await context.addInitScript('delete window.PublicKeyCredential');
    const { page, t } = await openSignIn(context, program, { javaScript, language: 'id' });
    assert.equal(await passkeyButton(page).isVisible(), false);
    const account = await program.openAccount();
    await enterPassword(page, account.username);
    await page.waitForURL(dashboard);
    await page.goto(`${factors}/passkeys/add`);
    await hasWords(page, t, 'security.passkeys.cannot');
    await look(page, { javaScript }, 'no passkeys');
    assert.equal(await passkeyButton(page).isVisible(), false);
    await context.close();
  });
