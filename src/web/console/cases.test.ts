import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casesOf, conversationOf, openCase } from '#cases';
import { newBrowser } from '../../../tests/support/cookie-jar.ts';
import { png } from '../../../tests/support/documents.ts';
import { demonstrationAccount, officerAt } from '../../../tests/support/officer.ts';
import { enter } from '../../../tests/support/tour.ts';
import { startWholeHouse } from '../../../tests/support/whole-house.ts';
import { isoDate } from '#kernel';
import { formatDate, sql } from '#platform';

const { house, database } = await startWholeHouse();
const { console: origin, sso, portal } = house.config.origins;
const agent = await officerAt(`${origin}/cases`, 'petugas');
const supervisor = await officerAt(`${origin}/cases`, 'penyelia');
const auditor = await officerAt(`${origin}/`, 'auditor');
const siti = newBrowser();
await enter(siti, await siti.get(`${portal}/login`), 'siti.rahayu');

const caseNumberIn = (body: string) => /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(body)?.[0] ?? assert.fail(body);

test('an agent finds a case in the list without a word of the member, takes, answers and closes it', async () => {
  const words = 'Upah saya kenari-55 keliru';
  const asked = await siti.submit(await siti.get(`${sso}/ask`), '/ask', { kind: 'wage_report', words });
  const number = /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(asked.body)?.[0] ?? assert.fail();
  const list = await agent.browser.get(`${origin}/cases`);
  const caseId = new RegExp(`/cases/([0-9a-f-]{36})"[^>]*>${number}`).exec(list.body)?.[1] ?? assert.fail();
  const page = await agent.browser.get(`${origin}/cases/${caseId}`);
  assert.doesNotMatch(list.body + page.body, /kenari-55|Siti|Rahayu|\/look\//);
  const taken = await agent.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  assert.ok(taken.body.includes('kenari-55') && taken.body.includes(`/desk/${caseId}`));
  const other = await supervisor.browser.get(`${origin}/cases/${caseId}`);
  assert.doesNotMatch(other.body, /kenari-55/);
  const early = await supervisor.browser.submit(other, `/cases/${caseId}`, { act: 'answer', words: 'x' });
  assert.equal(early.status, 422, 'who does not work on it does not answer');
  const empty = await agent.browser.submit(taken, `/cases/${caseId}`, { act: 'answer', words: '' });
  assert.equal(empty.status, 422);
  const answered = await agent.browser.submit(empty, `/cases/${caseId}`, {
    act: 'answer',
    words: 'Kami cek.',
  });
  assert.match(answered.body, /Dijawab/);
  assert.equal((await conversationOf(database, house.keys, caseId)).length, 2);
  const closed = await agent.browser.submit(answered, `/cases/${caseId}`, { act: 'close' });
  assert.match(closed.body, /Selesai/);
  assert.doesNotMatch(
    closed.body,
    /href="\/(?:look|desk)\//,
    'a closed case opens no look, so none is offered',
  );
  const gone = await agent.browser.get(`${origin}/desk/${caseId}`);
  assert.equal(gone.status, 410);
  assert.ok(gone.body.includes(`href="/cases/${caseId}"`) && !gone.body.includes('name="reason"'));
  assert.match((await siti.get(`${sso}/security/cases/${caseId}`)).body, /Kami cek\./);
  assert.equal((await auditor.browser.get(`${origin}/cases`)).status, 403, 'others have no business here');
});

test('why an officer looked is asked of a supervisor, and that officer neither finds nor opens the question', async () => {
  const search = await agent.browser.get(`${origin}/search`);
  const found = await agent.browser.submit(search, '/search', { query: 'siti.rahayu' });
  const { pathname } = found.url;
  const looked = await agent.browser.submit(found, pathname, { reason: 'complaint', words: '' });
  assert.equal(looked.status, 200);
  const lookCase = caseNumberIn(looked.body);
  const seen = await siti.get(`${sso}/security/who-saw`);
  const address = /href="(\/security\/ask-reason\/[0-9a-f-]{36})"/.exec(seen.body)?.[1] ?? assert.fail();
  assert.ok((await siti.get(`${sso}/security/activity`)).body.includes(`href="${address}"`));
  const form = await siti.get(`${sso}${address}`);
  assert.equal((await siti.submit(form, address, { words: '  ' })).status, 422);
  const asked = await siti.submit(form, address, { words: 'Kenapa kenari-77 dilihat?' });
  assert.match(asked.body, /kenari-77/);
  assert.match(asked.body, /petugas itu tidak bisa melihatnya/);
  const number = caseNumberIn(asked.body);
  const caseId = asked.url.pathname.split('/').at(-1) ?? '';
  assert.equal((await siti.get(`${sso}${address}`)).url.pathname, asked.url.pathname, 'asked once');
  // The officer of the look: not in the list, not by its address, not by its number, not beside the member.
  assert.ok(!(await agent.browser.get(`${origin}/cases?all=1`)).body.includes(number));
  assert.equal((await agent.browser.get(`${origin}/cases/${caseId}`)).status, 404);
  const form404 = await agent.browser.get(`${origin}/look/${caseId}`);
  assert.doesNotMatch(form404.body, /Rahayu|kenari/);
  const again = await agent.browser.get(`${origin}/search`);
  const byNumber = await agent.browser.submit(again, '/search', { query: number });
  assert.equal(byNumber.url.pathname, '/search', 'the number finds nobody');
  const chosen = await agent.browser.submit(again, '/search', { query: 'siti.rahayu' });
  assert.ok(chosen.body.includes(lookCase) && !chosen.body.includes(number));
  const forced = { reason: 'complaint', words: '', case: caseId };
  assert.notEqual((await agent.browser.submit(chosen, chosen.url.pathname, forced)).status, 200);
  // A supervisor takes it, sees whom it is about, and answers the member.
  assert.ok((await supervisor.browser.get(`${origin}/cases`)).body.includes(number));
  const page = await supervisor.browser.get(`${origin}/cases/${caseId}`);
  const taken = await supervisor.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  assert.ok(taken.body.includes('kenari-77') && taken.body.includes(lookCase));
  await supervisor.browser.submit(taken, `/cases/${caseId}`, { act: 'answer', words: 'Untuk keluhan Anda.' });
  assert.match((await siti.get(`${sso}/security/cases/${caseId}`)).body, /Untuk keluhan Anda\./);
});

test('a colleague takes a case over only by saying so, and the list shows who has which', async () => {
  const { accountId } = await database.one<{ accountId: string }>(sql`
    select account_id as "accountId" from cases.case where account_id is not null limit 1`);
  const before = (await casesOf(database, accountId)).length;
  const { caseId } = await openCase(database, { kind: 'comment', accountId, now: new Date() });
  const page = await agent.browser.get(`${origin}/cases/${caseId}`);
  await agent.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  const theirs = await supervisor.browser.get(`${origin}/cases/${caseId}`);
  assert.match(theirs.body, /rekan/);
  const direct = await supervisor.browser.submit(theirs, `/cases/${caseId}`, { act: 'take' });
  assert.equal(direct.status, 422);
  const over = await supervisor.browser.submit(direct, `/cases/${caseId}`, { act: 'over' });
  assert.match(over.body, /name="words"/);
  assert.equal((await casesOf(database, accountId)).length, before + 1);
  assert.equal((await agent.browser.get(`${origin}/cases/x`)).status, 404);
});

test('a limit on processing is decided by its clock, by whoever watches, and the member reads the result', async () => {
  const asking = await siti.get(`${portal}/data/limit`);
  const asked = await siti.submit(asking, '/data/limit', { ground: 'dispute' });
  const number = /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(asked.body)?.[0] ?? assert.fail(asked.body);
  assert.match((await siti.get(`${portal}/dashboard`)).body, /Peringatan berhenti/);
  assert.equal((await agent.browser.get(`${origin}/data`)).status, 403);
  assert.ok(
    !(await agent.browser.get(`${origin}/cases`)).body.includes(number),
    'not in the list of the desk',
  );
  const list = await auditor.browser.get(`${origin}/data`);
  const row = new RegExp(`/data/([0-9a-f-]{36})"[^>]*>${number}`).exec(list.body)?.[1] ?? assert.fail();
  assert.match(list.body, /7[12] jam/);
  const page = await auditor.browser.get(`${origin}/data/${row}`);
  assert.doesNotMatch(list.body + page.body, /Siti|Rahayu|siti\.rahayu/);
  const decided = await auditor.browser.submit(page, `/data/${row}`, { act: 'uphold' });
  assert.match(decided.body, /Selesai/);
  assert.match((await siti.get(`${portal}/data/limit`)).body, /tetap berlaku/);
  const lifted = await siti.submit(await siti.get(`${portal}/data/limit`), '/data/limit', { act: 'lift' });
  assert.match(lifted.body, /Batasi sekarang/);
});

test('a case about a movement shows the chain of its month, behind a reason, and no wage of now', async () => {
  const card = demonstrationAccount('siti.rahayu').memberNumber ?? assert.fail();
  const { membership, month, day } = await database.one<{
    membership: string;
    month: string;
    day: string;
  }>(sql`
    select membership_id as membership, month, posted_on::text as day from contributions.contribution
    where posted_on is not null and membership_id in (select membership_id from members.membership where member_number = ${card})
    order by month desc limit 1`);
  const path = `/contributions/question/${membership}/${month}`;
  const question = await siti.get(`${portal}${path}`);
  assert.doesNotMatch(question.body, /value="(?:payment|not_paid)"/, 'nothing was paid out');
  const unfit = await siti.submit(question, path, { fault: 'payment', words: '' });
  assert.equal(unfit.status, 422);
  const filed = await siti.submit(unfit, path, { fault: 'amount', words: '' });
  const caseId = /\/security\/cases\/([0-9a-f-]{36})/.exec(filed.body)?.[1] ?? assert.fail();
  const page = await agent.browser.get(`${origin}/cases/${caseId}`);
  const taken = await agent.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  assert.ok(taken.body.includes(`/movement/${caseId}`));
  const asking = await agent.browser.get(`${origin}/movement/${caseId}`);
  assert.doesNotMatch(asking.body, /Ditagih/);
  const shown = await agent.browser.submit(asking, `/movement/${caseId}`, { reason: 'record_question' });
  for (const step of ['Dilaporkan', 'Ditagih', 'Dibayar', 'Dibukukan'])
    assert.ok(shown.body.includes(step), step);
  assert.ok(shown.body.includes(formatDate(isoDate(day), 'id')));
});

test('a wage report is made on the page of a month and read at the desk with the month, behind a reason', async () => {
  const history = await siti.get(`${portal}/contributions`);
  const [, address = ''] =
    /id="m\d{4}-\d{2}"[^]*?(\/contributions\/month\/[0-9a-f-]{36}\/\d{4}-\d{2})/.exec(history.body) ?? [];
  const month = await siti.get(portal + address);
  assert.match(month.body, /Perjalanan iuran[^]*Tarif dan dasar hukum/);
  const form = address.replace('month', 'payslip');
  const wrong = await siti.submit(await siti.get(portal + form), form, {
    wage: 'lima juta',
    words: 'Sejak kenari-77',
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /Tulis upah dalam rupiah[^]*Sejak kenari-77/);
  const made = await siti.submit(wrong, form, { wage: 'Rp99.500.000', words: 'Sejak kenari-77' });
  assert.match(made.body, /sudah kami terima/);
  const again = await siti.submit(wrong, form, { wage: '98000000' });
  assert.match(again.body, /Anda sudah melaporkan bulan ini/);
  const caseId = /security\/cases\/([0-9a-f-]{36})/.exec(again.body)?.[1] ?? assert.fail();
  const page = await agent.browser.get(`${origin}/cases/${caseId}`);
  const taken = await agent.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  assert.match(taken.body, /Rp99\.500\.000/);
  const report = `/wage-reports/${caseId}`;
  const asked = await agent.browser.get(origin + report);
  assert.doesNotMatch(asked.body, /99\.500\.000|PT Sinar/);
  const shown = await agent.browser.submit(asked, report, { reason: 'record_question' });
  for (const text of ['Rp99.500.000', 'Bulan itu sekarang', 'Ditagih', 'jangan menyebut peserta'])
    assert.ok(shown.body.includes(text), text);
  assert.equal((await auditor.browser.get(origin + report)).status, 403);
});

test('a notice of an exit brings a document, which the desk gets as a file to save, behind a reason', async () => {
  const details = await siti.get(`${portal}/details`);
  const [address = ''] = /\/details\/exit\/[0-9a-f-]{36}/.exec(details.body) ?? [];
  const form = await siti.get(portal + address);
  const typed = { day: '31 Oktober 2026', reason: 'resigned', words: 'Paklaring menyusul' };
  const wrong = await siti.submitWith(form, address, typed, Buffer.from('GIF89a'));
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /Paklaring menyusul[^]*bukan foto JPEG/);
  const filed = await siti.submitWith(wrong, address, typed, png());
  const caseId = /security\/cases\/([0-9a-f-]{36})/.exec(filed.body)?.[1] ?? assert.fail(filed.body);
  const more = await siti.submitWith(
    await siti.get(portal + address),
    address,
    { act: 'add' },
    png({ width: 5 }),
  );
  assert.match(more.body, /Dokumen 2/);
  const none = await siti.submit(more, address, { act: 'add' });
  assert.equal(none.status, 422);
  const page = await agent.browser.get(`${origin}/cases/${caseId}`);
  await agent.browser.submit(page, `/cases/${caseId}`, { act: 'take' });
  const notice = `/exit/${caseId}`;
  const asked = await agent.browser.get(origin + notice);
  assert.doesNotMatch(asked.body, /documents/);
  const shown = await agent.browser.submit(asked, notice, { reason: 'record_question' });
  const [link = ''] = new RegExp(`${notice}/documents/[0-9a-f-]{36}`).exec(shown.body) ?? [];
  const file = await agent.browser.get(origin + link);
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="bukti-K-/);
  assert.equal(file.headers.get('content-type'), 'application/octet-stream');
  const unseen = await supervisor.browser.get(origin + link);
  assert.match(unseen.body, /name="reason"/, 'nobody without a look of their own');
  assert.equal((await auditor.browser.get(origin + link)).status, 403);
  const denied = await agent.browser.submit(shown, notice, { act: 'note', answer: 'denied', words: 'HRD' });
  assert.match(denied.body, /Pemberi kerja membantah/);
  assert.doesNotMatch(denied.body, /value="record"/, 'words in place of a button that only refuses');
  const agreed = await agent.browser.submit(denied, notice, {
    act: 'note',
    answer: 'confirmed',
    words: 'HRD',
  });
  const recorded = await agent.browser.submit(agreed, notice, { act: 'record' });
  assert.match(recorded.body, /Keputusan[^]*Berhenti kerja dicatat/);
});

test('alerts are off until they are chosen on their page, and off again with one press', async () => {
  const page = await siti.get(`${portal}/alerts`);
  assert.match(page.body, /Sekarang mati/);
  const on = await siti.submit(page, '/alerts', { missed: 'on', late: 'on', channel: 'email' });
  assert.match(on.body, /Pilihan Anda tersimpan/);
  assert.equal(on.body.match(/ checked/g)?.length, 2);
  assert.match(
    (await siti.get(`${sso}/security/activity`)).body,
    /Anda menyalakan pemberitahuan iuran lewat email/,
  );
  assert.match((await siti.submit(on, '/alerts', { act: 'off' })).body, /sudah dimatikan/);
  const agus = newBrowser();
  await enter(agus, await agus.get(`${portal}/login`), 'agus.setiawan');
  const alone = await agus.get(`${portal}/alerts`);
  assert.match(alone.body, /Bulan yang belum dibayar/);
  assert.doesNotMatch(
    alone.body,
    /tidak dilaporkan|upah minimum/,
    'who pays alone has no employer that reports',
  );
  const link = await newBrowser().get(`${portal}/alerts/stop/${'x'.repeat(43)}`);
  assert.ok(link.url.href.endsWith('/alerts/stop'), 'the token does not stay in the address');
});

test('a clerk is appointed with what was typed kept, and the case says what it is about', async () => {
  const address = '/employers/19000901';
  const { memberNumber: kpj = '' } = demonstrationAccount('wayan.sudarma');
  const page = await agent.browser.get(origin + address);
  const unchecked = await agent.browser.submit(page, address, { kpj, letter: 'on' });
  assert.equal(unchecked.status, 422);
  assert.ok(unchecked.body.includes(`value="${kpj}"`), 'nobody types the number again');
  const done = await agent.browser.submit(unchecked, address, { kpj, letter: 'on', identity: 'on' });
  assert.match(done.body, /Petugas sudah ditunjuk/);
  const { id } = await database.one<{ id: string }>(
    sql`select case_id as id from cases.case where details ->> 'about' = 'clerk'`,
  );
  const opened = await agent.browser.get(`${origin}/cases/${id}`);
  assert.match(opened.body, /Penunjukan petugas pemberi kerja, NPP 19000901/);
});
