import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Language, languages } from '#platform';
import { type HelpTopic, helpTopics } from '#web/layout';
import { helpPages } from '#web/public';
import { openPage } from '../../../tests/support/visit.ts';
import { helpTexts } from './help-files.ts';
import { searchHelp } from './help-search.ts';
import { isOneLetterApart } from './help-words.ts';

/** What people type, and the topic that must stand first. */
const questions: readonly (readonly [Language, string, HelpTopic])[] = [
  ['id', 'lupa sandi', 'forgot-password'],
  ['id', 'lupa password', 'forgot-password'],
  ['id', 'LUPA KATA SANDI!!', 'forgot-password'],
  ['id', 'saya lupa kata sandinya', 'forgot-password'],
  ['id', 'otp tidak masuk', 'code-not-arriving'],
  ['id', 'kode otp gak masuk masuk', 'code-not-arriving'],
  ['id', 'kodenya belum datang', 'code-not-arriving'],
  ['id', 'sms kode tidak datang', 'code-not-arriving'],
  ['id', 'kode salah', 'wrong-code'],
  ['id', 'hp hilang', 'lost-phone'],
  ['id', 'ponsel saya dicuri', 'lost-phone'],
  ['id', 'ganti nomor hp', 'change-contact'],
  ['id', 'nomor ganti', 'lost-phone'],
  ['id', 'lapor upah', 'employer-filing'],
  ['id', 'nama kolom excel', 'employer-columns'],
  ['id', 'baris ditolak', 'employer-bad-rows'],
  ['id', 'koreksi upah', 'employer-corrections'],
  ['id', 'bayar tagihan perusahaan', 'employer-bills'],
  ['id', 'undang petugas', 'employer-clerks'],
  ['id', 'iuran bpu', 'pay-own-bill'],
  ['en', 'billing code', 'employer-bills'],
  ['id', 'slip gaji berbeda', 'contributions-missing'],
  ['id', 'matikan pemberitahuan iuran', 'contributions-missing'],
  ['id', 'kode pemeriksaan', 'balance'],
  ['id', 'pengembalian iuran', 'pay-own-bill'],
  ['en', 'turn off alerts', 'contributions-missing'],
  ['en', 'own overpayment', 'pay-own-bill'],
  ['id', 'akun terkunci', 'password-closed'],
  ['id', 'akun di blokir', 'password-closed'],
  ['id', 'daftar akun baru', 'register'],
  ['id', 'kpj', 'member-number'],
  ['id', 'sidik jari', 'passkeys'],
  ['id', 'passkey', 'passkeys'],
  ['id', 'saldo jht', 'balance'],
  ['id', 'perusahaan tidak bayar iuran', 'employer-arrears'],
  ['id', 'iuran tidak muncul', 'contributions-missing'],
  ['id', 'nama salah', 'wrong-details'],
  ['id', 'penipuan', 'phishing'],
  ['id', 'sms ini asli?', 'message-check'],
  ['id', 'warnet', 'shared-device'],
  ['id', 'wifi gratis', 'public-wifi'],
  ['id', 'hapus cookie', 'clear-cookies'],
  ['id', 'web tidak bisa dibuka', 'site-not-loading'],
  ['id', 'akun saya dibajak', 'not-me'],
  ['id', 'call center', 'contact'],
  ['id', 'forgot password', 'forgot-password'],
  // One letter wrong, missing, too many, or two swapped.
  ['id', 'pasword lupa', 'forgot-password'],
  ['id', 'lupa snadi', 'forgot-password'],
  ['id', 'penipaun', 'phishing'],
  ['id', 'autentikatr', 'authenticator-app'],
  ['id', 'kuki', 'clear-cookies'],
  ['id', 'cairkan jht', 'balance'],
  ['id', 'mau mencairkan JHT', 'balance'],
  ['id', 'phk', 'balance'],
  ['id', 'saya kena PHK', 'balance'],
  ['id', 'akun dihack', 'not-me'],
  ['id', 'akun saya di hack', 'not-me'],
  ['id', 'akun dibajak', 'not-me'],
  ['id', 'pindah alamat', 'wrong-details'],
  ['id', 'hilang hp', 'lost-phone'],
  ['id', '2fa tidak jalan', 'code-not-arriving'],
  ['en', 'laid off', 'balance'],
  ['en', 'i was fired', 'balance'],
  ['en', 'my account was hacked', 'not-me'],
  ['en', '2fa not working', 'code-not-arriving'],
  ['en', 'i moved to a new address', 'wrong-details'],
  ['en', 'forgot password', 'forgot-password'],
  ['en', 'forgoten pasword', 'forgot-password'],
  ['en', 'code not arriving', 'code-not-arriving'],
  ['en', 'no sms', 'code-not-arriving'],
  ['en', 'lost my phone', 'lost-phone'],
  ['en', 'account locked', 'password-closed'],
  ['en', 'wrong code', 'wrong-code'],
  ['en', 'fingerprint', 'passkeys'],
  ['en', 'is this message real', 'message-check'],
  ['en', 'employer did not pay', 'employer-arrears'],
  ['en', 'lupa sandi', 'forgot-password'],
  ['en', 'clear cache', 'clear-cookies'],
  ['en', 'two tabs', 'session-ended'],
];

for (const [language, question, topic] of questions)
  test(`“${question}” (${language}) finds ${topic} first`, () => {
    assert.equal(searchHelp(question, language)[0], topic, searchHelp(question, language).join(', '));
  });

test('every topic is found by each phrase under which it wants to be found, among the first three', () => {
  for (const language of languages)
    for (const topic of helpTopics)
      for (const phrase of [helpTexts[language][topic].title, ...helpTexts[language][topic].words]) {
        const place = searchHelp(phrase, language).indexOf(topic);
        assert.ok(place >= 0 && place < 3, `${language} “${phrase}” finds ${topic} at ${place}`);
      }
});

test('[V1.2.9] what has nothing to do with us finds nothing, and odd input does no harm', () => {
  for (const question of [
    'resep rendang',
    'xyzzyq',
    '!!!',
    '',
    ' ',
    '١٢٣',
    '🙂',
    '__proto__ constructor',
    '%00',
  ])
    assert.deepEqual(searchHelp(question, 'id'), [], question);
  const began = performance.now();
  searchHelp('abcdefgh '.repeat(100_000), 'id');
  assert.ok(performance.now() - began < 200);
});

test('one letter apart', () => {
  for (const [first, second, apart] of [
    ['sandi', 'snadi', true],
    ['sandi', 'sadi', true],
    ['sandi', 'sandii', true],
    ['sandi', 'sanda', true],
    ['sandi', 'sandi', false],
    ['sandi', 'dansi', false],
    ['ab', 'abcd', false],
  ] as const) {
    assert.equal(isOneLetterApart(first, second), apart, `${first} ${second}`);
    assert.equal(isOneLetterApart(second, first), apart, `${second} ${first}`);
  }
});

test('the answers stand on the page with the question in its field; markup in it is only words', async () => {
  const found = await (await openPage(helpPages(), '/help?q=lupa+sandi')).text();
  assert.match(found, /value="lupa sandi"/);
  assert.ok(found.indexOf('/help/forgot-password') < found.indexOf('class="needs"'));
  const none = await (
    await openPage(helpPages(), `/help?q=${encodeURIComponent('"><script>x</script>')}`)
  ).text();
  assert.doesNotMatch(none, /<script>x/);
  assert.match(none, /mailto:/);
});
