import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '#kernel';
import type { DeskServices } from '#support';
import { consolePages } from '#web/console';
import { openPage, testSession } from '../../../tests/support/visit.ts';

/** No alarms, and nothing else is asked for. */
const services = { database: { many: async () => [] } } as unknown as DeskServices;
const as = (...roles: string[]) => ({ session: { ...testSession, displayName: 'Rina Pratama', roles } });

test('an officer sees the own name and roles in words', async () => {
  const answer = await openPage(consolePages(services), '/', as('agent', 'supervisor'));
  const markup = await answer.text();
  for (const text of ['Rina Pratama', 'Petugas layanan', 'Penyelia layanan'])
    assert.ok(markup.includes(text), text);
});

test('[V8.2.1] the menu shows what the role may enter, and a page turns away the other roles', async () => {
  const pages = consolePages(services);
  const menuOf = async (role: string) => (await openPage(pages, '/', as(role))).text();
  assert.match(await menuOf('agent'), /href="\/search"/);
  assert.doesNotMatch(await menuOf('operator'), /href="\/search"|href="\/looks"/);
  assert.doesNotMatch(await menuOf('auditor'), /href="\/search"/);
  const refused = (error: unknown) => error instanceof AppError && error.code === 'not_allowed';
  for (const role of ['operator', 'auditor', 'clerk', 'member'])
    for (const form of [undefined, { query: 'siti.rahayu' }])
      await assert.rejects(
        openPage(pages, '/search', { ...as(role), ...(form ? { form } : {}) }),
        refused,
        role,
      );
});
