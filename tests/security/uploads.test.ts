import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { examineScanner } from '../../src/commands/doctor-scanner.ts';
import { type Face, settings, sql } from '#platform';
import { type Browser, formOf, newBrowser, type Page } from '../support/cookie-jar.ts';
import { jpeg, png } from '../support/documents.ts';
import { eicar, playScanner } from '../support/scanner.ts';
import { enter } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const scanner = await playScanner(150_000);
after(() => scanner.close());
const whole = await startWholeHouse({
  EVIDENCE_MOST_BYTES: '200000',
  EVIDENCE_MOST_DOCUMENTS: '2',
  UPLOAD_SCANNER: scanner.address,
});
const { database } = whole;
const portalOrigin = whole.house.config.origins.portal;
const portal: Face = whole.faces.find(({ site }) => site === 'portal') ?? assert.fail();

const member = newBrowser();
await enter(member, await member.get(`${portalOrigin}/login`), 'siti.rahayu');
const begun = await member.submit(await member.get(`${portalOrigin}/corrections`), '/corrections', {
  full_name: 'Siti Rahayu Lestari',
  reason: 'Nama di KTP lebih panjang',
});
const address = begun.url;
assert.match(address.pathname, /^\/corrections\/[\w-]{36}$/);

const boundary = 'x-batas-7';
type Part = {
  readonly name: string;
  readonly value: string | Buffer;
  readonly file?: string;
  readonly type?: string;
};
const bodyOf = (parts: readonly Part[], end = `--${boundary}--\r\n`): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, file, type }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}${type ? `\r\nContent-Type: ${type}` : ''}\r\n\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(end),
  ]);

const hidden = async (browser: Browser = member): Promise<Part[]> => {
  const form = formOf(await browser.get(address), '/documents');
  return Object.entries(form.fields).map(([name, value]) => ({ name, value }));
};
const headers = (browser: Browser = member) => ({
  cookie: [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; '),
  origin: portalOrigin,
  'content-type': `multipart/form-data; boundary=${boundary}`,
});
const post = (
  body: Buffer,
  more: Readonly<Record<string, string>> = {},
  path = `${address.pathname}/documents`,
) => ask(whole, portal, { method: 'POST', path, headers: { ...headers(), ...more }, body });
const upload = async (bytes: Buffer, file = 'ktp.jpg', type = 'image/jpeg') =>
  post(bodyOf([...(await hidden()), { name: 'document', value: bytes, file, type }]));
const count = async () =>
  (await database.one<{ n: number }>(sql`select count(*)::int as n from evidence.document`)).n;
const wordsOf = ({ body }: Pick<Page, 'body'>) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

test('[V5.2.2] what a file is called and said to be decides nothing: its content does, and every refusal says what to do', async () => {
  const cases: readonly (readonly [string, string, Buffer, string])[] = [
    [
      'ktp.jpg',
      'image/jpeg',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      'Ini bukan foto JPEG atau PNG',
    ],
    ['ktp.pdf', 'application/pdf', Buffer.from('PK\x03\x04'), 'Ini bukan foto JPEG atau PNG'],
    ['ktp.jpg', 'image/jpeg', jpeg().subarray(0, -12), 'Unggah sekali lagi'],
    ['', 'application/octet-stream', Buffer.alloc(0), 'Pilih foto atau PDF'],
  ];
  for (const [file, type, bytes, words] of cases) {
    const answer = await upload(bytes, file, type);
    assert.equal(answer.status, 422, file);
    assert.ok(wordsOf(answer).includes(words), `${file}: ${words}`);
    assert.ok(wordsOf(answer).includes('Siti Rahayu Lestari'), 'what was typed is still there');
  }
  assert.equal(await count(), 0);
});

test('[V5.4.3] a document is scanned as it came; what is harmful is refused, and without a verdict none is taken in', async () => {
  const { config } = whole.house;
  const harmful = await upload(Buffer.concat([png(), Buffer.from(eicar)]));
  assert.equal(harmful.status, 422);
  assert.ok(wordsOf(harmful).includes('berbahaya'));
  assert.ok(scanner.scanned.at(-1)?.includes(eicar), 'the whole file was scanned');
  const unread = 'belum dapat diperiksa';
  assert.ok(wordsOf(await upload(Buffer.alloc(160_000, 1))).includes(unread), 'more than the scanner reads');
  assert.match((await examineScanner(config))[0]?.found ?? '', /^ClamAV 1\.4\.3/);
  await scanner.close();
  const away = await upload(png());
  assert.equal(away.status, 422);
  assert.ok(wordsOf(away).includes(unread));
  assert.ok(wordsOf(away).includes('Siti Rahayu Lestari'), 'what was typed is still there');
  const [told] = await examineScanner(config);
  assert.equal(told?.well, false);
  assert.match(told?.found ?? '', /no file is taken in/);
  assert.equal(await count(), 0);
  await scanner.open();
});

test('[V5.3.2 V5.4.1] the name that a client gives a file is kept nowhere, whatever it is', async () => {
  for (const [place, name] of ['../../etc/cron.d/x', 'C:\\\\windows\\\\x.exe'].entries()) {
    const answer = await upload(png({ width: 20 + place }), name, 'text/html');
    assert.equal(answer.status, 303);
  }
  assert.equal(await count(), 2);
  const rows = await database.many<{ row: string }>(
    sql`select row_to_json(d)::text as row from (select document_id, media_type, subject_id from evidence.document d) d`,
  );
  for (const { row } of rows) assert.doesNotMatch(row, /cron|windows|html/);
  assert.ok(wordsOf(await upload(png({ width: 60 }))).includes('Jumlah dokumen sudah cukup'));
  const page = await member.get(address);
  await member.submit(page, address.pathname, {
    act: 'remove',
    document: formOf(page, address.pathname).fields['document'] ?? '',
  });
});

test('the same form sent twice, also at once, hands one document in', async () => {
  const body = bodyOf([...(await hidden()), { name: 'document', value: png({ width: 44 }), file: 'a.png' }]);
  const before = await count();
  const answers = [...(await Promise.all([post(body), post(body)])), await post(body)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303],
  );
  assert.equal(await count(), before + 1);
});

