import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consolePages } from '#web/console';
import { openPage, testSession } from '../../../tests/support/visit.ts';

test('an officer sees the own name and roles in words', async () => {
  const session = { ...testSession, displayName: 'Rina Pratama', roles: ['agent', 'supervisor'] };
  const markup = await (await openPage(consolePages(), '/', { session })).text();
  for (const text of ['Rina Pratama', 'Petugas layanan', 'Penyelia layanan'])
    assert.ok(markup.includes(text), text);
});
