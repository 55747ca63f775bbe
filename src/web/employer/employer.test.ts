import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { processFilings, tellClerks } from '#filings';
import { addMonths, dayIn, month, monthOf } from '#kernel';
import { formatMonth, openDatabase, sql, unseal } from '#platform';
import { formOf, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { eventually } from '../../../tests/support/messages.ts';
import { eicar, playScanner } from '../../../tests/support/scanner.ts';
import { officerAt } from '../../../tests/support/officer.ts';
import { enter, takeTour } from '../../../tests/support/tour.ts';
import { startWholeHouse } from '../../../tests/support/whole-house.ts';

const scanner = await playScanner();
after(() => scanner.close());
const whole = await startWholeHouse({ UPLOAD_SCANNER: scanner.address });
const job = openDatabase({ url: whole.databaseUrl, role: 'goid_worker' });
after(() => job.close());
const { origins, ports } = whole.house.config;
const { database } = whole;
// The member of the tour is a clerk of the small employer, signed in with a password alone.
const { member: clerk, officer } = await takeTour(whole);
const own = `${origins.employer}/employer/19000902`;
const other = `${origins.employer}/employer/19000901`;

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');
const boundary = 'batas-uji';
const part = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const filePart = (text: string, fileName = 'upah.csv') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: text/csv\r\n\r\n${text}`;

const cookies = () => [...clerk.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');

async function uploadForm(kind = 'wages') {
  const { action, fields } = formOf(await clerk.get(`${own}/upload/${kind}`), `/upload/${kind}`);
  const all = { ...fields, ...(kind === 'wages' ? { month: '2026-09' } : {}) };
  const parts = Object.entries(all).map(([name, value]) => part(name, value));
  return { action, start: parts.join(''), end: `\r\n--${boundary}--\r\n` };
}

async function upload(body: string, headers: Readonly<Record<string, string>> = {}, kind = 'wages') {
  const { action, start, end } = await uploadForm(kind);
  return fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      origin: origins.employer,
      cookie: cookies(),
      ...headers,
    },
    body: `${start}${filePart(body)}${end}`,
  });
}

const filings = async () =>
  database.one<{ filings: number; pieces: number }>(sql`
    select (select count(*)::int from filings.filing) as filings, (select count(*)::int from filings.file_chunk) as pieces`);

test('an upload leads to its filing, and the same form sent again to the same one', async () => {
  const { action, start, end } = await uploadForm();
  const init = {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      origin: origins.employer,
      cookie: cookies(),
    },
    // What no database keeps in a text is taken out of the name.
    body: `${start}${filePart('KPJ,UPAH\n88880000100,3000000\n', 'upah\u0000.csv')}${end}`,
  } as const;
  const answers = [await fetch(action, init), await fetch(action, init)];
  const [first, second] = answers.map((answer) => answer.headers.get('location'));
  assert.match(first ?? '', /^\/employer\/19000902\/filing\/[0-9a-f-]{36}$/);
  assert.equal(second, first);
  assert.equal((await filings()).filings, 1);
});

test('[V3.5.1] an upload from elsewhere, without the token or with a body of another kind is refused before a byte is kept', async () => {
  const before = await filings();
  assert.equal((await upload('x', { origin: 'https://lain.example' })).status, 403);
  const { action } = await uploadForm();
  const bare = (body: string, type: string) =>
    fetch(action, {
      method: 'POST',
      headers: { 'content-type': type, origin: origins.employer, cookie: cookies() },
      body,
    });
  const multipart = `multipart/form-data; boundary=${boundary}`;
  assert.equal((await bare(`${filePart('KPJ')}\r\n--${boundary}--\r\n`, multipart)).status, 403);
  assert.equal((await bare('a=b', 'application/x-www-form-urlencoded')).status, 400);
  assert.equal((await bare('nothing of the kind', multipart)).status, 400);
  assert.equal((await bare('x', 'multipart/form-data')).status, 400);
  assert.deepEqual(await filings(), before);
});

test('[V5.4.3] a harmful file is refused and forgotten, and while the scanner is away none is taken in', async () => {
  const before = await filings();
  const harmful = await upload(`KPJ,UPAH\n88880000100,${eicar}\n`);
  assert.equal(harmful.status, 422);
  assert.match(await harmful.text(), /berbahaya/);
  await scanner.close();
  const away = await upload('KPJ,UPAH\n88880000100,3000000\n');
  assert.equal(away.status, 422);
  assert.match(await away.text(), /belum dapat diperiksa/);
  assert.deepEqual(await filings(), before);
  await scanner.open();
});

test('a connection that breaks in the middle of a file leaves nothing', async () => {
  const before = await filings();
  const { action, start } = await uploadForm();
  const body = `${start}${filePart('KPJ,UPAH\n'.padEnd(600_000, '1'))}`;
  const socket = connect(ports.employer, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST ${action.pathname} HTTP/1.1\r\nHost: ${action.host}\r\nOrigin: ${origins.employer}\r\nCookie: ${cookies()}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length + 1000}\r\n\r\n${body}`,
  );
  await eventually(async () => (await filings()).pieces > before.pieces, 'pieces of the file arrive');
  socket.destroy();
  await eventually(async () => (await filings()).pieces === before.pieces, 'they are gone');
  assert.deepEqual(await filings(), before);
});

