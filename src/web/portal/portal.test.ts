import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import type { NewActivity } from '#activity';
import type { Bill } from '#billing';
import { AppError, isoDate, month } from '#kernel';
import { html, type Language, languages, readConfig } from '#platform';
import { checkMinimumWage, contributionFigures, minimumWageOf } from '#rates';
import { portalPages } from '#web/portal';
import { cardId, doorsOnly, emptyReads, fullReads } from '../../../tests/support/portal-reads.ts';
import {
  openPage,
  testConfig,
  testSession,
  testVisit,
  type TestVisitOptions,
} from '../../../tests/support/visit.ts';
import { caseDocumentsCard } from './case-documents.ts';
import { readablePhone } from './details.ts';
import { calledBy } from './greeting.ts';
import { billCard } from './own-bill-card.ts';
import { transportNote } from './own-bill-rules.ts';

const pagesWith = (reads = fullReads()) => portalPages({ database: doorsOnly, reads });
const memberAddresses = [
  '/dashboard',
  '/contributions',
  '/contributions?year=2024&programme=JP&page=2',
  '/balance',
  '/details',
  '/programmes',
  '/programmes/jht',
  '/programmes/jp',
  '/programmes/jkk',
  '/programmes/jkm',
  '/programmes/jkp',
];

async function markupOf(path: string, options: TestVisitOptions = {}, reads = fullReads()): Promise<string> {
  return (await openPage(pagesWith(reads), path, { session: testSession, ...options })).text();
}

/** The words of a page, without markup, styles and scripts. */
function wordsOf(markup: string): string {
  return markup.slice(markup.indexOf('<body')).replaceAll(/<[^>]+>/g, ' ');
}

const spaced = (markup: string) => wordsOf(markup).replaceAll(/\s+/g, ' ');