test('[V5.2.1] a file over the limit is told so, and one far over it is cut off, however it is sent', async () => {
  const large = await upload(Buffer.alloc(200_001, 1));
  assert.equal(large.status, 413);
  assert.ok(wordsOf(large).includes('Dokumen ini terlalu besar'));
  assert.ok(wordsOf(large).includes('Siti Rahayu Lestari'));
  assert.equal((await upload(Buffer.alloc(1_000_000, 1))).status, 413, 'by its announced length');
  const before = process.memoryUsage().rss;
  const fields = await hidden();
  const endless = await new Promise<number | string>((resolve) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: whole.house.config.ports.portal,
        method: 'POST',
        path: `${address.pathname}/documents`,
        agent: false,
        headers: { host: new URL(portalOrigin).host, ...headers(), 'transfer-encoding': 'chunked' },
      },
      (answer) => resolve(answer.statusCode ?? 0),
    );
    sent.on('error', (error) => resolve((error as { code?: string }).code ?? 'error'));
    sent.write(
      bodyOf(
        [...fields],
        `--${boundary}\r\nContent-Disposition: form-data; name="document"; filename="x"\r\n\r\n`,
      ),
    );
    let written = 0;
    const more = (): void => {
      while (written < 200_000_000 && !sent.destroyed) {
        written += 65_536;
        if (!sent.write(Buffer.alloc(65_536, 2))) {
          sent.once('drain', more);
          return;
        }
      }
      sent.end();
    };
    more();
  });
  assert.ok(endless === 413 || endless === 'EPIPE' || endless === 'ECONNRESET', String(endless));
  assert.ok(process.memoryUsage().rss - before < 100_000_000);
  assert.equal((await member.get(address)).status, 200, 'others are served');
});

test('[V3.5.1] a form with a file from elsewhere, or whose token does not come first, is not read', async () => {
  const file: Part = { name: 'document', value: png(), file: 'a.png' };
  const fields = await hidden();
  const before = await count();
  assert.equal((await post(bodyOf([file, ...fields]))).status, 403, 'the token behind the file');
  assert.equal((await post(bodyOf([file]))).status, 403);
  assert.equal((await post(bodyOf([...fields, file]), { origin: 'https://jahat.example' })).status, 403);
  assert.equal((await post(bodyOf([...fields, file]), { cookie: '' })).status, 303, 'nobody is signed in');
  assert.equal((await post(bodyOf([...fields, file, file]))).status, 400, 'two files');
  assert.equal((await post(bodyOf([...fields, file], ''))).status, 400, 'cut off');
  assert.equal(
    (await post(bodyOf([...fields, file]), { 'content-type': 'multipart/form-data' })).status,
    400,
  );
  assert.equal(
    (await post(bodyOf(Array.from({ length: 30 }, () => ({ name: 'x', value: 'y' }))))).status,
    413,
  );
  assert.equal(await count(), before);
});

test('[V5.3.1] no address of any face answers with a document', async () => {
  const { id } = await database.one<{ id: string }>(
    sql`select document_id as id from evidence.document limit 1`,
  );
  for (const face of whole.faces)
    for (const path of [
      `/documents/${id}`,
      `/evidence/${id}`,
      `/assets/${id}`,
      `${address.pathname}/documents/${id}`,
    ]) {
      const answer = await member.get(new URL(path, face.origin), { follow: false });
      assert.ok(answer.status === 404 || answer.status === 303, `${face.site} ${path}: ${answer.status}`);
    }
});

test('[V5.1.1] docs/uploads.md says the figures of the settings', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/uploads.md'), 'utf8');
  for (const name of [
    'EVIDENCE_MOST_BYTES',
    'EVIDENCE_MOST_DOCUMENTS',
    'EVIDENCE_PER_DAY',
    'EVIDENCE_MEGAPIXELS',
    'EVIDENCE_KEEP_DAYS',
    'UPLOAD_SECONDS',
  ] as const) {
    const value = String(settings[name].type.parse(undefined));
    assert.match(page, new RegExp(`\\| \`${name}\` \\| ${value} \\|`), name);
  }
});
