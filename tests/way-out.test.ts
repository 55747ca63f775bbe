import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translatorFor } from '#platform';
import { type Browser, newBrowser } from './support/cookie-jar.ts';
import { takeTour } from './support/tour.ts';
import { startWholeHouse } from './support/whole-house.ts';

const whole = await startWholeHouse();
const { member, officer } = await takeTour(whole);
const { portal, console: desk, sso } = whole.house.config.origins;
const t = translatorFor('id');

const places: readonly (readonly [string, Browser, string, readonly string[]])[] = [
  ['a member', member, portal, ['/dashboard', '/help', '/tidak-ada']],
  ['a member', member, sso, ['/security', '/help', '/', '/tidak-ada']],
  ['an officer', officer, desk, ['/', '/help', '/tidak-ada']],
  ['an officer', officer, sso, ['/help', '/']],
];

for (const [who, browser, origin, paths] of places)
  for (const path of paths)
    test(`[V7.4.4] ${who} finds the menu and the way out at ${new URL(origin).port.slice(-1)}${path}`, async () => {
      const { body } = await browser.get(`${origin}${path}`);
      assert.match(body, /<form method="post" action="[\w/-]*(?:logout|sign-out)"/);
      assert.match(body, /<nav class="menu"/);
    });

test('nobody who is not signed in sees a menu or a way out', async () => {
  for (const path of ['/', '/help', '/tidak-ada']) {
    for (const origin of [portal, sso]) {
      const { body } = await newBrowser().get(`${origin}${path}`);
      assert.doesNotMatch(body, /<nav class="menu"|logout|sign-out/);
    }
  }
});

test('the sso address itself tells a member who they are, leads to the portal, and logs out', async () => {
  const { member: own } = await takeTour(whole, 'penyelia');
  const home = await own.get(`${sso}/`);
  assert.match(home.body, /Anda masuk sebagai/);
  assert.ok(home.body.includes(`href="${portal}/dashboard"`));
  assert.doesNotMatch(home.body, new RegExp(`href="${portal}/login"`));
  const out = await own.submit(home, '/security/sign-out');
  assert.equal(out.url.href, `${portal}/logged-out`);
  assert.ok((await own.get(`${sso}/`)).body.includes(`href="${portal}/login"`));
});

test('an officer at the portal stands on a page of its own, and is shown where to go and how to leave', async () => {
  const page = await officer.get(`${portal}/dashboard`);
  assert.equal(page.url.href, `${portal}/not-allowed`);
  assert.equal(page.status, 403);
  assert.ok(page.body.includes(t('session.belongs_to_console')));
  assert.ok(page.body.includes(`href="${desk}"`));
  const other = await officer.get(`${portal}/login?other=1`);
  assert.match(other.url.pathname, /^\/signin\//);
  const out = await officer.submit(page, '/logout');
  assert.equal(out.url.pathname, '/logged-out');
  assert.equal((await officer.get(`${desk}/`)).url.pathname, '/session-ended');
});

test('whoever may come in, or is not signed in, is not kept on the page that turns others away', async () => {
  assert.equal((await newBrowser().get(`${portal}/not-allowed`)).url.href, `${portal}/`);
});
