import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, isoDate } from '#kernel';
import { readConfig } from '#platform';
import {
  incidentNotice,
  testHistory,
  troubledSnapshot,
  watchKnowing,
  wellSnapshot,
} from '../../../tests/support/status.ts';
import { openPage, testNow, testVisit } from '../../../tests/support/visit.ts';
import { announcements } from './announcements.ts';
import { statusPages } from './status.ts';
import { officialChannels } from './status-channels.ts';
import type { StatusJson } from './status-json.ts';

const open = async (watch: Parameters<typeof statusPages>[0], path: string, language: 'id' | 'en' = 'id') =>
  (await openPage(statusPages(watch), path, { language })).text();
const well = watchKnowing(wellSnapshot);
const troubled = watchKnowing(troubledSnapshot);
const since = new Date(testNow.getTime() - 600_000);

test('the page says how each part does, in both languages, and never who the provider is', async () => {
  const page = await open(troubled, '/status');
  for (const words of [
    'Sebagian layanan tidak tersedia',
    'SMS 1 (jalur pengiriman)',
    'SMS terlambat',
    'Operator penuh.',
    'Pembaruan basis data &lt;besar&gt; &amp; aman',
    'data kepesertaan hanya bisa dilihat',
    'Basis data diperbarui.',
    'Email tertahan',
    'Hari yang diukur sejak 10\u00a0November\u00a02026: 2. Tanpa gangguan: 98,47%',
    'Hari dengan gangguan: 1',
    '14 menit tidak tersedia, 30 menit terganggu',
    'instagram.example/goid',
  ])
    assert.ok(page.includes(words), words);
  assert.doesNotMatch(page, /rahasia\.example/);
  assert.match(await open(troubled, '/status', 'en'), /Database renewal/);
  assert.match(await open(well, '/status'), /Semua layanan berjalan baik/);
});

test('each part has 90 bars, and a text that says the same', async () => {
  const page = await open(well, '/status');
  const [, drawing = ''] = /aria-label="SMS 1[^"]*98,47[^"]*"\s*>([\s\S]*?)<\/svg>/.exec(page) ?? [];
  assert.equal(drawing.match(/<rect/g)?.length, 90);
  assert.equal(drawing.match(/height="32"/g)?.length, 1, 'the day it was away');
  assert.equal(drawing.match(/height="16"/g)?.length, 1, 'the good day');
  assert.equal(drawing.match(/height="4"/g)?.length, 88, 'nobody measured');
});

test('ninety days are claimed only where all of them were measured', async () => {
  const measured = Array.from({ length: 90 }, (_, index) => ({
    component: 'sms_1',
    day: addDays(isoDate(testHistory.since), index),
    measuredMinutes: 1440,
    degradedMinutes: 0,
    downMinutes: 0,
  }));
  const shown = async (days: typeof measured) =>
    open(watchKnowing(wellSnapshot, { history: { ...testHistory, days } }), '/status', 'en');
  assert.match(await shown(measured), /Last 90 days: 100% without disruption/);
  const missing = await shown(measured.toSpliced(40, 1));
  assert.match(missing, /Days measured since 23\u00a0August\u00a02026: 89\. Without disruption: 100%/);
  const fresh = await shown(measured.slice(-1));
  assert.match(fresh, /Days measured since 20\u00a0November\u00a02026: 1\. Without disruption: 100%/);
  assert.match(fresh, /aria-label="SMS 1[^"]*Days measured since 20\u00a0November\u00a02026: 1\./);
  assert.doesNotMatch(fresh, /Last 90 days: /);
});

test('while the database is away the last that was known stands there, and that it is old', async () => {
  const page = await open(watchKnowing(wellSnapshot, { silentSince: since, readAt: since }), '/status');
  assert.match(page, /Basis data kami tidak menjawab sejak 20\u00a0November\u00a02026 14\.10\u00a0WIB/);
  assert.match(page, /Sebagian layanan tidak tersedia/);
  const blank = await open(watchKnowing(undefined, { silentSince: since }), '/status');
  assert.match(blank, /belum sempat membacanya/);
  assert.match(blank, /Riwayat sedang tidak dapat dibaca/);
});

