import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translatorFor } from '#platform';
import { Secret, TOTP } from 'otpauth';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const faces = await startTestFaces(await testDatabase(), {
  WHATSAPP_PROVIDERS: 'https://goid:x@gateway.example/messages',
});
const { services, config, clock } = faces;
const factors = `${config.origins.sso}/security/factors`;
type SecondFactor = Parameters<typeof newTestAccount>[1] & object;

async function signedIn(account: SecondFactor = {}) {
  const made = await newTestAccount(services, account);
  const { browser, page } = await signInByForms(factors, {
    identifier: made.username,
    password: testPassword,
  });
  return { made, browser, page };
}

const sentCode = (template: string) =>
  services.outbox.sent.findLast((message) => message.template === template)?.parameters['code'] ?? '';
const linkTo = (body: string, part: string) =>
  new URL(new RegExp(`href="([^"]*${part}[^"]*)"`).exec(body)?.[1] ?? assert.fail(part), factors).href;
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });

test('[V6.6.1] an authenticator app: picture, address and key say the same; its first code turns it on, and it is asked for', async () => {
  const { made, browser, page } = await signedIn();
  assert.equal(page.url.href, factors);
  assert.match(page.body, /baru dijaga oleh kata sandi/);
  const t = translatorFor('id');
  assert.ok(
    page.body.indexOf('/factors/app') < page.body.indexOf('/on/sms/'),
    'the stronger way comes first',
  );
  assert.ok(page.body.includes(t('security.about.sms')), 'and what is weak about codes by SMS is said');
  const app = await browser.get(`${factors}/app`);
  assert.match(app.body, /<svg[^>]*class="qr"/);
  const shown = /class="secret">([A-Z2-7 ]+)</.exec(app.body)?.[1]?.replaceAll(' ', '') ?? '';
  assert.ok(app.body.includes(`secret=${shown}`));
  const unreadable = await browser.submit(app, '/app', { code: '12' });
  assert.equal(unreadable.status, 422);
  const wrong = await browser.submit(unreadable, '/app', { code: '000000' });
  assert.match(wrong.body, /masih ada 4 kesempatan/);
  assert.ok(wrong.body.includes(`secret=${shown}`), 'the same picture');
  const on = await browser.submit(wrong, '/app', { code: codeOf(shown) });
  assert.equal(on.url.href, `${factors}?done=on`);
  assert.match(on.body, /baru punya satu cara/, 'a second one is offered');
  assert.match(on.body, /href="\/security\/sessions">Lihat dan akhiri sesi lain/);
  assert.equal((await browser.get(`${factors}/app`)).url.href, factors, 'there is one app');
  const next = await signInByForms(factors, { identifier: made.username, password: testPassword });
  assert.match(next.page.body, /aplikasi autentikator/);
});

for (const method of ['sms', 'whatsapp', 'email'])
  test(`codes by ${method} are turned on with a code that came that way`, async () => {
    const { browser, page } = await signedIn();
    const lead = await browser.get(linkTo(page.body, `/on/${method}/`));
    assert.doesNotMatch(lead.body, /name="code"/);
    const sent = await browser.submit(lead, '/send/');
    assert.match(sent.body, /name="code"/);
    const soon = await browser.submit(sent, '/send/');
    assert.equal(soon.status, 429);
    const on = await browser.submit(soon, '/on/', { code: sentCode('factor_code') });
    assert.equal(on.url.href, `${factors}?done=on`);
  });

test('recovery codes are shown once, and one of them is a second factor', async () => {
  const { made, browser, page } = await signedIn({ secondFactor: ['sms'] });
  const inside = await browser.submit(page, '/code', { code: sentCode('sign_in_code') });
  assert.equal(inside.url.href, factors);
  const made10 = await browser.submit(await browser.get(`${factors}/recovery`), '/recovery');
  const codes = [...made10.body.matchAll(/<li>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})<\/li>/g)].map(
    ([, code]) => code ?? '',
  );
  assert.equal(codes.length, 10);
  const list = await browser.get(factors);
  assert.match(list.body, /Sisa 10 dari 10 kode/);
  assert.ok(codes.every((code) => !list.body.includes(code)));
  clock.advance(61);
  const next = await signInByForms(factors, { identifier: made.username, password: testPassword });
  const choose = await next.browser.submit(next.page, '/code/send', { method: 'recovery' });
  assert.match(choose.body, /Kode pemulihan/);
  const short = await next.browser.submit(choose, '/code', { code: 'ABCD-EFGH' });
  assert.match(short.body, /16 huruf dan angka/);
  const entered = await next.browser.submit(short, '/code', { code: codes[0] ?? '' });
  assert.equal(entered.url.href, factors);
  assert.match(entered.body, /Sisa 9 dari 10 kode/);
});

