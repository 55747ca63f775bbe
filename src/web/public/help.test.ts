import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '#platform';
import { consolePages } from '#web/console';
import { helpPages } from '#web/public';
import { openPage, testSession } from '../../../tests/support/visit.ts';

test('every anchor that the help page lists, and that other pages link to, is there', async () => {
  for (const language of languages) {
    const markup = await (await openPage(helpPages(), '/help', { language })).text();
    const listed = [...markup.matchAll(/href="#([\w-]+)"/g)].map((match) => match[1]);
    for (const id of [...listed, 'sign-in', 'forgot-password', 'code', 'closed', 'not-me', 'contact'])
      assert.ok(markup.includes(`id="${id}"`), id);
    assert.doesNotMatch(markup.slice(markup.indexOf('<body')), /\{address\}|\{phone\}/);
  }
});

test('an officer sees the own name and roles in words', async () => {
  const session = { ...testSession, displayName: 'Rina Pratama', roles: ['agent', 'supervisor'] };
  const markup = await (await openPage(consolePages(), '/', { session })).text();
  for (const text of ['Rina Pratama', 'Petugas layanan', 'Penyelia layanan'])
    assert.ok(markup.includes(text), text);
});
