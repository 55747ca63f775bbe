import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AppError, newId } from '#kernel';
import type { Statement } from '#platform';
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
  assert.match(
    await menuOf('auditor'),
    /Yang dapat Anda kerjakan[^]*href="\/looks"/,
    'no first page without a way on',
  );
  const refused = (error: unknown) => error instanceof AppError && error.code === 'not_allowed';
  for (const role of ['operator', 'auditor', 'clerk', 'member'])
    for (const form of [undefined, { query: 'siti.rahayu' }])
      await assert.rejects(
        openPage(pages, '/search', { ...as(role), ...(form ? { form } : {}) }),
        refused,
        role,
      );
});

test('[V8.1.1 V8.2.1] every page lets in the roles that stand in docs/access.md, for reading and writing, and no other', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/access.md'), 'utf8');
  const [, told = ''] = /<!-- roles -->([\s\S]*)<!-- end of roles -->/.exec(text) ?? [];
  const pages = consolePages(services);
  const found: string[] = [];
  for (const page of pages) {
    const admitted: string[] = [];
    for (const role of ['agent', 'supervisor', 'operator', 'auditor', 'clerk', 'member']) {
      const tried = [page.get && {}, page.post && { form: {} }].filter((form) => form !== undefined);
      const outcomes = await Promise.all(
        tried.map((form) =>
          openPage(pages, page.path, { ...as(role), ...form }).then(
            () => true,
            // Without a database a page fails in other ways, once it has let somebody in.
            (error: unknown) => !(error instanceof AppError && error.code === 'not_allowed'),
          ),
        ),
      );
      assert.equal(new Set(outcomes).size, 1, `${page.path} ${role}`);
      if (outcomes[0]) admitted.push(role);
    }
    found.push(`| \`${page.path}\` | ${admitted.join(', ')} |`);
  }
  const rows = told.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(found.toSorted(), rows.toSorted());
});

test('the page of payments names what went out as a refund before its bank took the payment back', async () => {
  const payment = {
    paymentId: newId(new Date()),
    payerId: newId(new Date()),
    bank: 'contoh',
    bankReference: 'R5',
    refunded: 12_345n,
    reversedOn: '2026-11-20',
  };
  const many = async ({ text }: Statement) => (text.includes('as refunded') ? [payment] : []);
  const pages = consolePages({ database: { many } } as unknown as DeskServices);
  const markup = await (await openPage(pages, '/payments', as('supervisor'))).text();
  for (const text of ['12.345', 'R5', 'ditarik bank', 'Tidak ada. Setiap pembayaran'])
    assert.ok(markup.includes(text), text);
});
