import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, readConfig, translatorFor } from '#platform';
import { consolePages } from '#web/console';
import { helpPages } from '#web/public';
import { openPage, testSession } from '../../../tests/support/visit.ts';

test('every anchor that the help page lists, and that other pages link to, is there', async () => {
  for (const language of languages) {
    const markup = await (await openPage(helpPages(), '/help', { language })).text();
    const listed = [...markup.matchAll(/href="#([\w-]+)"/g)].map((match) => match[1]);
    for (const id of [...listed, 'sign-in', 'forgot-password', 'code', 'closed', 'not-me', 'contact'])
      assert.ok(markup.includes(`id="${id}"`), id);
    assert.doesNotMatch(markup.slice(markup.indexOf('<body')), /\{\w+\}/);
  }
});

test('an officer sees the own name and roles in words', async () => {
  const session = { ...testSession, displayName: 'Rina Pratama', roles: ['agent', 'supervisor'] };
  const markup = await (await openPage(consolePages(), '/', { session })).text();
  for (const text of ['Rina Pratama', 'Petugas layanan', 'Penyelia layanan'])
    assert.ok(markup.includes(text), text);
});

test('the figures on the help page are those of the settings', async () => {
  const config = readConfig({
    NODE_ENV: 'test',
    PASSWORD_CLOSED_SECONDS: '1260',
    CODE_LIFE_SECONDS: '1320',
    CODE_SEND_GAP_SECONDS: '47',
    SHARED_SESSION_IDLE_SECONDS: '240',
    SHARED_SESSION_TOTAL_SECONDS: '1380',
  });
  const markup = await (await openPage(helpPages(), '/help', { config })).text();
  for (const text of ['21 menit', '22 menit', '47 detik', '4 menit', '23 menit'])
    assert.ok(markup.includes(text), text);
});

test('no text of the help or the sign-in holds a length of time that a setting decides', () => {
  for (const key of [
    'help.closed.1',
    'help.code.2',
    'help.shared.1',
    'signin.shared_hint',
    'signin.code_too-many',
  ] as const)
    for (const language of languages)
      assert.doesNotMatch(translatorFor(language)(key), /\d|\blima\b|\bfive\b/i, key);
});