test('[V8.2.2 V8.4.1] a clerk of one employer finds nothing of another, and who is no clerk is told how to become one', async () => {
  assert.equal((await clerk.get(own)).status, 200);
  for (const path of [
    '',
    '/upload/wages',
    '/clerks',
    '/form',
    '/form/workers',
    '/form/exits',
    '/sample/wages',
    '/columns/wages',
    '/bills',
    '/refund',
  ])
    assert.equal((await clerk.get(`${other}${path}`)).status, 404, path);
  assert.equal((await clerk.get(`${own}/filing/01a208c6-614d-7dde-8897-cf1bd06f45ed`)).status, 404);
  assert.equal((await clerk.get(`${origins.employer}/employer/%00`)).status, 404, 'no number of an employer');
  const stranger = newBrowser();
  const page = await enter(stranger, await stranger.get(`${origins.employer}/employers`), 'rizky.pratama');
  assert.match(page.body, /Akun ini belum menjadi petugas/);
  assert.equal((await stranger.get(own)).status, 404);
  assert.equal(
    (await officer.get(`${origins.employer}/employers`)).status,
    403,
    'an officer belongs to the console',
  );
});

test('each upload page tells how many rows a file of its kind may have', async () => {
  for (const [kind, most] of [
    ['wages', '100.000'],
    ['workers', '10.000'],
    ['exits', '10.000'],
  ])
    assert.match((await clerk.get(`${own}/upload/${kind}`)).body, new RegExp(`paling banyak ${most} baris`));
});

