import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseByNumber } from '#cases';
import { newId } from '#kernel';
import { accountServices } from '../../commands/house.ts';
import { answerInCase, takeUpCase } from '#support';
import { type Browser, formOf, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { keepingOutbox } from '../../../tests/support/accounts.ts';
import { enter } from '../../../tests/support/tour.ts';
import { startWholeHouse } from '../../../tests/support/whole-house.ts';

const { house } = await startWholeHouse();
const { sso, portal } = house.config.origins;
const database = house.open('goid_console');
const outbox = keepingOutbox();
const services = { ...accountServices(house, database), outbox };
const rina = { officerId: newId(new Date()), sessionId: '', roles: ['agent'] } as const;
const words = 'Apakah kartu digital sah untuk klaim kenari-77?';

const ask = async (browser: Browser, fields: Record<string, string>) =>
  browser.submit(await browser.get(`${sso}/ask`), '/ask', { kind: 'question', words, ...fields });
const numberOn = ({ body }: Page) => /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(body)?.[0] ?? assert.fail(body);
const answered = async (caseNumber: string, text: string) => {
  const { caseId } = (await caseByNumber(database, caseNumber)) ?? assert.fail(caseNumber);
  assert.ok((await takeUpCase(services, rina, caseId, false)).ok);
  assert.ok((await answerInCase(services, rina, caseId, text)).ok);
  return caseId;
};

test('anybody may ask; the number alone shows the state, and the link of our message the answer', async () => {
  const browser = newBrowser();
  const faulty = await ask(browser, { contact: 'bukan alamat' });
  assert.equal(faulty.status, 422);
  assert.ok(faulty.body.includes(words), 'what was typed is still there');
  const done = await browser.submit(faulty, '/ask', { kind: 'question', words, contact: 'warga@contoh.id' });
  const number = numberOn(done);
  const look = await newBrowser().get(`${sso}/case`);
  const strangers = newBrowser();
  const shown = await strangers.submit(await strangers.get(`${sso}/case`), '/case', { number });
  assert.match(shown.body, /Menunggu petugas/);
  const unknown = await strangers.submit(shown, '/case', { number: 'K-2222-2222' });
  assert.deepEqual([look.status, shown.status, unknown.status], [200, 200, 200]);
  assert.match(unknown.body, /tidak menemukan/);
  assert.doesNotMatch(shown.body + unknown.body, /kenari-77|Pertanyaan|contoh\.id/);
  await answered(number, 'Sah, di semua kantor cabang.');
  const read = outbox.sent.at(-1)?.parameters['read'] ?? assert.fail('nobody was told');
  const opened = await newBrowser().get(`${sso}/case/read/${read}`);
  assert.equal(opened.url.pathname, '/case/read', 'the address bar does not show the token');
  assert.ok(opened.body.includes('Sah, di semua kantor cabang.') && opened.body.includes(words));
  const reader = newBrowser();
  const replied = await reader.submit(await reader.get(`${sso}/case/read/${read}`), '/case/read', {
    words: 'Baik',
  });
  assert.match(replied.body, /Pesan Anda sudah sampai/);
  assert.equal((await newBrowser().get(`${sso}/case/read/${'x'.repeat(43)}`)).status, 410);
});

test('a member who is signed in asks, reads the answer and writes again in the account; nobody else can', async () => {
  const siti = newBrowser();
  await enter(siti, await siti.get(`${portal}/login`), 'siti.rahayu');
  assert.doesNotMatch((await siti.get(`${sso}/ask`)).body, /name="contact"/);
  const number = numberOn(await ask(siti, {}));
  const caseId = await answered(number, 'Jawaban untuk Siti.');
  const list = await siti.get(`${sso}/security/cases`);
  assert.ok(list.body.includes(number) && list.body.includes('Dijawab'));
  const page = await siti.get(`${sso}/security/cases/${caseId}`);
  assert.ok(page.body.includes('Jawaban untuk Siti.') && page.body.includes(words));
  const empty = await siti.submit(page, '/security/cases/', { words: ' ' });
  assert.equal(empty.status, 422);
  const replied = await siti.submit(empty, '/security/cases/', { words: 'Terima kasih, jelas.' });
  assert.ok(replied.body.includes('Terima kasih, jelas.') && replied.body.includes('Menunggu petugas'));
  assert.match((await siti.get(`${sso}/security/activity`)).body, /Petugas menjawab kasus/);
  const other = newBrowser();
  await enter(other, await other.get(`${portal}/login`), 'rizky.pratama');
  const { fields } = formOf(await other.get(`${sso}/security`), 'sign-out');
  assert.equal((await other.get(`${sso}/security/cases/${caseId}`)).status, 404);
  assert.equal((await other.post(`${sso}/security/cases/${caseId}`, { ...fields, words })).status, 404);
  assert.equal((await siti.get(`${sso}/security/cases/x`)).status, 404);
});

test('the report of a death tells every fault at once, also of an address that cannot be written to', async () => {
  const stranger = newBrowser();
  const page = await stranger.get(`${sso}/report-death`);
  const sent = await stranger.submit(page, '/report-death', { contact: 'dewi', birth_date: '31-02-1980' });
  assert.equal(sent.status, 422);
  for (const name of ['number', 'name', 'birth_date', 'reporter', 'contact'])
    assert.ok(sent.body.includes(`id="field-${name}-error"`), name);
  assert.match((await stranger.get(portal)).body, /\/report-death"/);
});
