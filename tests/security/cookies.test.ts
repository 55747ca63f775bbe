import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Face } from '#platform';
import { type Browser, formOf, newBrowser } from '../support/cookie-jar.ts';
import { demonstrationPassword } from '../support/journey.ts';
import { freePortBase } from '../support/ports.ts';
import { takeTour } from '../support/tour.ts';
import { ask, type RawRequest, startWholeHouse, type WholeHouse } from '../support/whole-house.ts';

const base = await freePortBase();
const secureHouse = await startWholeHouse({
  PORT_BASE: String(base),
  DEMO: 'off',
  SSO_ORIGIN: 'https://masuk.goid.example',
  PORTAL_ORIGIN: 'https://goid.example',
  CONSOLE_ORIGIN: 'https://konsol.goid.example',
  EMPLOYER_ORIGIN: 'https://perusahaan.goid.example',
  SSO_INTERNAL_URL: `http://127.0.0.1:${base}`,
});
const plainHouse = await startWholeHouse();

type Step = {
  readonly face: Face;
  readonly path: string;
  readonly cookies: string[];
  readonly status: number;
};

/** Signs siti.rahayu in through the proxy's eyes: https addresses, carried over plain HTTP, with every cookie noted. */
async function signInBehindProxy(whole: WholeHouse): Promise<{ steps: Step[]; last: string }> {
  const jars = new Map<string, Map<string, string>>();
  const steps: Step[] = [];
  const visit = async (address: URL, form?: URLSearchParams) => {
    const face = whole.faces.find(({ origin }) => origin === address.origin);
    assert.ok(face, `${address.href} is no face`);
    const jar = jars.get(face.site) ?? new Map<string, string>();
    jars.set(face.site, jar);
    const answer = await ask(whole, face, {
      method: form ? 'POST' : 'GET',
      path: address.pathname + address.search,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin: face.origin, 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    const cookies = answer.headers['set-cookie'] ?? [];
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    steps.push({ face, path: address.pathname, cookies, status: answer.status });
    return { ...answer, address };
  };
  const follow = async (address: URL, form?: URLSearchParams) => {
    let answer = await visit(address, form);
    for (let hops = 0; answer.headers.location && hops < 12; hops += 1)
      answer = await visit(new URL(answer.headers.location, answer.address));
    return answer;
  };
  const page = await follow(new URL('/login', whole.house.config.origins.portal));
  const { action, fields } = formOf(
    { url: page.address, status: page.status, headers: new Headers(), body: page.body },
    '/signin/',
  );
  const typed = { identifier: 'siti.rahayu', password: demonstrationPassword };
  const end = await follow(action, new URLSearchParams({ ...fields, ...typed }));
  return { steps, last: end.address.href };
}

test('[V3.3.1 V3.3.2 V3.3.3 V3.3.4] behind TLS every cookie is HttpOnly, Secure, SameSite and bound to its host', async () => {
  const { steps, last } = await signInBehindProxy(secureHouse);
  assert.equal(last, 'https://goid.example/dashboard');
  const seen = new Set<string>();
  for (const { face, path, cookies } of steps) {
    for (const cookie of cookies) {
      const name = cookie.split('=')[0] ?? '';
      const where = `${face.site}${path}: ${cookie.replace(/=[^;]*/, '=…')}`;
      seen.add(name.replace(/\.sig$/, ''));
      assert.match(cookie, /; *httponly/i, where);
      assert.match(cookie, /; *secure/i, where);
      assert.match(cookie, /; *samesite=(?:lax|strict)/i, where);
      assert.doesNotMatch(cookie, /; *domain=/i, where);
      if (name.startsWith('__Host-')) assert.match(cookie, /; *path=\/(?:;|$)/i, where);
      else assert.match(name, /^__Secure-op_(?:ix|resume)(?:\.sig)?$/, where);
    }
  }
  for (const name of ['__Host-goid_portal_session', '__Host-goid_sso_browser', '__Host-op_session'])
    assert.ok(seen.has(name), `${name} was set; seen ${[...seen].join(' ')}`);
});

test('[V3.4.1] behind TLS every answer, whatever it is, tells the browser to stay with TLS for two years', async () => {
  const statuses = new Set<number>();
  for (const face of secureHouse.faces) {
    const asset = [...face.assets.keys()][0] ?? '';
    const wishes: readonly RawRequest[] = [
      { path: '/' },
      { path: '/help' },
      { path: `/assets/${asset}` },
      { path: '/tidak-ada' },
      { path: '/logout', method: 'POST' },
      { path: '/logout', method: 'POST', headers: { origin: 'https://jahat.example' } },
      { path: '/', headers: { host: 'jahat.example' } },
      { path: '/details' },
      { path: '/security' },
      ...['/.well-known/openid-configuration', '/oauth/authorize', '/oauth/userinfo', '/oauth/logout'].map(
        (path) => ({ path }),
      ),
    ];
    for (const wish of wishes) {
      const { status, headers } = await ask(secureHouse, face, wish);
      statuses.add(status);
      assert.equal(
        headers['strict-transport-security'],
        'max-age=63072000; includeSubDomains',
        `${face.site} ${wish.path} ${status}`,
      );
    }
  }
  for (const status of [200, 303, 400, 403, 404, 421])
    assert.ok(statuses.has(status), [...statuses].join(' '));
});

test('on a laptop cookies carry the name of their face and hold no personal value', async () => {
  const { member, officer } = await takeTour(plainHouse);
  for (const [browser, face] of [
    [member, 'portal'],
    [officer, 'console'],
  ] as [Browser, string][]) {
    const names = [...browser.cookies.values()].map(({ name }) => name);
    assert.ok(names.includes(`goid_${face}_session`), names.join(' '));
    for (const { name, value } of browser.cookies.values()) {
      assert.match(name, /^(?:goid_(?:sso|portal|console|employer)_|op_)/);
      assert.doesNotMatch(decodeURIComponent(value), /siti|rahayu|petugas|@|\+62|\d{10}/i);
    }
  }
});

test("[V3.5.4 V7.2.1] a face refuses another face's session cookie", async () => {
  const { member, officer } = await takeTour(plainHouse, 'penyelia');
  const { origins } = plainHouse.house.config;
  const tokenOf = (browser: Browser, face: string) =>
    [...browser.cookies.values()].find(({ name }) => name === `goid_${face}_session`)?.value ??
    assert.fail(face);
  const cases = [
    { to: 'console', path: '/', token: tokenOf(member, 'portal') },
    { to: 'portal', path: '/details', token: tokenOf(officer, 'console') },
    { to: 'portal', path: '/details', token: 'tebakan' },
  ] as const;
  for (const { to, path, token } of cases) {
    const thief = newBrowser();
    thief.cookies.set('x', { name: `goid_${to}_session`, value: token, host: 'localhost', path: '/' });
    const answer = await thief.get(origins[to] + path, { follow: false });
    assert.equal(answer.status, 303, to);
    assert.match(answer.headers.get('location') ?? '', /^\/(?:login|session-ended)/);
  }
});
