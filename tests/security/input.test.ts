import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Face } from '#platform';
import { sumsOfAllTables } from '../support/content.ts';
import { type Browser, formOf, newBrowser } from '../support/cookie-jar.ts';
import { demonstrationPassword } from '../support/journey.ts';
import { officerAt } from '../support/officer.ts';
import { enter, type Stop, takeTour } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const { member, officer, stranger, uid, stops } = await takeTour(whole);
const { origins } = whole.house.config;
/** Each page of the console takes forms of its own roles only. */
const { browser: operator } = await officerAt(`${origins.console}/`, 'operator');
const { browser: supervisor } = await officerAt(`${origins.console}/`, 'penyelia');
const officerFor = (path: string) => {
  if (path.startsWith('/operations')) return operator;
  return /^\/(?:data|payments|refunds)/.test(path) ? supervisor : officer;
};
const cookieOf = (browser: Browser) =>
  [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');

function faceOf(site: Face['site']): Face {
  return whole.faces.find((face) => face.site === site) ?? assert.fail(site);
}

test('[V1.1.1] what is typed is decoded once, and a path that was escaped twice leads nowhere', async () => {
  const page = await newBrowser().get(`${origins.portal}/login`);
  const answer = await enter(
    stranger,
    await stranger.get(page.url.href.replace(/signin\/[^/?]+/, `signin/${uid}`)),
    'a%40b.id',
  );
  assert.ok(answer.body.includes('value="a%40b.id"'), 'as it was typed');
  for (const face of whole.faces)
    for (const path of [
      '/%252e%252e/%252e%252e/etc/passwd',
      '/%252fetc%252fpasswd',
      '/assets/%252e%252e/package.json',
    ])
      assert.equal((await ask(whole, face, { path })).status, 404, `${face.site} ${path}`);
});

const nasty: readonly (readonly [string, string])[] = [
  ['characters that nobody types', 'siti\u0000\u0001\u001b[31m\u0085\u2028\u202Erahayu'],
  ['an SQL quotation and a pattern', `1' OR '1'='1'; drop table accounts.account; -- .*([\\`],
  ['much text', 'x'.repeat(2000)],
  ['what would fit a column that no form is for', 'operator'],
];

/** Names that forms of ours give to their fields, and those that objects have by themselves. */
const fieldNames =
  'identifier password code username channel address replaces end what to method member_number national_number birth_date text name contact shared __proto__ constructor __proto__[role] toString'.split(
    ' ',
  );

/** Columns that no form is for. */
const columnNames =
  'role roles state acr person_id personId account_id subject full_name wage amount segment'.split(' ');

/** A browser that may send this form, with a form's token of this face. */
async function sender({ face, page }: Stop): Promise<{ browser: Browser; fields: Record<string, string> }> {
  if (face.site === 'portal')
    return { browser: member, fields: formOf(await member.get(`${face.origin}/details`), '/logout').fields };
  if (face.site === 'employer')
    return {
      browser: member,
      fields: formOf(await member.get(`${face.origin}/employers`), '/logout').fields,
    };
  if (face.site === 'console') {
    const browser = officerFor(page.path);
    return { browser, fields: formOf(await browser.get(`${face.origin}/`), '/logout').fields };
  }
  if (page.access === 'owner')
    return {
      browser: member,
      fields: formOf(await member.get(`${face.origin}/security`), 'sign-out').fields,
    };
  return {
    browser: stranger,
    fields: formOf(await stranger.get(`${face.origin}/signin/${uid}`), '/signin/').fields,
  };
}

test('[V1.2.4 V1.3.3 V1.5.2 V15.3.3 V15.3.6] no field of any form takes what breaks the database, a page or an object, nor writes what the form is not for', async () => {
  const before = await sumsOfAllTables(whole.database);
  const forms = stops.filter(({ page }) => page.post && !/logout|sign-out/.test(page.path));
  assert.ok(forms.length > 30, `${forms.length} forms`);
  const senders = new Map<string, ReturnType<typeof sender>>();
  for (const stop of forms) {
    const who = `${stop.face.site} ${stop.page.access === 'owner'} ${/^\/(?:operations|data|payments|refunds)/.exec(stop.page.path)?.[0]}`;
    if (!senders.has(who)) senders.set(who, sender(stop));
    const { browser, fields } = (await senders.get(who)) ?? assert.fail(who);
    for (const [index, [what, value]] of nasty.entries()) {
      const names = value === 'operator' ? [...fieldNames, ...columnNames] : fieldNames;
      const typed = Object.fromEntries(names.map((name) => [name, value]));
      const sent = {
        ...typed,
        _token: fields['_token'] ?? '',
        _key: `${stop.page.path}${index}`.slice(-20),
        // Otherwise the member would have another password.
        repeat: 'another',
      };
      const answer = await browser.post(stop.url, sent, { follow: false });
      assert.ok(answer.status < 500, `${stop.url.pathname}, ${what}: ${answer.status}`);
      assert.ok(![403, 413].includes(answer.status), `${stop.url.pathname}, ${what}: ${answer.status}`);
    }
  }
  assert.equal(({} as Record<string, unknown>)['role'], undefined);
  const after = await sumsOfAllTables(whole.database);
  const noForms = /^(?:members|ledger|contributions)\.|^accounts\.(?:account_role|officer)$|^sso\.client$/;
  const kept = Object.keys(after).filter((table) => noForms.test(table));
  assert.ok(kept.length > 10, kept.join(' '));
  assert.deepEqual(
    kept.filter((table) => after[table] !== before[table]),
    [],
  );
});

test('[V1.3.3] no address does either, in its path or its query', async () => {
  const query = [
    'q',
    'year',
    'employer',
    'programme',
    'page',
    'to',
    'state',
    'code',
    'lang',
    'done',
    'client_id',
  ]
    .map((name) => `${name}=%00%27%ff`)
    .join('&');
  for (const { face, url, browser } of stops.filter(({ page }) => page.get && page.path !== '/callback')) {
    const paths = [`${url.pathname}?${query}`, url.pathname.replace(/\/x(?=\/|$)/g, '/%00%27')];
    for (const path of paths) {
      const { status } = await ask(whole, face, { path, headers: { cookie: cookieOf(browser) } });
      assert.ok(status < 500, `${face.site}${path}: ${status}`);
    }
  }
});

test('[V1.3.5] what looks like a template or a link stays what was typed', async () => {
  const typed = '{{7*7}} ${7*7} <%=7*7%> {brand} [x](javascript:1)';
  const shown = typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const signIn = await stranger.submit(await stranger.get(`${origins.sso}/signin/${uid}`), '/signin/', {
    identifier: typed,
    password: demonstrationPassword,
  });
  assert.ok(signIn.body.includes(`value="${shown}"`), 'the sign-in page');
  const search = await stranger.get(`${origins.sso}/help?q=${encodeURIComponent(typed)}`);
  assert.ok(search.body.includes(shown), 'the search');
  assert.doesNotMatch(search.body + signIn.body, /href="javascript:/);
});

test('[V1.3.6] no address that a stranger sends is called', async () => {
  let calls = 0;
  const canary = createServer((_, answer) => answer.end(String((calls += 1))));
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  after(() => canary.close());
  const here = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x`;
  const wishes = [
    'request_uri',
    'jwks_uri',
    'sector_identifier_uri',
    'registration',
    'client_id',
    'iss',
    'redirect_uri',
  ];
  const sso = faceOf('sso');
  for (const wish of wishes) {
    const sent = new URLSearchParams({
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${origins.portal}/callback`,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    sent.set(wish, wish === 'registration' ? JSON.stringify({ jwks_uri: here }) : here);
    await ask(whole, sso, { path: `/oauth/authorize?${sent.toString()}` });
    for (const path of ['/oauth/par', '/oauth/token', '/oauth/reg'])
      await ask(whole, sso, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: sent.toString(),
      });
  }
  const { body } = await ask(whole, sso, { path: '/.well-known/openid-configuration' });
  assert.doesNotMatch(body, /"(?:registration_endpoint|request_uri_parameter_supported":true)/);
  assert.equal(calls, 0);
});