test('every page speaks both languages with a full, an empty and a missing record', async () => {
  for (const language of languages) {
    for (const path of memberAddresses) {
      for (const [reads, session] of [
        [fullReads(), testSession],
        [emptyReads(), testSession],
        [fullReads(), { ...testSession, personId: undefined }],
      ] as const) {
        const markup = await markupOf(path, { language, session }, reads);
        assert.equal(markup.match(/<h1[ >]/g)?.length, 1, path);
        assert.doesNotMatch(
          wordsOf(markup),
          /undefined|NaN|\[object|\{\w+\}|portal\.\w/,
          `${language} ${path}`,
        );
      }
    }
  }
});

test('every page but the home, and what people type by hand and is sent on, needs a member', () => {
  const open = ['/', '/alive', '/ask', '/case', '/report-death', '/stop'];
  for (const page of pagesWith())
    assert.equal(page.access, open.includes(page.path) ? 'public' : 'member', page.path);
});

test('the home page has one action and names the true sign-in address', async () => {
  const markup = await (await openPage(pagesWith(), '/')).text();
  assert.equal(markup.match(/class="button"/g)?.length, 1);
  assert.match(markup, /href="\/login"/);
  assert.match(markup, /localhost:8080/);
});

test('the home page leads a signed-in member to the dashboard', async () => {
  const answer = await openPage(pagesWith(), '/', { session: testSession });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/dashboard']);
});

test('what is pointed out in the history leads to its month, wherever in the history that is', async () => {
  const markup = await markupOf('/contributions');
  const notices = markup.split('class="notice ').slice(1);
  const pointedOut = notices.filter((one) => /Buka: /.test(wordsOf(`<body>${one}`)));
  assert.ok(pointedOut.length > 0);
  for (const one of pointedOut)
    assert.match(one.split('</div>')[0] ?? '', /href="\/contributions(?:\/month\/|\?year=)/);
});

test('the dashboard tells what needs attention before the balance, two items at most', async () => {
  const markup = await markupOf('/dashboard');
  const [attention, balance] = ['Perlu perhatian', 'Rp86.412.350'].map((text) => markup.indexOf(text));
  assert.ok(attention !== undefined && balance !== undefined && attention > 0 && attention < balance);
  assert.equal(markup.match(/class="notice/g)?.length, 2);
  assert.match(markup, /1 lainnya/);
});

test('the dashboard stays small on the wire', async () => {
  const markup = await markupOf('/dashboard');
  const sent = brotliCompressSync(markup, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  assert.ok(sent.length < 8000, `${sent.length} bytes`);
});

test('the history shows both shares, the four days, and marks what is missing or late', async () => {
  const markup = await markupOf('/contributions');
  for (const text of [
    'Rp1.165.458',
    'Rp365.563',
    'Rp799.895',
    'Dilaporkan',
    'Terlambat dibayar',
    'Tidak dilaporkan',
  ])
    assert.ok(markup.includes(text), text);
  assert.match(markup, /<tr role="row"\s+id="m2026-07"\s+class="bad"/);
});

test('a month tells in words how far it came, its days, the wage, each share, and the law with its source', async () => {
  const page = (of: string, language: Language = 'id') =>
    markupOf(`/contributions/month/${cardId}/${of}`, { language, session: testSession });
  const late = spaced(await page('2026-05'));
  for (const text of [
    'Iuran Mei 2026',
    'Sudah dibayar dan tercatat di akun Anda.',
    'Dibayar 13 hari setelah jatuh tempo.',
    'Rp12.735.000',
    'Upah minimum provinsi pemberi kerja pada 2026: Rp5.729.876',
    'Rp471.195',
    'PP 44/2015 Ps.16',
    'Slip gaji saya berbeda',
  ])
    assert.ok(late.includes(text), `${text}: ${late}`);
  assert.match(spaced(await page('2026-07')), /pemberi kerja tidak melaporkan apa pun untuk Anda/);
  assert.match(
    spaced(await page('2024-05')),
    /Upah minimum provinsi pemberi kerja untuk 2024 belum ada di data kami/,
  );
  assert.match(spaced(await page('2026-05', 'en')), /Paid 13 days after the due date\./);
  await assert.rejects(page('2010-01'), { code: 'not_found' });
});

/** Month, wage, and what the page says of it beside the minimum of DKI Jakarta. */
const wagesOfMonth: readonly (readonly [string, bigint, string])[] = [
  [
    '2026-05',
    5_729_875n,
    'Upah ini di bawah upah minimum provinsi pemberi kerja pada 2026: Rp5.729.876 (Keputusan gubernur UMP 2026)',
  ],
  [
    '2026-05',
    2_000_000n,
    'Upah ini di bawah upah minimum terendah dari semua provinsi pada 2026: Rp2.317.601',
  ],
  [
    '2024-05',
    900_000n,
    'Upah ini di bawah upah terendah yang boleh dilaporkan: Rp1.000.000 (SE B/12/012023)',
  ],
  ['2024-05', 1_500_000n, 'belum ada di data kami'],
  ['2026-05', 5_729_876n, 'Upah minimum provinsi pemberi kerja pada 2026: Rp5.729.876'],
];

test('a month whose wage is under the minimum says so, when that may be right, and what to do', async () => {
  for (const [of, wage, says] of wagesOfMonth) {
    const reads = fullReads();
    const changed: typeof reads = {
      ...reads,
      contributionMonth: async (...asked) => {
        const found = await reads.contributionMonth(...asked);
        const check = checkMinimumWage(month(of), '31', wage);
        return (
          found && {
            ...found,
            row: { ...found.row, wage },
            minimum: { known: minimumWageOf(month(of), '31'), check },
          }
        );
      },
    };
    const page = spaced(await markupOf(`/contributions/month/${cardId}/${of}`, {}, changed));
    assert.ok(page.includes(says), `${says}: ${page}`);
    assert.equal(page.includes('bekerja paruh waktu'), says.startsWith('Upah ini'), says);
  }
});

test('a month that the employer took back says so, without wage, shares or dates', async () => {
  const reads = fullReads();
  const changed: typeof reads = {
    ...reads,
    contributionMonth: async (...asked) => {
      const found = await reads.contributionMonth(...asked);
      const row = found && { ...found.row, wage: 0n, shares: [], state: 'taken_back' as const };
      return found && row && { ...found, row, minimum: undefined };
    },
  };
  const page = spaced(await markupOf(`/contributions/month/${cardId}/2026-05`, {}, changed));
  assert.match(page, /Ditarik kembali/);
  assert.match(page, /Pemberi kerja menarik kembali laporan bulan ini/);
  assert.match(page, /Slip gaji/, 'the member can say otherwise');
  assert.doesNotMatch(page, /Rp0|class="chain/);
});

test('a month whose due day is taken from wage earners says so', async () => {
  const reads = fullReads();
  const assumed: typeof reads = {
    ...reads,
    contributionMonth: async (...asked) => {
      const found = await reads.contributionMonth(...asked);
      return found && { ...found, row: { ...found.row, dueDayAssumed: true } };
    },
  };
  const page = `/contributions/month/${cardId}/2026-05`;
  const rule = /belum ditemukan dalam peraturan/;
  assert.match(spaced(await markupOf(page, {}, assumed)), rule);
  assert.doesNotMatch(spaced(await markupOf(page)), rule);
});

test('the month names the rate of JKK that was used, beside the range', async () => {
  const reads = fullReads();
  const withUsed = (relief: number | undefined): typeof reads => ({
    ...reads,
    contributionMonth: async (...asked) => {
      const found = await reads.contributionMonth(...asked);
      const figures = found?.figures.map((one) =>
        one.figure.kind === 'by_class'
          ? { ...one, figure: { ...one.figure, used: { rate: 890, relief } } }
          : one,
      );
      return found && { ...found, figures: figures ?? [] };
    },
  });
  const page = `/contributions/month/${cardId}/2026-05`;
  const words = async (relief?: number) => spaced(await markupOf(page, {}, withUsed(relief)));
  assert.match(await words(), /0,24% sampai 1,74% dari upah.* Untuk bulan ini dipakai 0,89%\./);
  assert.match(await words(50_000), /dipakai 0,89%, dikurangi keringanan 50% dari iurannya\./);
  assert.doesNotMatch(spaced(await markupOf(page)), /Untuk bulan ini dipakai/);
});

test('a due day that a made-up holiday moves is marked on the month and on the bill, in both languages', async () => {
  const reads = fullReads();
  const moved: typeof reads = {
    ...reads,
    contributionMonth: async (...asked) => {
      const found = await reads.contributionMonth(...asked);
      return found && { ...found, row: { ...found.row, dueOn: isoDate('2026-08-18'), dueDayExample: true } };
    },
  };
  const page = `/contributions/month/${cardId}/2026-05`;
  const marked = spaced(await markupOf(page, {}, moved));
  assert.match(marked, /18 Agustus 2026 \(contoh\)/);
  assert.match(marked, /Hari libur yang menggeser tanggal ini hanya contoh/);
  assert.doesNotMatch(spaced(await markupOf(page)), /\(contoh\)/);
  const visit = testVisit({ language: 'en' });
  const bill: Bill = {
    billId: 'b1',
    payerId: 'p1',
    month: month('2026-07'),
    billingCode: '100000000063',
    dueOn: isoDate('2026-08-18'),
    issuedOn: isoDate('2026-08-01'),
    workers: 1,
    jht: 0n,
    jp: 0n,
    jkk: 10_000n,
    jkm: 6_800n,
    penalty: 0n,
    amount: 16_800n,
    paid: 0n,
    outstanding: 16_800n,
    penaltyIfPaidToday: 0n,
    penaltyRate: 0,
    dueDayAssumed: false,
    dueDayExample: false,
    state: 'open',
  };
  const shown = { title: 'Bill', income: 1n, withSavings: false, ask: html``, open: false };
  const billOf = (dueDayExample: boolean) =>
    String(billCard(visit, { ...shown, bill: { ...bill, dueDayExample } })).replaceAll(/\s+/g, ' ');
  assert.match(billOf(true), /18 August 2026 \(example\).*made up for the demonstration/);
  assert.doesNotMatch(billOf(false), /\(example\)|made up/);
});

test('a wage that fell, one at the minimum and late payments are pointed out with what to do', async () => {
  const of = { membershipId: cardId, employerName: 'PT Contoh', dueOn: isoDate('2026-06-15') };
  const wages = { wage: 4_000_000n, wageBefore: 5_000_000n };
  const reads = {
    ...fullReads(),
    attentionFor: async () => [
      { kind: 'wage_fell' as const, month: month('2026-05'), ...of, ...wages },
      { kind: 'paid_late' as const, month: month('2026-04'), ...of, daysLate: 9 },
      { kind: 'wage_minimum' as const, month: month('2026-03'), ...of, ...wages },
      { kind: 'wage_below' as const, month: month('2026-02'), ...of, ...wages },
    ],
  };
  const below = async (minimumExample: object) => {
    const alone = {
      kind: 'wage_below' as const,
      month: month('2026-02'),
      ...of,
      ...wages,
      ...minimumExample,
    };
    return spaced(await markupOf('/dashboard', {}, { ...reads, attentionFor: async () => [alone] }));
  };
  assert.match(
    await below({ minimumExample: true }),
    /upah minimum provinsi pemberi kerja Rp5\.000\.000\. Angka contoh untuk demonstrasi\./,
  );
  assert.doesNotMatch(await below({}), /Angka contoh/);
  const dashboard = spaced(await markupOf('/dashboard', {}, reads));
  assert.match(dashboard, /Dilaporkan Rp4\.000\.000, sebelumnya Rp5\.000\.000 atau lebih\./);
  assert.match(dashboard, /upah minimum/);
  assert.doesNotMatch(dashboard, /Dibayar 9 hari/, 'what nobody can mend any more stands behind the rest');

  assert.match(dashboard, /2 lainnya/);
  const history = spaced(await markupOf('/contributions', {}, reads));
  for (const text of [
    'Upah yang dilaporkan turun: Mei',
    'Dibayar terlambat: Apr',
    'tepat sebesar upah minimum mulai: Mar',
    'di bawah upah minimum mulai: Feb',
  ])
    assert.ok(history.includes(text), `${text}: ${history}`);
  const brand = { config: readConfig({ NODE_ENV: 'test', BRAND_NAME: 'Akun Uji' }) };
  const ofMonth = spaced(await markupOf(`/contributions/month/${cardId}/2026-05`, brand, reads));
  assert.match(ofMonth, /Penanda ini adalah aturan Akun Uji/);
});

test('the history of one programme shows that programme’s shares', async () => {
  const markup = await markupOf('/contributions?programme=JHT&year=2024');
  assert.ok(markup.includes('Rp254.700') && !markup.includes('Rp1.165.458'));
  assert.match(markup, /href="\/contributions\.csv\?year=2024&amp;programme=JHT"/);
});

test('what the law leaves open is said beside the programme whose figure rests on it, and nowhere else', async () => {
  for (const [language, words] of [
    ['id', 'Syarat masa iur enam bulan berturut-turut sedang dipastikan.'],
    ['en', 'Whether six of the months must be consecutive is being confirmed.'],
  ] as const) {
    const markup = await markupOf('/programmes', { language, session: testSession });
    assert.equal(markup.split(words).length, 2);
    assert.ok(
      markup.lastIndexOf('<h2>', markup.indexOf(words)) > markup.indexOf('PP 45/2015</p>'),
      'under JKP',
    );
  }
});

test('a filter that makes no sense is left out instead of failing', async () => {
  const words = await markupOf('/contributions?year=20x&employer=%27--&programme=XYZ&page=-1');
  assert.match(words, /Okt\u00a02026/);
});

test('the NIK is masked until it is asked for, shown once, and that is recorded first', async () => {
  assert.doesNotMatch(await markupOf('/details'), /3372014704900003|3372\u00a00147/);
  const order: string[] = [];
  const reads = {
    ...fullReads(),
    record: async (_tx: unknown, entry: NewActivity) => void order.push(entry.event),
    revealNationalNumber: async () => {
      order.push('read');
      return '3372014704900003';
    },
  };
  const answer = await openPage(pagesWith(reads), '/details', { session: testSession, form: {} });
  assert.match(await answer.text(), /3372\u00a00147\u00a00490\u00a00003/);
  assert.deepEqual(order, ['national_number_revealed', 'read']);
});

test('while a recovery of the account waits the NIK stays masked, with the reason, and nothing is read', async () => {
  const reads = {
    ...fullReads(),
    isReadOnly: async () => true,
    record: async () => assert.fail('recorded'),
    revealNationalNumber: async () => assert.fail('read'),
  };
  for (const form of [undefined, {}]) {
    const answer = await openPage(pagesWith(reads), '/details', {
      session: testSession,
      ...(form && { form }),
    });
    const markup = await answer.text();
    assert.doesNotMatch(markup, /3372\u00a00147/);
    assert.match(markup, /NIK tetap disamarkan sampai pemulihan selesai/);
    assert.match(markup, /href="[^"]*\/security\/recovery"/);
  }
});

test('the download is recorded, never cached, and holds every row of the filter', async () => {
  const recorded: NewActivity[] = [];
  const reads = {
    ...fullReads(),
    record: async (_tx: unknown, entry: NewActivity) => void recorded.push(entry),
  };
  const answer = await openPage(pagesWith(reads), '/contributions.csv?year=2025', { session: testSession });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = bytes.toString().trimEnd().split('\r\n');
  assert.equal(lines.length, 13);
  assert.match(lines[0] ?? '', /^\uFEFFBulan;Pemberi kerja;/);
  assert.match(lines[1] ?? '', /^2025-12;PT Sinar Nusantara;00123456789;12735000;/);
  assert.match(answer.headers.get('content-disposition') ?? '', /riwayat-iuran-2025-titik-koma\.csv/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.deepEqual(
    recorded.map((entry) => [entry.event, entry.personId]),
    [['history_downloaded', testSession.personId]],
  );
});

test('[V5.4.1 V5.4.2] the name of the file is made here, of plain letters, whatever the address holds', async () => {
  for (const query of [
    '',
    'year=2025"%0d%0ax: y',
    'year=../../etc',
    'filename=a.exe',
    'employer="; filename=a.exe',
  ]) {
    const answer = await openPage(pagesWith(), `/contributions.csv?${query}`, { session: testSession });
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="riwayat-iuran(?:-\d{4})?-titik-koma\.csv"$/,
      query,
    );
  }
});

test('a month of JKP shows no amount and says where its share comes from', async () => {
  const markup = wordsOf(await markupOf('/contributions?programme=JKP'));
  assert.doesNotMatch(markup, /Rp0(?![\d.])/);
  assert.match(markup, /dari iuran JKK/);
  assert.match(markup, /JKP tidak ditagih tersendiri/);
});

test('the dates of an earlier year carry it, those of this year do not', async () => {
  const markup = wordsOf(await markupOf('/contributions?year=2025'));
  assert.match(markup, /\d+\u00a0Nov\s+2025/);
  const thisYear = wordsOf(await markupOf('/dashboard'));
  assert.match(thisYear, /Dilaporkan\s+3\u00a0Nov\s/);
});

test('a history is counted before it is made, and not made when that is refused', async () => {
  const made: string[] = [];
  const full = fullReads();
  const reads = {
    ...full,
    takeDownload: async (_: unknown, kind: string, accountId: string) => {
      made.push(`${kind} ${accountId}`);
      throw new AppError('too_many_requests', 'limit');
    },
    record: async () => assert.fail('made all the same'),
  };
  await assert.rejects(openPage(pagesWith(reads), '/contributions.csv', { session: testSession }), {
    code: 'too_many_requests',
  });
  assert.deepEqual(made, [`history_downloads ${testSession.accountId}`]);
});

test('the balance of the running year is called one so far', async () => {
  const markup = wordsOf(await markupOf('/balance'));
  assert.match(markup, /2026 \(kini\)/);
  assert.doesNotMatch(markup, /2025 \(sampai/);
});

test('the English download has commas between its cells, as its readers’ spreadsheets expect', async () => {
  const path = '/contributions.csv?year=2025';
  const answer = await openPage(pagesWith(), path, { session: testSession, language: 'en' });
  assert.match(
    await answer.text(),
    /^Month,Employer,[\s\S]+\r\n2025-12,PT Sinar Nusantara,00123456789,12735000,/,
  );
  assert.match(answer.headers.get('content-disposition') ?? '', /contribution-history-2025\.csv/);
});

test('people are greeted by the name they are called by, at the hour in Jakarta', async () => {
  assert.deepEqual(['Siti Rahayu', 'I Made Wirawan', 'Ni Luh Sari', 'Sukarno', ' '].map(calledBy), [
    'Siti',
    'I Made',
    'Ni Luh',
    'Sukarno',
    '',
  ]);
  assert.match(await markupOf('/dashboard'), /Selamat siang, Siti/);
});

test('a phone number is written as people write it and does not break', () => {
  assert.equal(readablePhone('+6281234564471'), '0812\u20113456\u20114471');
  assert.equal(readablePhone('+442079460000'), '+442079460000');
  assert.equal(readablePhone(undefined), undefined);
});

test('a member who left keeps the savings, and is told since when nothing else covers', async () => {
  const full = fullReads();
  const reads = {
    ...full,
    attentionFor: async () => [],
    coverageOf: async (...inputs: Parameters<typeof full.coverageOf>) =>
      (await full.coverageOf(...inputs)).map((entry) => ({
        ...entry,
        state: 'lapsed' as const,
        reason: 'membership_ended' as const,
        endedOn: isoDate('2025-08-31'),
      })),
  };
  const dashboard = await markupOf('/dashboard', {}, reads);
  assert.match(dashboard, /Perlindungan Anda berhenti sejak/);
  assert.match(dashboard, /Saldo tersimpan/);
  assert.doesNotMatch(dashboard, /Semua beres/);
  const programmes = await markupOf('/programmes', {}, reads);
  assert.equal(programmes.match(/Saldo Anda tetap milik Anda/g)?.length, 1);
  assert.equal(programmes.match(/hanya bisa dilanjutkan melalui pemberi kerja/g)?.length, 2);
});

test('a merging that waits stands on the dashboard in place of the word that all is well', async () => {
  const reads = {
    ...fullReads(),
    attentionFor: async () => [],
    waitingMergingOf: async () => ({ caseNumber: 'GB-12', endsAt: new Date('2026-11-25T03:00:00Z') }),
  };
  const well = await markupOf('/dashboard', {}, { ...reads, waitingMergingOf: async () => undefined });
  assert.match(well, /Semua beres/);
  const dashboard = await markupOf('/dashboard', {}, reads);
  assert.match(dashboard, /akan digabung setelah 25\sNovember\s2026[^]*GB-12[^]*href="\/merging\/stop"/);
  assert.doesNotMatch(dashboard, /Semua beres/);
});

test('a self-employed member is never sent to an employer', async () => {
  const full = fullReads();
  const alone = { employerId: undefined, employerName: undefined };
  const reads = {
    ...full,
    attentionFor: async (...inputs: Parameters<typeof full.attentionFor>) =>
      (await full.attentionFor(...inputs)).map((item) => ({ ...item, ...alone })),
    contributionHistory: async (...inputs: Parameters<typeof full.contributionHistory>) => {
      const { rows, more } = await full.contributionHistory(...inputs);
      return { more, rows: rows.map((row) => ({ ...row, ...alone })) };
    },
    historyChoices: async () => ({ years: [2026, 2025], employers: [], beganBeforeRecord: false }),
    savingsMovements: async (...inputs: Parameters<typeof full.savingsMovements>) => {
      const { rows, more } = await full.savingsMovements(...inputs);
      return { more, rows: rows.map((row) => ({ ...row, employerName: undefined })) };
    },
    coverageOf: async (...inputs: Parameters<typeof full.coverageOf>) =>
      (await full.coverageOf(...inputs)).map((entry) => ({ ...entry, selfEmployed: true })),
  };
  for (const path of ['/dashboard', '/contributions', '/balance'])
    assert.doesNotMatch(wordsOf(await markupOf(path, {}, reads)), /[Pp]emberi kerja|personalia/, path);
  assert.match(await markupOf('/contributions', {}, reads), /Penghasilan dilaporkan/);
  assert.match(await markupOf('/dashboard', {}, reads), /bulan yang sudah lewat tidak menjadi utang/);
  assert.match(await markupOf('/programmes', {}, reads), /Bisa diambil ketika Anda berhenti bekerja/);
});

test('what the record leaves out is said where its figures stand', async () => {
  for (const path of ['/dashboard', '/contributions', '/balance', '/programmes']) {
    assert.match(await markupOf(path), /Catatan di sini mulai Juli 2015/, path);
    assert.doesNotMatch(await markupOf(path, {}, emptyReads()), /Juli 2015/, path);
  }
  for (const path of ['/dashboard', '/balance']) {
    assert.match(spaced(await markupOf(path)), /Di dalamnya hasil pengembangan Rp9\.814\.220/, path);
    assert.match(await markupOf(path, {}, emptyReads()), /Hasil pengembangan belum dihitung dalam saldo ini/);
  }
});

test('returns stand apart by year with rate and method, the running year provisional and made-up rates marked', async () => {
  const words = spaced(await markupOf('/balance'));
  for (const part of [
    '2026 (sementara)',
    '5% (contoh)',
    'Rp3.412.350',
    'saldo awal bulan',
    'Angka tahun 2026 bersifat sementara dan belum masuk saldo',
    'bukan ketetapan resmi',
  ])
    assert.ok(words.includes(part), `${part}: ${words}`);
  assert.match(words, /2020 Rp[\d.]+ 5,63%/);
  assert.ok(wordsOf(await markupOf('/balance', {}, emptyReads())).includes('Belum ada hasil pengembangan'));
});

test('a balance below zero is called a shortfall, with what becomes of it, wherever the balance stands', async () => {
  const full = fullReads();
  const reads = {
    ...full,
    savingsOf: async (...asked: Parameters<typeof full.savingsOf>) => ({
      ...(await full.savingsOf(...asked)),
      balance: -570_000n,
      shortfall: 570_000n,
    }),
  };
  for (const path of ['/dashboard', '/balance']) {
    const words = spaced(await markupOf(path, {}, reads));
    assert.match(words, /−Rp570\.000.*Kekurangan saldo Rp570\.000/, path);
    assert.match(words, /Iuran Anda berikutnya lebih dulu menutup kekurangan ini/, path);
    assert.doesNotMatch(words, /Di dalamnya hasil pengembangan/, 'nothing is in what is below zero');
    const usual = spaced(await markupOf(path));
    assert.doesNotMatch(usual, /Kekurangan saldo/, path);
    assert.match(usual, /Di dalamnya hasil pengembangan/, path);
  }
});

test('the note about the years before the record leads from the dashboard to the page that says more', async () => {
  assert.match(await markupOf('/dashboard'), /Juli 2015\. <a href="\/balance">/);
});

test('the details lead to where contacts are changed', async () => {
  const markup = await markupOf('/details');
  assert.ok(markup.includes(`href="http://localhost:8080/security/contacts"`));
});

test('money is written in one way in each language', async () => {
  const amounts = async (language: Language) =>
    new Set((await markupOf('/programmes', { language })).match(/Rp[\d.,]*\d(?:\s\p{L}+)?/gu));
  assert.ok((await amounts('id')).has('Rp42.000.000'));
  const inEnglish = await amounts('en');
  assert.ok(inEnglish.has('Rp42,000,000'));
  for (const amount of inEnglish) assert.match(amount, /^Rp\d{1,3}(?:,\d{3})*(?: (?!million)\p{L}+)?$/u);
});

test('what the self-employed can pay no more is told without the threat to their cover, for a year, and stays in the history', async () => {
  const own = (of: string, dueOn: string) => ({
    kind: 'missing_month' as const,
    membershipId: 'm1',
    month: month(of),
    employerName: undefined,
    dueOn: isoDate(dueOn),
  });
  const with_ = (...items: readonly ReturnType<typeof own>[]) => ({
    ...fullReads(),
    attentionFor: async () => [...items],
  });
  const cover = /perlindungan berhenti setelah tiga bulan/;
  const past = /bulan yang sudah lewat tidak menjadi utang/;
  const now = await markupOf('/dashboard', {}, with_(own('2026-11', '2026-11-16')));
  assert.match(now, cover);
  assert.doesNotMatch(now, past);
  const lately = await markupOf('/dashboard', {}, with_(own('2026-06', '2026-06-15')));
  assert.match(lately, past);
  assert.doesNotMatch(lately, cover);
  const longAgo = with_(own('2025-06', '2025-06-16'));
  assert.match(await markupOf('/dashboard', {}, longAgo), /Semua beres/);
  assert.match(spaced(await markupOf('/contributions', {}, longAgo)), /Belum dibayar: Jun 2025/);
});

test('drivers and couriers are told of a discount that no page reckons with, where no wider one holds', async () => {
  const full = fullReads();
  const reads = (of: string, employerName?: string, paidOn?: ReturnType<typeof isoDate>) => ({
    ...full,
    contributionMonth: async (...asked: Parameters<typeof full.contributionMonth>) => {
      const found = await full.contributionMonth(...asked);
      return found && { ...found, row: { ...found.row, month: month(of), employerName, paidOn } };
    },
  });
  const told = /Pengemudi dan kurir membayar separuh JKK dan JKM pada bulan ini \(PP 50\/2025\)/;
  const page = `/contributions/month/${cardId}/2026-05`;
  assert.match(spaced(await markupOf(page, {}, reads('2027-01'))), told);
  const paid = reads('2027-01', undefined, isoDate('2027-01-12'));
  for (const other of [reads('2027-04'), reads('2026-06'), reads('2027-01', 'PT Contoh'), paid])
    assert.doesNotMatch(spaced(await markupOf(page, {}, other)), told);
  for (const [at, holds] of [
    ['2027-01-10', true],
    ['2027-04-10', false],
  ] as const) {
    const visit = { ...testVisit(), now: new Date(`${at}T03:00:00Z`) };
    assert.equal(told.test(transportNote(visit).toString()), holds, at);
  }
});

test('several months in arrears are one matter, with their number', async () => {
  const full = fullReads();
  const months = ['2026-10', '2026-09', '2026-08', '2026-07', '2026-06', '2026-05'].map(month);
  const reads = {
    ...full,
    attentionFor: async () =>
      months.map((of) => ({
        kind: 'overdue' as const,
        membershipId: 'm1',
        month: of,
        employerName: 'PT Contoh',
        dueOn: isoDate('2026-11-16'),
      })),
  };
  const dashboard = await markupOf('/dashboard', {}, reads);
  assert.match(dashboard, /Iuran Mei–Oktober\s2026 belum dibayar · 6 bulan/);
  assert.match(wordsOf(dashboard), /Sudah 6 bulan belum dibayar\.\s+Telepon kami sekarang/);
  assert.equal(dashboard.match(/class="notice/g)?.length, 1);
  assert.match(await markupOf('/contributions', {}, reads), /Belum dibayar: Mei–Oktober\s2026/);
});

test('each programme tells what it costs, by which law, and what is worked out instead of quoted', async () => {
  const employed = await markupOf('/programmes');
  assert.match(employed, /Iuran 5,7% dari upah: 3,7% dari pemberi kerja, 2% dari Anda\./);
  assert.match(employed, /paling tinggi Rp11\.086\.300 sejak\s+Maret/);
  assert.match(employed, /PP 44\/2015 Ps\.16, sudah dicocokkan dengan sumbernya/);
  assert.doesNotMatch(employed, /belum dicocokkan/);
  const own = await markupOf(
    '/programmes',
    {},
    {
      ...fullReads(),
      contributionFiguresOf: async () => contributionFigures(month('2026-11'), 'BPU'),
    },
  );
  assert.equal(own.match(/belum dicocokkan dengan sumber lain/g)?.length, 2, 'JHT and JKK by bands');
  assert.match(own, /Keringanan 50% berlaku/);
});

test('a report that is full says so, and tells nobody to delete what cannot be deleted', () => {
  const one = { documentId: 'd', mediaType: 'image/jpeg', sizeBytes: 1000, addedAt: new Date(0) } as const;
  const shown = (count: number) =>
    caseDocumentsCard(testVisit(), {
      documents: Array.from({ length: count }, () => one),
      action: '/x',
      problem: undefined,
    }).toString();
  const most = testConfig.EVIDENCE_MOST_DOCUMENTS;
  assert.match(shown(most - 1), /type="file"/);
  assert.doesNotMatch(shown(most), /type="file"/);
  assert.match(shown(most), new RegExp(`${most} dokumen`));
});
