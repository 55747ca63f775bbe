import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newBrowser } from '../support/cookie-jar.ts';
import { takeTour } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const { stops, member, officer } = await takeTour(whole);

/** Everything that anybody may open without signing in. A page that joins this list is decided here. */
const open = new Set([
  'sso public /',
  'sso public /help',
  'sso public /ask',
  'sso public /case',
  'sso public /case/read',
  'sso public /case/read/:token',
  'sso public /forgot-password',
  'sso public /forgot-password/sent',
  'sso public /forgot-password/again',
  'sso public /forgot-password/code',
  'sso public /forgot-password/number',
  'sso public /reset-password',
  // The link that the operator made for a new officer.
  'sso public /officer',
  'sso public /officer/link',
  'sso public /officer/done',
  'sso public /reset-password/link',
  'sso public /reset-password/done',
  'sso public /recovery',
  'sso public /recovery/again',
  'sso public /recovery/case',
  'sso public /recovery/code',
  'sso public /recovery/contact',
  'sso public /recovery/give-up',
  'sso public /recovery/link',
  'sso public /recovery/desk',
  'sso public /recovery/desk-link',
  'sso public /recovery/slip',
  'sso public /recovery/password',
  'sso public /recovery/sent',
  'sso public /recovery/start',
  'sso public /recovery/start-case',
  'sso public /recovery/status',
  'sso public /recovery/stop',
  'sso public /recovery/stop-link',
  'sso public /session',
  'sso public /stop',
  'sso public /stop/:token',
  'sso public /help/:topic',
  'sso public /message-check',
  'sso public /proof',
  'sso public /proof/heads',
  'sso public /proof/heads.json',
  'sso public /status',
  'sso public /status.json',
  'sso public /status/id.atom',
  'sso public /status/en.atom',
  'portal public /status',
  'portal public /status.json',
  'portal public /status/id.atom',
  'portal public /status/en.atom',
  'console public /.well-known/change-password',
  'console public /.well-known/security.txt',
  'portal public /.well-known/change-password',
  'portal public /.well-known/security.txt',
  'sso public /.well-known/change-password',
  'sso public /.well-known/security.txt',
  'portal public /',
  'portal public /login',
  'portal public /callback',
  'portal public /logout',
  'portal public /logged-out',
  'portal public /session',
  'portal public /session-ended',
  'portal public /stop',
  // Whoever reads an address of an account stops its deletion.
  'portal public /alerts/stop',
  'portal public /alerts/stop/:token',
  'portal public /data/keep',
  'portal public /data/keep/:code',
  // Whoever reads an address of one of two accounts stops the merging of their records.
  'portal public /merging/stop',
  'portal public /merging/stop/:code',
  'portal public /not-allowed',
  'portal public /help',
  'portal public /help/:topic',
  'portal public /message-check',
  // Whoever holds the paper asks; the code is the key.
  'portal public /verify',
  'portal public /verify/:code',
  'console public /login',
  'console public /callback',
  'console public /logout',
  'console public /logged-out',
  'console public /session',
  'console public /session-ended',
  'console public /not-allowed',
  'console public /help',
  'console public /help/:topic',
  'sso public /register',
  'sso public /register/code',
  'sso public /register/code/send',
  'sso public /register/contact',
  'sso public /register/contact/keep',
  'sso public /register/contact/enough',
  'sso public /register/contact/code',
  'sso public /register/contact/code/send',
  'sso public /register/contact/code/change',
  'sso public /register/password',
  'sso public /register/done',
  'sso public /stop',
  'sso public /stop/:token',
  'employer public /',
  'employer public /.well-known/change-password',
  'employer public /.well-known/security.txt',
  'employer public /callback',
  'employer public /help',
  'employer public /help/:topic',
  'employer public /invitation/link',
  'employer public /logged-out',
  'employer public /login',
  'employer public /not-allowed',
  'employer public /session',
  'employer public /session-ended',
  'employer public /status',
  'employer public /status.json',
  'employer public /status/en.atom',
  'employer public /status/id.atom',
  'employer public /logout',
  'employer public /message-check',
  'sso public /alive',
  'sso public /alive/:token',
  'sso public /report-death',
  'sso public /data/keep',
  'sso public /merging/stop',
  'portal public /alive',
  'portal public /ask',
  'portal public /case',
  'portal public /report-death',
  'portal machine /verify.json',
  'employer machine /payments',
  'sso machine /messages/receipts',
]);

test('only the listed pages are open to anybody', () => {
  const found = stops
    .filter(({ page }) => page.access === 'public' || page.access === 'machine')
    .map(({ face, page }) => `${face.site} ${page.access} ${page.path}`);
  assert.deepEqual(
    found.filter((page) => !open.has(page)),
    [],
  );
});

test('[V8.2.1 V8.3.1] every other page lets nobody in without a session, for reading or writing', async () => {
  const closed = stops.filter(({ page }) => page.access !== 'public' && page.access !== 'machine');
  assert.ok(closed.length >= 11, `${closed.length} pages`);
  for (const { face, page, url } of closed) {
    if (page.get) {
      const answer = await newBrowser().get(url, { follow: false });
      assert.equal(answer.status, 303, url.href);
      assert.match(
        new URL(answer.headers.get('location') ?? '', url).pathname,
        /^\/(?:login|signin.*|)$/,
        url.href,
      );
    }
    if (page.post) assert.equal((await newBrowser().post(url, {})).status, 403, url.href);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await ask(whole, face, { path: url.pathname, method });
      assert.ok(answer.status >= 400, `${method} ${url.href}: ${answer.status}`);
    }
  }
});

test('[V8.2.1 V8.3.1] a member is no officer and an officer is no member', async () => {
  for (const { face, page, url } of stops.filter(({ page }) => page.get)) {
    if (page.access === 'officer') {
      const answer = await member.get(url);
      assert.doesNotMatch(answer.body, /href="\/logout"|action="\/logout"/, `${face.site} ${page.path}`);
      assert.ok(
        answer.status === 403 || answer.url.pathname.startsWith('/signin/'),
        `${answer.url.href} ${answer.status}`,
      );
    }
    if (page.access === 'member') {
      const answer = await officer.get(url);
      assert.equal(answer.status, 403, url.href);
    }
  }
});

test('a way with slashes, dots or escapes around a page leads to the same guard or nowhere', async () => {
  const portal = whole.faces.find(({ site }) => site === 'portal');
  assert.ok(portal);
  for (const path of [
    '//details',
    '/details/',
    '/./details',
    '/x/../details',
    '/%64etails',
    '/details%2f',
    '/details;x',
    '/Details',
    '/details?x=/help',
    '/details/%2e%2e/help/../details',
    '/contributions.csv',
    '/assets/../details',
  ]) {
    const { status, body } = await ask(whole, portal, { path });
    assert.ok([303, 400, 404].includes(status), `${path}: ${status}`);
    assert.doesNotMatch(body, /KPJ|NIK/);
  }
});