test('[V1.2.2] what a service sends along comes back whole, escaped for the place where it stands', async () => {
  const state = 'a&b=c#d?"><script>%00';
  const asked = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${origins.portal}/callback`,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    prompt: 'none',
    state,
  });
  const answer = await newBrowser().get(`${origins.sso}/oauth/authorize?${asked.toString()}`, {
    follow: false,
  });
  const location = answer.headers.get('location') ?? '';
  assert.equal(new URL(location).searchParams.get('state'), state);
  assert.doesNotMatch(location, /[<>"#]/);
});

test('[V3.2.1] a file and an answer for programs are never rendered as a page', async () => {
  const file = await member.get(`${origins.portal}/contributions.csv`);
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment;/);
  assert.match(file.headers.get('content-security-policy') ?? '', /; sandbox$/);
  assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
  for (const path of ['/.well-known/openid-configuration', '/oauth/jwks', '/oauth/userinfo']) {
    const { headers } = await member.get(origins.sso + path);
    assert.match(headers.get('content-type') ?? '', /^application\/(?:jwk-set\+)?json/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path);
  }
});

test('[V3.4.2] no other origin may read an answer, but for what is public to everybody', async () => {
  const open = new Set(['/.well-known/openid-configuration', '/oauth/jwks']);
  const paths = [
    '/',
    '/help',
    '/security',
    '/details',
    '/session',
    '/oauth/authorize',
    '/oauth/token',
    '/oauth/userinfo',
  ];
  for (const face of whole.faces)
    for (const path of [...paths, ...open])
      for (const origin of [
        'https://jahat.example',
        'null',
        `${face.origin}.jahat.example`,
        origins.employer,
      ])
        for (const method of ['GET', 'OPTIONS']) {
          const { headers } = await ask(whole, face, {
            path,
            method,
            headers: { origin, cookie: cookieOf(member), 'access-control-request-method': 'POST' },
          });
          const allowed = headers['access-control-allow-origin'];
          if (!open.has(path)) assert.equal(allowed, undefined, `${face.site}${path} for ${origin}`);
          assert.equal(headers['access-control-allow-credentials'], undefined, `${face.site}${path}`);
        }
});

/** When a session was last used is written at most once a minute. */
const writtenByLooking: readonly string[] = ['accounts.session'];

test('[V3.5.3] looking at pages changes nothing', async () => {
  const before = await sumsOfAllTables(whole.database);
  const seen = stops.filter(
    ({ page, browser }) =>
      page.get && browser !== stranger && !/login|callback|csv|logout|sample/.test(page.path),
  );
  assert.ok(seen.length > 30, `${seen.length} pages`);
  for (const { url, browser } of seen) await browser.get(url, { follow: false });
  const after = await sumsOfAllTables(whole.database);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  assert.deepEqual(
    changed.filter((table) => !writtenByLooking.includes(table)),
    [],
  );
});

test('[V6.3.4 V7.2.2] nothing but the sign-in opens a page: no password by another way, no key that always fits', async () => {
  const basic = `Basic ${Buffer.from(`siti.rahayu:${demonstrationPassword}`).toString('base64')}`;
  for (const { face, url } of stops.filter(
    ({ page }) => !['public', 'machine'].includes(page.access) && page.get,
  ))
    for (const authorization of [basic, 'Bearer portal', 'Bearer null'])
      assert.equal(
        (await ask(whole, face, { path: url.pathname, headers: { authorization } })).status,
        303,
        url.href,
      );
  const granted = await ask(whole, faceOf('sso'), {
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic },
    body: new URLSearchParams({
      grant_type: 'password',
      username: 'siti.rahayu',
      password: demonstrationPassword,
    }).toString(),
  });
  assert.ok(granted.status === 400 || granted.status === 401, String(granted.status));
  const again = newBrowser();
  await enter(again, await again.get(`${origins.portal}/login`), 'siti.rahayu');
  const tokenOf = (browser: Browser) =>
    browser.cookies.get('localhost/|goid_portal_session')?.value ?? assert.fail('no session');
  assert.notEqual(tokenOf(again), tokenOf(member));
  assert.ok(tokenOf(again).length >= 43);
});
