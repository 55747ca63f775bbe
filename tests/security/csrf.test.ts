import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform';
import { sumsOfAllTables } from '../support/content.ts';
import { type Browser, formOf } from '../support/cookie-jar.ts';
import { type Stop, takeTour, type Tour } from '../support/tour.ts';
import { ask, type RawRequest, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const tour = await takeTour(whole);
const posts = tour.stops.filter(({ page }) => page.post);
const others = await takeTour(whole, 'penyelia');
const cookieOf = (browser: Browser) =>
  [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');

/** Hidden fields of a form of this face as the browser of this tour got it. */
async function fieldsFor(
  { face, page: { access } }: Stop,
  { member, officer, stranger, uid }: Tour,
): Promise<Record<string, string>> {
  if (access === 'owner')
    return formOf(await member.get(`${face.origin}/security`), '/security/sign-out').fields;
  if (face.site === 'sso')
    return formOf(await stranger.get(`${face.origin}/signin/${uid}`), '/signin/').fields;
  const page = await (face.site === 'employer'
    ? member.get(`${face.origin}/employers`)
    : face.site === 'portal'
      ? member.get(`${face.origin}/details`)
      : officer.get(`${face.origin}/`));
  return formOf(page, '/logout').fields;
}

function send({ face, url, browser }: Stop, fields: Record<string, string>, headers: Record<string, string>) {
  const body = new URLSearchParams(fields).toString();
  const wish: RawRequest = {
    method: 'POST',
    path: url.pathname,
    headers: {
      cookie: cookieOf(browser),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    body,
  };
  return ask(whole, face, wish);
}

test('[V3.5.1 V3.5.2] every form of every face is refused from elsewhere, and nothing changes', async () => {
  assert.ok(posts.length >= 6, 'the faces have forms');
  // The forms are fetched first, because a page may write; the refused POSTs may not. Compared once: a look at every
  // table for each page would take longer than a session goes untouched.
  const forms = new Map<Stop, { own: Record<string, string>; foreign: Record<string, string> }>();
  for (const stop of posts)
    forms.set(stop, { own: await fieldsFor(stop, tour), foreign: await fieldsFor(stop, others) });
  const before = await sumsOfAllTables(whole.database);
  for (const [stop, { own, foreign }] of forms) {
    const { face, url } = stop;
    const origin = { origin: face.origin };
    const cases: [string, Record<string, string>, Record<string, string>, number][] = [
      ['without a token', {}, origin, 403],
      ['with a made-up token', { _token: 'a.b', _key: 'k' }, origin, 403],
      ["with another browser's token", foreign, origin, 403],
      ['from another origin', own, { origin: 'https://jahat.example' }, 403],
      ['from the opaque origin', own, { origin: 'null' }, 403],
      ['from a sibling face', own, { origin: face.origin.replace(/\d+$/, '1') }, 403],
      ['as the browser calls it cross-site', own, { 'sec-fetch-site': 'cross-site' }, 403],
      ['as the browser calls it same-site', own, { 'sec-fetch-site': 'same-site' }, 403],
      ['as text', own, { ...origin, 'content-type': 'text/plain' }, 400],
      ['as multipart', own, { ...origin, 'content-type': 'multipart/form-data; boundary=x' }, 400],
    ];
    for (const [how, fields, headers, status] of cases) {
      const answer = await send(stop, fields, headers);
      assert.equal(answer.status, status, `${url.href} ${how}`);
    }
    const large = await send(stop, { ...own, filler: 'x'.repeat(70_000) }, origin);
    assert.equal(large.status, 413, `${url.href} over the limit`);
  }
  assert.deepEqual(await sumsOfAllTables(whole.database), before);
});

test('a body of unknown length over the limit is refused on the way', async () => {
  const [stop] = posts;
  assert.ok(stop);
  const answer = await ask(whole, stop.face, {
    method: 'POST',
    path: stop.url.pathname,
    headers: {
      origin: stop.face.origin,
      'content-type': 'application/x-www-form-urlencoded',
      'transfer-encoding': 'chunked',
    },
    body: `a=${'x'.repeat(200_000)}`,
  });
  assert.equal(answer.status, 413);
});

test('the same forms are taken from their own pages', async () => {
  // Signing out would take the session away from the next test.
  const kept = posts.filter(({ face, page }) => face.site === 'sso' && page.path !== '/security/sign-out');
  for (const stop of kept) {
    const answer = await send(stop, await fieldsFor(stop, tour), { origin: stop.face.origin });
    assert.ok(![400, 403, 413].includes(answer.status), `${stop.url.href} ${answer.status}`);
  }
});

test("the provider's own logout form needs its secret", async () => {
  const face = whole.faces.find(({ site }) => site === 'sso');
  assert.ok(face);
  const answer = await ask(whole, face, {
    method: 'POST',
    path: '/oauth/logout/confirm',
    headers: { cookie: cookieOf(tour.member), 'content-type': 'application/x-www-form-urlencoded' },
    body: 'logout=yes&xsrf=made-up',
  });
  assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
  const still = await tour.member.get(`${whole.house.config.origins.portal}/details`);
  assert.equal(still.url.pathname, '/details');
  const { ended } = await whole.database.one<{ ended: bigint }>(
    sql`select count(*) as ended from accounts.session where ended_at is not null`,
  );
  assert.equal(ended, 0n);
});
