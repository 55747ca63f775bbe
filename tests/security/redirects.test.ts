import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newBrowser } from '../support/cookie-jar.ts';
import { enter, takeTour } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const { origins } = whole.house.config;
const own = new Set(Object.values(origins));
const evil = 'jahat.example';
const wishes = [
  `https://${evil}/`,
  `//${evil}/`,
  `///${evil}/`,
  `////${evil}`,
  `/\\${evil}`,
  `\\\\${evil}`,
  `/\\/${evil}`,
  `https:${evil}`,
  `https:/${evil}`,
  `/%09/${evil}`,
  `/\t/${evil}`,
  `/\n/${evil}`,
  `\u0000//${evil}`,
  `/..//${evil}`,
  `/.//${evil}`,
  `/a/..//${evil}`,
  `/%2e%2e//${evil}`,
  `javascript:alert(1)`,
  `data:text/html,x`,
  `@${evil}`,
  `.${evil}`,
  `:80@${evil}`,
  ` //${evil}`,
  `/%2f${evil}`,
  `/%5c${evil}`,
  `/;@${evil}`,
  `${origins.portal}@${evil}`,
  `${origins.portal}.${evil}`,
  `/login?to=//${evil}`,
];

/** Where a browser would really go. */
const targetOf = (location: unknown, base: string) =>
  typeof location === 'string' ? new URL(location, base).origin : base;

test('[V3.7.2] no wish after signing in leads out of the house', async () => {
  for (const to of wishes) {
    const browser = newBrowser();
    const form = await browser.get(`${origins.portal}/login?to=${encodeURIComponent(to)}`);
    const page = await enter(browser, form, 'siti.rahayu');
    assert.equal(page.url.origin, origins.portal, to);
    assert.ok(page.status === 200 || page.status === 404, `${to}: ${page.status}`);
  }
});

test('the page of an ended session links only into its own face', async () => {
  for (const to of wishes) {
    const browser = newBrowser();
    const { body } = await browser.get(`${origins.portal}/session-ended?to=${encodeURIComponent(to)}`);
    for (const [, address = ''] of body.matchAll(/href="([^"#]+)"/g)) {
      const { origin, protocol } = new URL(address.replaceAll('&amp;', '&'), origins.portal);
      assert.ok(own.has(origin) || ['mailto:', 'tel:'].includes(protocol), `${to}: ${address}`);
    }
  }
});

test('[V3.7.2] changing the language keeps the person on the face', async () => {
  for (const face of whole.faces) {
    for (const path of [
      `//${evil}/?lang=en`,
      `///${evil}?lang=en`,
      `/\\${evil}?lang=en`,
      `/%2f${evil}?lang=en`,
      `/..//${evil}?lang=en`,
      `/help?lang=en`,
    ]) {
      const answer = await ask(whole, face, { path });
      assert.equal(targetOf(answer.headers.location, face.origin), face.origin, `${face.site} ${path}`);
    }
  }
});

test('[V3.7.2] logging out leads only to registered addresses', async () => {
  const { member } = await takeTour(whole);
  for (const target of [
    `https://${evil}/`,
    `${origins.portal}/`,
    `${origins.portal}.${evil}/logged-out`,
    `${origins.portal}/logged-out?x=//${evil}`,
    `${origins.portal}@${evil}/`,
  ]) {
    const address = new URL('/oauth/logout', origins.sso);
    address.searchParams.set('client_id', 'portal');
    address.searchParams.set('post_logout_redirect_uri', target);
    const answer = await member.get(address, { follow: false });
    assert.equal(targetOf(answer.headers.get('location'), origins.sso), origins.sso, target);
    assert.ok(answer.status >= 400, `${target}: ${answer.status}`);
  }
});

test('[V3.7.2] an authorization request with an unregistered address is answered here, not there', async () => {
  const browser = newBrowser();
  for (const target of [
    `https://${evil}/callback`,
    `${origins.portal}/callback/../x`,
    `${origins.portal}/callback?x=1`,
    `${origins.portal}/callback#x`,
    `${origins.portal}.${evil}/callback`,
  ]) {
    const address = new URL('/oauth/authorize', origins.sso);
    for (const [name, value] of Object.entries({
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: target,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }))
      address.searchParams.set(name, value);
    const answer = await browser.get(address, { follow: false });
    assert.equal(answer.headers.get('location'), null, target);
    assert.equal(answer.status, 400, target);
  }
});
