import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, translatorFor } from '#platform';
import indonesian from '../../../locales/id.json' with { type: 'json' };
import { fraudSigns, type FraudSignName } from './fraud-signs.ts';

const own = { hosts: ['masuk.akun-pekerja.go.id', 'localhost'], phones: ['0800-1500-000'] };
const signsOf = (text: string) => fraudSigns(text, own).map(({ name }) => name);

const frauds: readonly (readonly [FraudSignName, string])[] = [
  ['link_elsewhere', 'Cek saldo di https://akun-pekerja.xyz/masuk'],
  ['link_elsewhere', 'Buka bit.ly/saldo-jht sekarang'],
  ['link_elsewhere', 'https://masuk.akun-pekerja.go.id@jahat.com/masuk'],
  ['link_elsewhere', 'masuk.akun-pekerja.go.id.jahat.site'],
  ['link_elsewhere', 'Hubungi wa.me/628123456789'],
  ['asks_secret', 'Mohon kirimkan kode OTP Anda untuk verifikasi'],
  ['asks_secret', 'Balas SMS ini dengan PIN Anda'],
  ['asks_secret', 'Konfirmasi kata sandi Anda kepada petugas'],
  ['asks_secret', 'Please send us the code you received'],
  ['asks_money', 'Transfer biaya admin ke rekening berikut'],
  ['asks_money', 'Isi pulsa 50 ribu agar klaim diproses'],
  ['asks_money', 'Pay a small fee to release your savings'],
  ['app_file', 'Buka berkas Undangan-JHT.apk'],
  ['app_file', 'Unduh aplikasi terbaru dari lampiran'],
  ['other_number', 'Hubungi 0812-3456-7890 segera'],
  ['other_number', 'WA +62 812 3456 7890'],
  ['threat', 'Akun Anda akan diblokir dalam 24 jam'],
  ['threat', 'Your account will be suspended today'],
  ['prize', 'Selamat! Nomor Anda terpilih menerima bantuan'],
];

for (const [name, text] of frauds)
  test(`${name} is seen in: ${text}`, () => {
    assert.ok(signsOf(text).includes(name), String(signsOf(text)));
  });

test('a sign names the host or the number it has seen', () => {
  assert.deepEqual(fraudSigns('https://masuk.akun-pekerja.go.id@jahat.com/x', own), [
    { name: 'link_elsewhere', seen: 'jahat.com' },
  ]);
  assert.deepEqual(fraudSigns('telepon 0812-3456-7890', own), [
    { name: 'other_number', seen: '0812-3456-7890' },
  ]);
});

test('our own places, an e-mail address, a member number and a missing space are no sign', () => {
  for (const text of [
    'Buka https://masuk.akun-pekerja.go.id/message-check',
    'masuk.akun-pekerja.go.id',
    '@masuk.akun-pekerja.go.id #123456',
    'Tulis ke bantuan@akun-pekerja.go.id atau info.web@contoh.com',
    'Telepon 0800-1500-000',
    'KPJ 08123456789012345, NIK 3273014101500001',
    'Periksa kata sandi.Bukan Anda?',
    'Jangan berikan kode ini kepada siapa pun. Petugas tidak pernah meminta kata sandi.',
    'Never send a code to anyone. We do not ask for your password.',
  ])
    assert.deepEqual(signsOf(text), [], text);
});

test('no message of ours shows a sign', () => {
  const parameters = {
    brand: 'Akun Pekerja',
    reference: 'K7M3-9Q2P',
    support_phone: '0800-1500-000',
    support_email: 'bantuan@akun-pekerja.go.id',
    sign_in_origin: 'https://masuk.akun-pekerja.go.id',
    check_address: 'https://masuk.akun-pekerja.go.id/message-check',
    code: '123456',
  };
  const keys = (Object.keys(indonesian) as (keyof typeof indonesian)[]).filter((key) =>
    /^message\..*\.(?:sms|email)$|^message\.check$/.test(key),
  );
  assert.ok(keys.length > 4);
  for (const language of languages)
    for (const key of keys) assert.deepEqual(signsOf(translatorFor(language)(key, parameters)), [], key);
});

test('a long text is looked through at once', () => {
  const began = performance.now();
  for (const piece of ['kirim ', 'a.', '08123456 ', 'http://a', 'dalam 1 ', 'transfer kirim bayar '])
    signsOf(piece.repeat(10_000 / piece.length));
  assert.ok(performance.now() - began < 1000, `${performance.now() - began} ms`);
});
