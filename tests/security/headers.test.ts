import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTour } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const { stops, member } = await takeTour(whole);

const fixed: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not no-referrer: a form sent from such a page would say "Origin: null".
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function headerFaults(headers: Headers): string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const faults = Object.entries(fixed).flatMap(([name, value]) =>
    headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}`],
  );
  if (!/default-src 'none'/.test(policy)) faults.push('no default-src');
  // A file says of itself that it may do nothing at all.
  const needed = policy.endsWith('; sandbox') ? [] : ['frame-ancestors', 'base-uri', 'form-action'];
  faults.push(...needed.filter((name) => !policy.includes(name)).map((name) => `no ${name}`));
  if (/unsafe|\*|https?:(?!\/\/localhost)|data:[^;]*script/.test(policy))
    faults.push(`a loose policy: ${policy}`);
  if (!/no-store/.test(headers.get('cache-control') ?? '')) faults.push('may be kept by a cache');
  return faults;
}

function contentFaults(body: string): string[] {
  const faults: string[] = [];
  if (/<[^>]+\sstyle\s*=/i.test(body)) faults.push('a style attribute');
  if (/<[^>]+\son[a-z]+\s*=/i.test(body)) faults.push('an event attribute');
  if (/href\s*=\s*["']?\s*javascript:/i.test(body)) faults.push('a javascript: address');
  if (/<(?:object|embed|applet|iframe|frame|marquee)\b/i.test(body))
    faults.push('what no browser should need');
  for (const [tag] of body.matchAll(/<script[^>]*>/gi))
    if (!/\ssrc="\//.test(tag)) faults.push(`an inline or foreign script: ${tag}`);
  for (const [, address = ''] of body.matchAll(/<(?:link|img|script|iframe)[^>]+(?:src|href)="([^"]+)"/gi))
    if (/^(?:https?:)?\/\//.test(address)) faults.push(`something from elsewhere: ${address}`);
  return faults;
}

test('[V1.2.3 V3.4.3 V3.4.4 V3.4.5 V3.4.6 V3.7.1 V14.2.2 V14.2.3 V14.3.2] every page of every face carries the strict headers and no inline style or script', async () => {
  let pages = 0;
  for (const { page, url, browser } of stops.filter(
    (stop) => stop.page.get && stop.page.access !== 'machine',
  )) {
    const answer = await browser.get(url, { follow: false });
    assert.deepEqual(headerFaults(answer.headers), [], `${url.href} (${answer.status})`);
    // A feed or a text for programs is no page: no browser runs it.
    if (/html/.test(answer.headers.get('content-type') ?? 'html'))
      assert.deepEqual(contentFaults(answer.body), [], url.href);
    assert.ok(answer.status < 500, `${page.path}: ${answer.status}`);
    if (answer.status === 200) pages += 1;
  }
  assert.ok(pages >= 12, `${pages} pages were seen in full`);
});

test('[V3.4.3 V3.4.4 V3.4.5 V3.4.6] errors carry the same headers', async () => {
  for (const face of whole.faces) {
    const answers = [
      await member.get(`${face.origin}/tidak-ada`),
      await member.get(`${face.origin}/callback?state=x&code=y`, { follow: false }),
      await member.post(`${face.origin}/logout`, {}),
    ];
    for (const answer of answers) assert.deepEqual(headerFaults(answer.headers), [], answer.url.href);
    const wrongHost = await ask(whole, face, { path: '/', headers: { host: 'jahat.example' } });
    assert.equal(wrongHost.headers['x-frame-options'], 'DENY');
  }
});

test('[V3.4.4 V3.4.6] answers of the provider that are no pages may not be framed or sniffed either', async () => {
  const sso = whole.faces.find(({ site }) => site === 'sso');
  assert.ok(sso);
  for (const path of [
    '/.well-known/openid-configuration',
    '/oauth/jwks',
    '/oauth/authorize',
    '/oauth/userinfo',
  ]) {
    const { headers } = await member.get(sso.origin + path, { follow: false });
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe/, path);
  }
});