test('a correction needs tick and reason; its page shows them, each old and new wage, and the difference', async () => {
  const known = await database.one<{ number: string; month: string }>(sql`
    select n.member_number as number, c.month from contributions.contribution c
    join members.employer e using (employer_id) join members.member_number n using (membership_id)
    where e.npp = '19000902' and not c.superseded order by c.month desc limit 1`);
  const send = async (
    fields: Readonly<Record<string, string>>,
    rows = `KPJ,UPAH\n${known.number},4321000\n`,
  ) => {
    const form = formOf(await clerk.get(`${own}/upload/wages`), '/upload/wages');
    const parts = Object.entries({ ...form.fields, month: known.month, ...fields });
    return fetch(form.action, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        origin: origins.employer,
        cookie: cookies(),
      },
      body: `${parts.map(([name, value]) => part(name, value)).join('')}${filePart(rows)}\r\n--${boundary}--\r\n`,
    });
  };
  for (const half of [{ correction: 'on' }, { correction_reason: 'Salah <ketik>' }] as const) {
    const refused = await send(half);
    assert.equal(refused.status, 422);
    const body = await refused.text();
    assert.match(body, /Koreksi perlu dicentang dan diberi alasan/);
    if ('correction_reason' in half) assert.match(body, /Salah &lt;ketik&gt;<\/textarea/);
  }
  const taken = await send({ correction: 'on', correction_reason: 'Salah <ketik>' });
  assert.equal(taken.status, 303);
  await processFilings({ ...whole.house, database });
  const { body } = await clerk.get(`${origins.employer}${taken.headers.get('location')}`);
  for (const words of [
    /Alasan koreksi: Salah &lt;ketik&gt;/,
    /Sebelum dan sesudah koreksi, per pekerja/,
    // JHT is 5.7 % of the wage.
    /Sebelum[^]+Sesudah[^]+Rp4\.321\.000/,
    /Rp246\.297/,
    /Selisih iuran seluruhnya/,
  ])
    assert.match(body, words);
  const unquoted = await send({}, `KPJ,UPAH\n${known.number},2,5 juta\n`);
  await processFilings({ ...whole.house, database });
  const told = await clerk.get(`${origins.employer}${unquoted.headers.get('location')}`);
  assert.match(told.body, /Koma atau titik koma[^<]+tanda kutip[^<]+2\.500\.000,00/);
});

test('every month of the law since July 2015 can be chosen, under its year', async () => {
  const { body } = await clerk.get(`${own}/upload/wages`);
  assert.match(
    body,
    /<optgroup label="2015">(?:(?!<optgroup)[^])*value="2015-07"[^]*?<\/optgroup>\s*<\/select/,
  );
  assert.doesNotMatch(body, /value="2015-06"/);
  assert.equal(body.match(/<option value="\d{4}-\d{2}"\s+selected/g)?.length, 1);
  const old = await clerk.get(`${own}/form?month=2015-07`);
  assert.match(old.body, /Upah Juli\s2015/);
  assert.match(old.body, /value="2015-07"\s+selected/);
});

test('the form of wages says of which month it is filled in, or that changing what counts is a correction', async () => {
  const newest = await database.one<{ month: string }>(sql`
    select max(c.month) as month from contributions.contribution c join members.employer e using (employer_id)
    where e.npp = '19000902' and not c.superseded`);
  const of = month(newest.month);
  const reported = await clerk.get(`${own}/form?month=${of}`);
  assert.match(reported.body, /sudah dicatat dan tertulis di bawah[^<]+centang koreksi/);
  const fresh = await clerk.get(`${own}/form?month=${addMonths(of, 1)}`);
  const lead = `Upah bulan ${spaced(formatMonth(of, 'id'))} sudah terisi`;
  assert.ok(spaced(fresh.body).includes(lead), lead);
  assert.doesNotMatch(fresh.body, /sudah dicatat dan tertulis/);
});

test('a file with columns that nobody knows names them; said once on the page, they are known in the next file', async () => {
  const send = async (text: string) => {
    const taken = await upload(text);
    assert.equal(taken.status, 303);
    await processFilings({ ...whole.house, database });
    return clerk.get(`${origins.employer}${taken.headers.get('location')}`);
  };
  const lines = (wage: number) => `Kartu <b>;Gaji Pokok;Catatan\n88880000101;${wage};x\n`;
  const first = await send(lines(3_000_001));
  assert.match(first.body, /Baris judul tidak memuat kolom KPJ, UPAH/);
  assert.match(
    first.body,
    /Kolom di berkas Anda yang tidak kami kenal: Kartu &lt;b&gt;, Gaji Pokok, Catatan/,
  );
  const [, address = ''] = /href="([^"]+\/columns\/wages\?filing=[^"]+)"/.exec(first.body) ?? [];
  const page = await clerk.get(`${origins.employer}${address}`);
  assert.match(page.body, /<option value="Gaji Pokok"[^>]*>\s*Gaji Pokok/);
  const { action, fields } = formOf(page, '/columns/wages');
  const names = { 'column-member_number': 'Kartu <b>', 'column-wage': 'Gaji Pokok' };
  const twice = await clerk.post(action.href, { ...fields, ...names, 'column-month': 'gaji pokok' });
  assert.equal(twice.status, 422);
  assert.match(twice.body, /Satu nama dipakai untuk dua kolom/);
  const form = formOf(twice, '/columns/wages');
  await clerk.post(form.action.href, { ...form.fields, ...names, 'column-month': '' });
  const second = await send(lines(3_000_002));
  assert.match(second.body, /Menunggu persetujuan/);
  assert.match(second.body, /dilewati: Catatan\./);
});

