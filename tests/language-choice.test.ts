import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newTestAccount, testPassword } from './support/accounts.ts';
import { type Browser, newBrowser, type Page } from './support/cookie-jar.ts';
import { testDatabase } from './support/database.ts';
import { startTestFaces } from './support/faces.ts';

const faces = await startTestFaces(await testDatabase());
const { portal, sso } = faces.config.origins;
const languageOf = ({ body }: Page) => /<html lang="(\w\w)"/.exec(body)?.[1];

async function signIn(browser: Browser, identifier: string, language?: string): Promise<Page> {
  let form = await browser.get(`${portal}/login`);
  if (language) form = await browser.get(`${form.url.href}?lang=${language}`);
  return browser.submit(form, '/signin/', { identifier, password: testPassword });
}

const signInPage = (browser: Browser) => browser.get(`${portal}/login`);

test('the language chosen on the sign-in page goes on to the portal, and to other browsers', async () => {
  const { username } = await newTestAccount(faces.services);
  assert.equal(languageOf(await signIn(newBrowser(), username, 'en')), 'en');
  assert.equal(languageOf(await signIn(newBrowser(), username)), 'en');
});

test('the language chosen at the portal holds on the account’s pages and at the next sign-in page', async () => {
  const { username } = await newTestAccount(faces.services);
  const browser = newBrowser();
  await signIn(browser, username, 'en');
  const changed = await browser.get(`${portal}/?lang=id`);
  assert.equal(languageOf(changed), 'id');
  assert.equal(languageOf(await browser.get(`${sso}/security`)), 'id');
  await browser.submit(changed, '/logout');
  assert.equal(languageOf(await signInPage(browser)), 'id');
});

test('the language chosen beside the account’s safety holds at the portal', async () => {
  const { username } = await newTestAccount(faces.services);
  const browser = newBrowser();
  await signIn(browser, username);
  await browser.get(`${sso}/security?lang=en`);
  assert.equal(languageOf(await browser.get(`${portal}/`)), 'en');
});

test('a choice made before signing in counts, an older one in another browser does not', async () => {
  const { username } = await newTestAccount(faces.services);
  const [old, other] = [newBrowser(), newBrowser()];
  await old.get(`${portal}/logged-out?lang=en`);
  await signIn(other, username, 'id');
  assert.equal(languageOf(await signInPage(old)), 'en');
  assert.equal(languageOf(await signIn(old, username)), 'id');
  await old.get(`${portal}/logged-out?lang=en`);
  assert.equal(languageOf(await old.get(`${portal}/`)), 'en');
  assert.equal(languageOf(await other.get(`${portal}/`)), 'en');
});

test('what one member chose is not taken for the choice of the next in the same browser', async () => {
  const [first, second] = [await newTestAccount(faces.services), await newTestAccount(faces.services)];
  await signIn(newBrowser(), second.username, 'id');
  const browser = newBrowser();
  const page = await signIn(browser, first.username, 'en');
  await browser.submit(page, '/logout');
  assert.equal(languageOf(await signInPage(browser)), 'en');
  assert.equal(languageOf(await signIn(browser, second.username)), 'id');
});