test('the JSON keeps its promise', async () => {
  const json = JSON.parse(await open(troubled, '/status.json')) as StatusJson;
  assert.deepEqual(Object.keys(json), [
    'version',
    'at',
    'overall',
    'databaseSilentSince',
    'readAt',
    'readOnly',
    'components',
    'notices',
  ]);
  assert.equal(json.overall, 'down');
  assert.deepEqual(json.readOnly?.reason.en, 'The database is being renewed.');
  assert.deepEqual(
    json.components.map(({ component, state }) => `${component} ${state}`),
    [
      'sign_in operational',
      'records maintenance',
      'email down',
      'sms_1 down',
      'sms_2 operational',
      'jobs operational',
    ],
  );
  assert.equal(json.components[3]?.days[0]?.downMinutes, 14);
  assert.equal(json.notices.length, 3);
  assert.doesNotMatch(JSON.stringify(json), /rahasia\.example/);
  const away = JSON.parse(
    await open(watchKnowing(undefined, { silentSince: since }), '/status.json'),
  ) as StatusJson;
  assert.equal(away.databaseSilentSince, since.toISOString());
});

test('the feed is well-formed, in the language of its address', async () => {
  const feed = await open(troubled, '/status/en.atom');
  assert.match(
    feed,
    /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom" xml:lang="en">/,
  );
  assert.match(feed, /<title>Maintenance: Database renewal &lt;large&gt; &amp; safe<\/title>/);
  assert.equal(feed.match(/<entry>/g)?.length, 3);
  assert.match(feed, new RegExp(`<id>urn:uuid:${incidentNotice.noticeId}</id>`));
  const opened = [...feed.matchAll(/<(\w+)[ >]/g)].map(([, name]) => name).filter((name) => name !== 'link');
  const closed = [...feed.matchAll(/<\/(\w+)>/g)].map(([, name]) => name);
  for (const name of opened)
    assert.equal(
      opened.filter((one) => one === name).length,
      closed.filter((one) => one === name).length,
      name,
    );
  assert.match(await open(well, '/status/id.atom'), /Pemeliharaan: Pembaruan/);
});

test('every page says ahead of time what is planned, and at the time what is wrong', () => {
  const said = (watch: typeof well, hours = '72') => {
    const config = readConfig({ NODE_ENV: 'test', MAINTENANCE_ANNOUNCED_HOURS: hours });
    return announcements(watch, testVisit({ config, path: '/dashboard' })).map(
      ({ kind, text }) => `${kind} ${text}`,
    );
  };
  assert.deepEqual(said(well), []);
  const [incident, readOnly, planned] = said(troubled);
  assert.match(incident ?? '', /^bad Sedang ada gangguan: SMS terlambat\.$/);
  assert.match(readOnly ?? '', /^warn Data kepesertaan, iuran, dan saldo hanya dapat dilihat sampai /);
  assert.match(planned ?? '', /^info Pemeliharaan terjadwal: .* sampai /);
  assert.equal(said(troubled, '1').length, 2, 'too early to say');
  assert.match(said(watchKnowing(undefined, { silentSince: since }))[0] ?? '', /^bad Sistem kami/);
  assert.deepEqual(announcements(troubled, testVisit({ path: '/status' })), []);
});

test('official channels are read from the setting', () => {
  assert.deepEqual(officialChannels('Satu=https://satu.example/a=b; Dua = https://dua.example ;'), [
    { name: 'Satu', address: 'https://satu.example/a=b' },
    { name: 'Dua', address: 'https://dua.example' },
  ]);
  assert.deepEqual(officialChannels(''), []);
  assert.throws(() => readConfig({ OFFICIAL_CHANNELS: 'Satu=http://satu.example' }), /OFFICIAL_CHANNELS/);
});