test('[V7.4.3] the last way goes only after a page that says what it means, and a tick', async () => {
  const { browser, page } = await signedIn({ secondFactor: ['sms', 'email'] });
  const inside = await browser.submit(page, '/code', { code: sentCode('sign_in_code') });
  const strong = await browser.get(linkTo(inside.body.split('Kode lewat SMS')[1] ?? '', '/off/'));
  assert.match(strong.body, /hanya tersisa kode lewat email/);
  const unticked = await browser.submit(strong, '/off/');
  assert.equal(unticked.status, 422);
  assert.match(unticked.body, /Belum dimatikan/);
  const weak = await browser.submit(unticked, '/off/', { understood: 'on' });
  assert.match(weak.body, /baru lewat email/);
  const last = await browser.get(linkTo(weak.body, '/off/'));
  assert.match(last.body, /cara kedua Anda yang terakhir/);
  const gone = await browser.submit(last, '/off/', { understood: 'on' });
  assert.match(gone.body, /baru dijaga oleh kata sandi/);
  assert.match(gone.body, /href="\/security\/sessions">Lihat dan akhiri sesi lain/);
});

test('[V7.5.1] a change asks again who it is when that was long ago; a code of the app stands for the password, once', async () => {
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const { browser, page } = await signedIn({ secondFactor: ['totp'], totpSecret });
  await browser.submit(page, '/code', { code: codeOf(totpSecret) });
  for (let minutes = 0; minutes < 12; minutes += 6) {
    clock.advance(360);
    assert.equal((await browser.get(factors)).status, 200, 'looking asks for nothing');
  }
  const asked = await browser.get(`${factors}/recovery`);
  assert.match(asked.url.pathname, /\/confirm$/);
  assert.match(asked.body, /Pakai aplikasi autentikator saja/);
  const wrong = await browser.submit(asked, '/confirm', { code: '000000' });
  assert.equal(wrong.status, 422);
  const code = codeOf(totpSecret);
  const right = await browser.submit(wrong, '/confirm', { code });
  assert.equal(right.url.href, `${factors}/recovery`);
  const form = await browser.get(`${config.origins.sso}/security/confirm`);
  const again = await browser.submit(form, '/confirm', { code });
  assert.equal(again.status, 422, 'the same code confirms nothing again');
});

test('a stranger’s way, or an address that is none, leads back to the list', async () => {
  const { page: other } = await signedIn();
  const { browser } = await signedIn();
  for (const address of [
    linkTo(other.body, '/on/sms/'),
    `${factors}/on/sms/x`,
    `${factors}/on/totp/${'0'.repeat(8)}-0000-0000-0000-000000000000`,
    `${factors}/off/x`,
  ])
    assert.equal((await browser.get(address)).url.href, factors, address);
});

test('“not me” asks again who it is, comes back to the same entry, and says which way it has turned off', async () => {
  const { browser, page } = await signedIn();
  const sent = await browser.submit(await browser.get(linkTo(page.body, '/on/sms/')), '/send/');
  clock.advance(60);
  await browser.submit(sent, '/on/', { code: sentCode('factor_code') });
  const activity = await browser.get(`${config.origins.sso}/security/activity`);
  assert.match(activity.body, /Kode lewat SMS/);
  const entry = linkTo(activity.body.split('Kode lewat SMS')[1] ?? '', '/security/not-me');
  clock.advance(540);
  await browser.get(factors);
  clock.advance(540);
  const asked = await browser.get(entry);
  assert.match(asked.url.pathname, /\/confirm$/);
  const ask = await browser.submit(asked, '/confirm', { password: testPassword });
  assert.equal(ask.url.href, entry);
  assert.match(ask.body, /sejak saat itu dibatalkan/);
  const done = await browser.submit(ask, '/security/not-me');
  assert.match(done.body, /Sudah dimatikan karena dipasang sejak saat itu: Kode lewat SMS\./);
  assert.match((await browser.get(factors)).body, /Yang tidak Anda kenal tetap bisa dimatikan/);
});