test('clerks who want it are told once by e-mail what became of a filing, and nobody is named in it', async () => {
  const tell = () => tellClerks({ ...whole.house, database: job });
  const sent = sql`delete from notifications.message where template like 'filing_%' returning id, channel, template, sealed`;
  assert.ok((await tell()) > 0);
  const messages = await database.many<Record<'id' | 'channel' | 'template', string> & { sealed: Buffer }>(
    sent,
  );
  assert.ok(messages.some(({ template }) => template === 'filing_refused'));
  for (const { id, channel, sealed } of messages) {
    assert.equal(channel, 'email');
    const content = unseal(
      whole.house.keys,
      'message',
      `notifications.message.sealed/${id}`,
      sealed,
    ).toString();
    const { parameters } = JSON.parse(content) as { parameters: Record<string, string> };
    assert.deepEqual(Object.keys(parameters).toSorted(), ['employer', 'place', 'report']);
    assert.match(parameters['report'] ?? '', /^Upah\s\w+\s20\d\d$/);
  }
  assert.equal(await tell(), 0, 'once');
  const { action, fields } = formOf(await clerk.get(`${own}/clerks`), '/clerks');
  const chosen = await clerk.post(action.href, { ...fields, messages: 'on' });
  assert.match(chosen.body, /Perubahan tersimpan/);
  await database.run(sql`update filings.filing set told_at = null`);
  assert.ok((await tell()) > 0);
  assert.deepEqual(await database.many(sent), [], 'who turned it off hears nothing');
});

