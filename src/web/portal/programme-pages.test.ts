import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenefitRecord } from '#benefits';
import { isoDate } from '#kernel';
import { languages } from '#platform';
import { portalPages } from '#web/portal';
import {
  emptyRecord,
  fullRecord,
  leftRecord,
  longRecord,
  migrantRecord,
  selfEmployedRecord,
} from '../../../tests/support/benefit-records.ts';
import { doorsOnly, fullReads } from '../../../tests/support/portal-reads.ts';
import { openPage, testSession, type TestVisitOptions } from '../../../tests/support/visit.ts';

async function wordsOf(
  programme: string,
  record: BenefitRecord | undefined = fullRecord,
  options: TestVisitOptions = {},
): Promise<string> {
  const pages = portalPages({
    database: doorsOnly,
    reads: { ...fullReads(), benefitRecord: async () => record },
  });
  const answer = await openPage(pages, `/programmes/${programme}`, { session: testSession, ...options });
  const markup = await answer.text();
  return markup
    .slice(markup.indexOf('<body'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const programmes = ['jht', 'jp', 'jkk', 'jkm', 'jkp'];

test('every page stands for every kind of member in both languages, and leaves no hole', async () => {
  for (const programme of programmes)
    for (const record of [fullRecord, emptyRecord, selfEmployedRecord, migrantRecord, leftRecord, longRecord])
      for (const language of languages) {
        const words = await wordsOf(programme, record, { language });
        assert.doesNotMatch(words, /undefined|NaN|\[object|\{\w+\}|benefits?\.\w|Infinity/, programme);
        assert.match(words, language === 'id' ? /Yang belum diketahui/ : /What is not known/);
      }
});

test('the first thing said is whether and since when, then the one figure, then the sum', async () => {
  const words = await wordsOf('jht');
  const places = [
    'Terlindungi sejak',
    'Saldo hari ini Rp86.412.350',
    'Perkiraan pada usia 56 tahun',
    'Cara mengajukan',
  ].map((text) => words.indexOf(text));
  assert.ok(
    places.every((place) => place > 0),
    String(places),
  );
  assert.deepEqual(
    places,
    places.toSorted((first, second) => first - second),
  );
});

test('JHT is written out: contributions by months, both assumptions named, the tax, and no promise', async () => {
  const words = await wordsOf('jht');
  for (const text of [
    'Iuran: 233 bulan × Rp725.895 Rp169.133.535',
    'Hasil pengembangan 3,87%: Rp174.881.314 5,63%: Rp295.946.998',
    'Pajak: 5% × (jumlah − Rp50.000.000)',
    'bukan janji',
    'rata-rata bunga deposito bank pemerintah pada 2020',
    '10%: Rp8.641.235',
  ])
    assert.ok(words.includes(text), text);
});

test('JP is written out by the formula with the bounds, and a derived bound says so', async () => {
  const words = await wordsOf('jp');
  for (const text of [
    '117 + 341 = 458 bulan',
    '1% × (458 bulan ÷ 12) × Rp10.578.085 Rp4.037.302',
    'Pensiun terendah sejak 1 Maret 2026 angka turunan Rp411.400',
    'Pensiun tertinggi sejak 1 Maret 2026 angka turunan Rp4.932.300',
    'Memakai harga tahun 2026.',
    'Usia pensiun Anda 65 tahun',
    'Kurang dari 180 bulan 63 bulan',
    '180 bulan tercapai dengan iuran Januari 2032',
    'belum dibayar, jadi belum dihitung: 1.',
  ])
    assert.ok(words.includes(text), text);
});

test('from 1 March on, bounds and prices of the year before say that those of the year are awaited', async () => {
  const awaited =
    /inflasi untuk 2027 belum diumumkan atau belum kami catat. Di sini masih dipakai angka 2026/;
  const february = await wordsOf('jp', { ...fullRecord, today: isoDate('2027-02-28') });
  assert.doesNotMatch(february, /belum diumumkan/);
  const march = await wordsOf('jp', { ...fullRecord, today: isoDate('2027-03-01') });
  assert.match(march, awaited);
  for (const words of [february, march]) {
    assert.match(words, /Memakai harga tahun 2026\./);
    assert.match(words, /Upah pada harga 2026/);
  }
});

test('the share of a survivor is refused: the page says what is not known and whom to ask', async () => {
  const words = await wordsOf('jp');
  assert.match(words, /Berapa bagian janda, duda, anak, atau orang tua .* belum dapat kami pastikan/);
  assert.match(words, /Tanyakan kepada layanan peserta/);
  assert.doesNotMatch(words, /50%|20%/);
});

test('JKK, JKM and JKP follow the member’s own wage and family', async () => {
  assert.match(await wordsOf('jkk'), /60% × 80 × Rp12\.735\.000 Rp611\.280\.000/);
  const death = await wordsOf('jkm');
  assert.match(death, /24 × Rp500\.000, dibayar sekaligus Rp12\.000\.000/);
  assert.match(death, /dihitung: 1\. Untuk mereka paling banyak Rp87\.000\.000/);
  assert.match(await wordsOf('jkp'), /6 bulan × 60% × Rp5\.000\.000 Rp18\.000\.000/);
});

test('the law behind each figure is named, and what follows from it is called derived', async () => {
  assert.match(await wordsOf('jp'), /PP 45\/2015 Ps\.18 \(angka turunan\)/);
  assert.match(await wordsOf('jp'), /PP 45\/2015 Ps\.17 \(dipastikan\)/);
  assert.match(await wordsOf('jkm'), /PP 44\/2015 Ps\.40 \(dipastikan\)/);
});

test('a member who left and is past both ages is told what is theirs, and nothing that has ended', async () => {
  const savings = await wordsOf('jht', leftRecord);
  assert.match(savings, /Seluruh saldo bisa diambil/);
  assert.match(savings, /Diterima setelah pajak Rp84\.591\.732/);
  assert.doesNotMatch(savings, /Kalau iuran berjalan terus/);
  assert.match(await wordsOf('jp', leftRecord), /sudah tercapai pada 9 Maret 2023/);
  for (const programme of ['jkk', 'jkm', 'jkp'])
    assert.match(await wordsOf(programme, leftRecord), /tidak sedang terdaftar bekerja/, programme);
});

test('the self-employed are told of no employer’s share, no JP, and the funeral costs only at first', async () => {
  assert.match(await wordsOf('jht', selfEmployedRecord), /dari iuran yang Anda bayar/);
  assert.doesNotMatch(await wordsOf('jht', selfEmployedRecord), /Mengundurkan diri/);
  assert.match(await wordsOf('jp', selfEmployedRecord), /Belum ada iuran JP atas nama Anda/);
  assert.match(await wordsOf('jkm', selfEmployedRecord), /baru biaya pemakaman yang ditanggung/);
  for (const programme of ['jht', 'jkk', 'jkm']) {
    const [said = ''] = (await wordsOf(programme, selfEmployedRecord)).split('Yang belum diketahui');
    assert.doesNotMatch(said, /pemberi kerja|\bupah|slip gaji/i, programme);
  }
  assert.match(await wordsOf('jkk', selfEmployedRecord), /Laporkan sendiri/);
});

test('a migrant worker sees no amount of JKK and JKM, and why', async () => {
  for (const programme of ['jkk', 'jkm']) {
    const coverage = fullRecord.coverage.map((entry) => ({
      ...entry,
      state: 'not_recorded' as const,
      coveredSince: undefined,
      reason: 'paid_by_package' as const,
    }));
    const words = await wordsOf(programme, { ...migrantRecord, coverage });
    assert.match(
      words,
      /Belum tercatat .*Paket yang Anda ambil belum dicatat di sini.*Tanyakan ke layanan peserta/,
    );
    assert.doesNotMatch(words, /Tidak terlindungi/);
    assert.match(words, /Permenaker 4\/2023/);
    assert.doesNotMatch(words, /Rp\d/);
  }
});

test('the heirs are named in the legal order, what is amiss is remarked, and an empty register is no dead end', async () => {
  const words = await wordsOf('jp');
  assert.match(words, /1\. Suami atau istri yang sah, satu orang Menerima Budi Santoso/);
  assert.match(words, /Ayu Santoso \(Anak\) Tanggal lahir belum tercatat/);
  assert.match(words, /Citra Santoso .*Sudah 23 tahun atau lebih/);
  assert.match(words, /Sri Wahyuni .*Tanggal lahirnya tampak keliru/);
  const short = {
    ...emptyRecord,
    savings: { ...emptyRecord.savings, balance: -570_000n, shortfall: 570_000n },
  };
  assert.match(await wordsOf('jht', short), /Kekurangan saldo Rp570\.000/);
  assert.match(await wordsOf('jht', emptyRecord), /Belum ada keluarga yang tercatat di tingkat mana pun/);
  assert.match(await wordsOf('jkp'), /JKP berakhir kalau peserta meninggal dunia/);
});

test('somebody whom the register does not know is told whom to ask', async () => {
  const pages = portalPages({
    database: doorsOnly,
    reads: { ...fullReads(), benefitRecord: async () => undefined },
  });
  const answer = await openPage(pages, '/programmes/jht', { session: testSession });
  assert.equal((await answer.text()).match(/<h1[ >]/g)?.length, 1);
});