test('approving and changing clerks ask for a strong factor', async () => {
  const row = await database.one<{ id: string }>(sql`select filing_id as id from filings.filing limit 1`);
  const { fields } = formOf(await clerk.get(`${own}/upload/wages`), '/logout');
  const posts = [
    [`${own}/filing/${row.id}`, { decision: 'approve' }],
    [`${own}/clerks`, { invite: 'on', email: 'a@contoh.example', file: 'on' }],
  ] as const;
  for (const [address, sent] of posts) {
    const answer = await clerk.post(address, { ...fields, ...sent }, { follow: false });
    assert.match(answer.headers.get('location') ?? '', /^\/login\?strength=2&to=/, address);
  }
  const asked = (await clerk.get(`${own}/clerks`)).body;
  assert.doesNotMatch(asked, /name="email"/);
  assert.match(asked, /\/security\/factors"/, 'and where to turn one on');
  assert.match(
    (await clerk.get(own)).body,
    /Menyetujui memerlukan[^]+\/security\/factors"/,
    'said at home too',
  );
});

const card = async (name: string) =>
  database.one<{ id: string; number: string }>(sql`
    select m.membership_id as id, m.member_number as number from members.membership m join members.employer e using (employer_id)
    join members.person p using (person_id) where e.npp = '19000902' and p.full_name = ${name}`);

test('new workers are typed one below the other, nothing typed is lost, and what is refused is mended at its field', async () => {
  const address = `${own}/form/workers`;
  const of = (page: Page, number: number, values: Readonly<Record<string, string>>) => ({
    ...formOf(page, '/form/workers').fields,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}-${number}`, value])),
  });
  const asksForAll = await clerk.post(address, of(await clerk.get(address), 1, {}));
  assert.equal(asksForAll.status, 422);
  assert.equal(asksForAll.body.match(/aria-invalid="true"/g)?.length, 6);
  const sari = {
    full_name: 'Sari <Warung>',
    national_number: '3273 0157 0899 0001',
    birth_date: '17 Agustus 1999',
    sex: 'P',
    mother_name: 'Bu Sari',
    started_on: '1/10/2026',
    phone: '0812',
  };
  const two = await clerk.post(address, { ...of(asksForAll, 1, sari), act: 'add' });
  assert.equal(two.status, 200);
  assert.match(two.body, /value="Sari &lt;Warung&gt;"/);
  assert.match(two.body, /name="full_name-2"[^>]*autofocus/);
  const wrong = await clerk.post(address, { ...of(two, 1, sari), 'full_name-2': '' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /name="phone-1"[^>]*value="0812"[^>]*aria-invalid="true"/);
  assert.doesNotMatch(wrong.body, /full_name-2/, 'a worker left empty is none');
  const form = of(wrong, 1, { ...sari, phone: '081234567890', full_name: 'Sari Warung' });
  const sent = await clerk.post(address, form, { follow: false });
  assert.equal(sent.status, 303);
  const again = await clerk.post(address, form, { follow: false });
  assert.equal(again.headers.get('location'), sent.headers.get('location'), 'the same form counts once');
  const changed = await clerk.post(
    address,
    { ...form, 'national_number-1': '3273 0157 0899 0002' },
    { follow: false },
  );
  assert.notEqual(
    changed.headers.get('location'),
    sent.headers.get('location'),
    'gone back to and changed, it is another',
  );
  await processFilings({ ...whole.house, database });
  const looked = await clerk.get(`${origins.employer}${sent.headers.get('location')}`);
  assert.match(
    looked.body,
    /Pekerja di formulir ini[^]+Sari Warung[^]+17\sAgustus\s1999[^]+1\sOktober\s2026/,
  );
  assert.doesNotMatch(looked.body, /3273015708990001/);
  await database.run(sql`
    update filings.filing set state = 'approved', approved_by = received_by, approved_at = now()
    where filing_id = ${sent.headers.get('location')?.slice(-36)}`);
  await processFilings({ ...whole.house, database });
  const counted = await clerk.get(`${origins.employer}${sent.headers.get('location')}`);
  assert.match(counted.body, /KPJ pekerja baru[^]+Sari Warung[^]+7\d{10}/);
  const [, list = ''] = /href="([^"]+\/new-cards)"/.exec(counted.body) ?? [];
  const { body } = await clerk.get(`${origins.employer}${list}`);
  assert.match(body, /^Kartu <b>,NAMA_LENGKAP,Gaji Pokok,RAPEL,BLTH\r\n7\d{10},Sari Warung,,,\r\n$/);
});

test('who left is chosen from the cards, and the register’s refusal leads back to the filled-in form', async () => {
  const address = `${own}/form/exits`;
  const page = await clerk.get(address);
  const leaver = await database.one<{ name: string }>(sql`
    select p.full_name as name from members.membership m join members.employer e using (employer_id)
    join members.person p using (person_id) where e.npp = '19000902' and m.ended_on is null order by 1 limit 1`);
  const { id, number } = await card(leaver.name);
  assert.match(page.body, new RegExp(`value="${id}"[^>]*>\\s*${leaver.name}, KPJ ${number}`));
  const { fields } = formOf(page, '/form/exits');
  const other = await database.one<{ id: string }>(sql`
    select m.membership_id as id from members.membership m join members.employer e using (employer_id)
    where e.npp = '19000901' limit 1`);
  const wrong = await clerk.post(address, { ...fields, card: other.id, day: '31-02-2026', reason: 'bored' });
  assert.equal(wrong.status, 422);
  assert.equal(
    wrong.body.match(/aria-invalid="true"/g)?.length,
    3,
    'a card of another employer is none of the list',
  );
  assert.match(wrong.body, /name="day"[^>]*value="31-02-2026"/);
  const early = await clerk.post(address, {
    ...formOf(wrong, '/form/exits').fields,
    card: id,
    day: '1-1-1990',
    reason: 'dismissed',
  });
  assert.match(early.body, /Tanggal keluar sebelum tanggal masuk/);
  assert.match(early.body, new RegExp(`value="${id}"\\s+selected`));
  const typed = { card: id, day: '31 Oktober 2026', reason: 'dismissed' };
  const form = { ...formOf(early, '/form/exits').fields, ...typed };
  const sent = await clerk.post(address, form, { follow: false });
  assert.equal(sent.status, 303);
  // Meanwhile somebody else has ended the card.
  const ended = (day: string | null) =>
    database.run(sql`update members.membership set ended_on = ${day}::date where membership_id = ${id}`);
  await ended('2026-10-30');
  await processFilings({ ...whole.house, database });
  await ended(null);
  const filing = await clerk.get(`${origins.employer}${sent.headers.get('location')}`);
  assert.match(filing.body, /Pekerja 1[^]+Hari kerja terakhir[^]+sudah tercatat keluar pada tanggal lain/);
  const [, back = ''] = /href="([^"]+\/form\/exits\?filing=[^"]+)"/.exec(filing.body) ?? [];
  const mend = await clerk.get(`${origins.employer}${back}`);
  assert.match(mend.body, new RegExp(`value="${id}"\\s+selected`));
  assert.match(mend.body, /name="day"[^>]*value="31-10-2026"[^>]*aria-invalid="true"/);
});

test('a file of workers who left shows each by name, day and reason, marked where the name is not the card’s', async () => {
  const leaver = await database.one<Record<'name' | 'number' | 'month' | 'day', string>>(sql`
    select p.full_name as name, m.member_number as number, max(c.month) as month,
      ((max(c.month) || '-01')::date - 1)::text as day
    from members.membership m join members.employer e using (employer_id) join members.person p using (person_id)
    join contributions.contribution c using (person_id, membership_id)
    where e.npp = '19000902' and m.ended_on is null group by 1, 2 order by 1 limit 1`);
  const lines = `KPJ,NAMA,TGL_KELUAR,ALASAN\n${leaver.number},Xyz <b>,${leaver.day},PHK\n`;
  const taken = await upload(lines, {}, 'exits');
  assert.equal(taken.status, 303);
  await processFilings({ ...whole.house, database });
  const signedIn = (acr: string) => database.run(sql`update accounts.session set acr = ${acr}`);
  await signedIn('2');
  const { body } = await clerk.get(`${origins.employer}${taken.headers.get('location')}`);
  await signedIn('1');
  for (const words of [
    new RegExp(
      `KPJ ${leaver.number}[^]+<strong>${leaver.name}</strong>[^]+Di laporan: Xyz &lt;b&gt;[^]+Nama berbeda`,
    ),
    /Hari kerja terakhir \d+\s\w+\s20\d\d\. Diberhentikan \(PHK\)/,
    new RegExp(`dilaporkan untuk ${formatMonth(month(leaver.month), 'id')}: koreksi menjadi 0, atau periksa`),
    /berbeda dengan nama pemilik KPJ: 1\./,
    /name="seen"[^]+Cocokkan nama, hari kerja terakhir, dan alasan di atas/,
  ])
    assert.match(body, words);
  assert.doesNotMatch(body, /jumlah di atas/);
});

test('a report of which every row is recorded already asks nobody to mend it', async () => {
  const row = await database.one<{ id: string }>(sql`
    update filings.filing set state = 'checked', rows_read = 6, rows_good = 0, rows_known = 6, rows_refused = 0
    where filing_id = (select filing_id from filings.filing where kind = 'wages' and correction_reason is null limit 1)
    returning filing_id as id`);
  const { body } = await clerk.get(`${own}/filing/${row.id}`);
  assert.match(body, /tidak ada yang perlu disetujui/);
  assert.doesNotMatch(body, /Perbaiki barisnya/);
});

test('a wage of a form that is recorded otherwise is told by the worker’s name and leads back to the form', async () => {
  const address = `${own}/form?month=2026-05`;
  const form = await clerk.get(address);
  assert.match(form.body, /Upah bulan ini sudah dicatat/);
  const { fields } = formOf(form, '/logout');
  const name = /name="(wage-[^"]+)"/.exec(form.body)?.[1] ?? assert.fail(form.body);
  const typed = { ...fields, month: '2026-05', [name]: '9999999' };
  const sent = await clerk.post(`${own}/form`, typed, { follow: false });
  await processFilings({ ...whole.house, database });
  const { body } = await clerk.get(`${origins.employer}${sent.headers.get('location')}`);
  assert.match(body, new RegExp(`/form\\?month=2026-05[^]+Ayu Saputra[^]+9999999[^]+jumlah lain`));
  assert.doesNotMatch(body, /bad-rows/);
});

test('the wage form opens on the month before, and on the present one where that is recorded', async () => {
  const opened = async () =>
    /name="month" value="([\d-]+)"/.exec((await clerk.get(`${own}/form`)).body)?.[1] ?? '';
  const present = monthOf(dayIn(new Date()));
  const before = addMonths(present, -1);
  assert.equal(await opened(), before);
  const move = (from: string, to: string) =>
    database.run(sql`
      update contributions.contribution set month = ${to} where month = ${from}
        and employer_id = (select employer_id from members.employer where npp = '19000902')`);
  const { newest } = await database.one<{ newest: string }>(sql`
    select max(month) as newest from contributions.contribution join members.employer using (employer_id) where npp = '19000902'`);
  assert.ok((await move(newest, before)) > 0);
  assert.equal(await opened(), present);
  await move(before, newest);
});

test('the rights of a clerk end after a question, and who ended the own ones is led away', async () => {
  const { browser } = await officerAt(`${own}/clerks`, 'juru-upah');
  const address = (await browser.get(`${own}/clerks`)).body.match(
    /[^"]+\?end=[0-9a-f-]{36}(?=[^<]+Akhiri hak Dian)/,
  )?.[0];
  const asked = await browser.get(`${origins.employer}${address}`);
  assert.match(asked.body, /Ini hak Anda sendiri/);
  const rights = () =>
    database.many(sql`
      select from filings.clerk join members.employer using (employer_id) where npp = '19000902' and removed_at is null`);
  const before = (await rights()).length;
  const sure = { ...formOf(asked, '/clerks').fields, remove: 'remove' };
  const left = await browser.post(`${own}/clerks`, sure, { follow: false });
  assert.equal(left.headers.get('location'), '/employers', left.body);
  assert.equal((await rights()).length, before - 1);
});

test('wages under the minimum are shown with their worker, the figure, its source and contoh, before a report is approved', async () => {
  const row = await database.one<{ id: string; name: string }>(sql`
    with filing as (
      update filings.filing set state = 'checked', rows_read = 6, rows_good = 6, rows_known = 0, rows_refused = 0
      where filing_id = (select filing_id from filings.filing where npp = '19000902' and kind = 'wages'
        and correction_reason is null limit 1)
      returning filing_id, employer_id),
    noted as (
      insert into filings.wage_remark
      select filing_id, membership_id, person_id, 'below_province', 2000000, 3207459, 'Keputusan gubernur UMP 2026', true, 5
      from filing join members.membership m using (employer_id) order by m.member_number limit 1
      returning filing_id, person_id)
    select filing_id as id, full_name as name from noted join members.person using (person_id)`);
  const { body } = await clerk.get(`${own}/filing/${row.id}`);
  for (const text of [
    'Tidak ada baris yang ditolak karena ini',
    'Rp3.207.459 (Keputusan gubernur UMP 2026) – angka contoh',
    'paruh waktu',
    row.name,
    'Rp2.000.000',
    'Dan 4 lagi.',
  ])
    assert.ok(body.includes(text), `${text}: ${body}`);
  const english = (await clerk.get(`${own}/filing/${row.id}?lang=en`)).body;
  assert.match(english, /Under the minimum wage of the province of work in 20\d\d, Rp3,207,459/);
  await clerk.get(`${own}/filing/${row.id}?lang=id`);
});

test('the sample file has the employer’s own names of columns and the wage last reported, and taking it is recorded', async () => {
  const file = await clerk.get(`${own}/sample/wages`);
  assert.match(file.headers.get('content-disposition') ?? '', /attachment; filename="upah-19000902.csv"/);
  const [header, first, ...rest] = file.body.trimEnd().split('\r\n');
  assert.match(header ?? '', /Kartu <b>,NAMA_LENGKAP,Gaji Pokok,RAPEL,BLTH$/);
  assert.match(first ?? '', /^888800001\d\d,[A-Za-z ]+,\d+,,\d{4}-\d{2}$/);
  assert.equal(rest.length, 6);
  const recorded = sql`select count(*)::int as count from activity.entry where event = 'filing_downloaded'`;
  assert.deepEqual(await database.one(recorded), { count: 2 }, 'and the list of new cards');
});

test('files are made for a clerk so often in an hour, and then the answer says when again', async () => {
  const most = whole.house.config.DOWNLOADS_PER_HOUR;
  const used = sql`
    update throttle.state set taken_at = array_fill(now(), array[${most}::int]) where limit_name = 'filing_downloads'`;
  assert.equal((await clerk.get(`${own}/sample/exits`)).status, 200);
  assert.equal(await database.run(used), 1);
  for (const path of ['/sample/wages', `/filing/${(await newestFiling()).id}/bad-rows`]) {
    const answer = await clerk.get(`${own}${path}`);
    assert.equal(answer.status, 429, path);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  }
  await database.run(sql`delete from throttle.state where limit_name = 'filing_downloads'`);
});

const newestFiling = () =>
  database.one<{ id: string }>(
    sql`select filing_id as id from filings.filing order by filing_id desc limit 1`,
  );

test('while a recovery of the account waits no form of this face does anything, and each says why', async () => {
  const { fields } = formOf(await clerk.get(`${own}/upload/wages`), '/logout');
  const row = await database.one<{ id: string }>(sql`select filing_id as id from filings.filing limit 1`);
  await database.run(sql`
    insert into accounts.recovery (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash, started_at,
      ends_at, noticed_at)
    select gen_random_uuid(), account_id, 'password', 'waiting', account_id::text::bytea, account_id::text::bytea,
      account_id::text::bytea, now(), now() + interval '1 hour', now()
    from (select distinct account_id from filings.clerk) c`);
  const before = await filings();
  const posts = [
    [`/filing/${row.id}`, { decision: 'withdraw' }],
    ['/clerks', { messages: 'on', wanted: 'on' }],
    ['/columns/wages', { 'column-wage': 'Upah' }],
    ['/form', { month: '2026-09' }],
    ['/refund', { act: 'withdraw', refund: row.id }],
  ] as const;
  for (const [path, sent] of posts) {
    const answer = await clerk.post(`${own}${path}`, { ...fields, ...sent }, { follow: false });
    assert.equal(answer.status, 422, path);
    assert.match(answer.body, /tidak ada yang dikirim, disetujui, ditarik, atau diubah/, path);
  }
  const refused = await upload('KPJ,UPAH\n88880000100,3000009\n');
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /tidak ada yang dikirim/);
  assert.deepEqual(await filings(), before);
  assert.equal((await clerk.get(own)).status, 200, 'looking goes on');
  await database.run(sql`delete from accounts.recovery`);
});
