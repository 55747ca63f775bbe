import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel';
import { findPersonByMemberNumber, membershipsOf } from '#members';
import { openDatabase, seal, sql } from '#platform';
import { consolePages } from '#web/console';
import { accountServices, newTestAccount } from '../../../tests/support/accounts.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKeys } from '../../../tests/support/keys.ts';
import { fillRegister, registerPerson } from '../../../tests/support/registering.ts';
import { openPage, testSession } from '../../../tests/support/visit.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_console' });
after(() => database.close());

test('a member’s name stands on the page of refunds once it is asked for, and two officers say that the bank returned it', async () => {
  const services = accountServices(owner);
  const log = { warn: () => undefined };
  const pages = consolePages({ ...services, database, log });
  const person = registerPerson({ name: 'Siti Rahayu' });
  await fillRegister(owner, [person]);
  const [card] = await membershipsOf(owner, (await findPersonByMemberNumber(owner, person.kpj)) ?? '');
  const { accountId: member } = await newTestAccount(services);
  const now = services.clock.now();
  const refundId = newId(now);
  await owner.run(sql`
    insert into billing.refund (payer_id, refund_id, amount, asked_by, asked_at)
    values (${card?.membershipId}, ${refundId}, 12345, ${member}, ${now})`);
  const to = JSON.stringify({ bank: 'Bank Contoh', number: '0012345678', holder: 'Budi Santoso' });
  const sealed = seal(testKeys, 'billing', `billing.refund_destination/${refundId}`, to);
  await owner.run(
    sql`insert into billing.refund_destination (refund_id, destination_sealed) values (${refundId}, ${sealed})`,
  );
  const page = async (accountId: string, act?: string) => {
    const session = { ...testSession, accountId, roles: ['supervisor'] };
    const form = act === undefined ? {} : { form: { act, refund: refundId } };
    const answer = await openPage(pages, '/refunds', { session, ...form });
    return { status: answer.status, text: await answer.text() };
  };
  const [first, second] = [newId(now), newId(now)];
  const before = await page(first);
  assert.match(before.text, /Peserta mandiri/);
  assert.doesNotMatch(before.text, /Siti Rahayu<\/dd>/);
  assert.match((await page(first, 'name')).text, /Siti Rahayu<\/dd>/);
  assert.doesNotMatch((await page(first)).text, /Siti Rahayu<\/dd>/, 'each look is asked for');
  assert.match(before.text, /teruskan ke petugas kedua/);
  assert.equal((await page(first, 'approve')).status, 303);
  const checked = await page(first);
  assert.match(checked.text, /Anda yang memeriksanya pertama/);
  assert.doesNotMatch(checked.text, /value="approve"/);
  assert.match((await page(second)).text, /value="approve"/);
  for (const step of ['approved', 'sent'])
    await owner.run(sql`
      insert into billing.refund_step (refund_id, step, done_by, done_at, file_id)
      values (${refundId}, ${step}, ${second}, ${now}, ${step === 'sent' ? newId(now) : null})`);
  assert.equal((await page(first, 'returned')).status, 303);
  const waiting = await page(first, 'returned');
  assert.equal(waiting.status, 422);
  assert.ok(waiting.text.includes('Anda yang mencatat bahwa uangnya kembali'));
  const confirms = 'Pastikan: bank mengembalikan uangnya';
  assert.ok(!waiting.text.includes(confirms), 'who noted it is told who confirms, and has no button');
  assert.ok((await page(second)).text.includes(confirms));
  assert.match(waiting.text, /value="not_returned"/);
  assert.equal((await page(first, 'not_returned')).status, 303, 'a mistake');
  const sent = await page(first);
  assert.doesNotMatch(sent.text, /value="not_returned"/);
  // The payment that it was taken from is taken back by its bank: a claim, which two officers close.
  const paymentId = newId(now);
  await owner.run(sql`
    insert into billing.payment (bank, bank_reference, payment_id, billing_code, payer_id, amount, paid_on, received_at)
    values ('contoh', 'A1', ${paymentId}, '1', ${card?.membershipId}, 12345, '2026-11-01', ${now})`);
  await owner.run(sql`
    insert into billing.refund_part (payer_id, refund_id, payment_id, amount)
    values (${card?.membershipId}, ${refundId}, ${paymentId}, 12345)`);
  await owner.run(sql`
    insert into billing.reversal (payment_id, bank, reversal_reference, reversed_on, received_at)
    values (${paymentId}, 'contoh', 'X1', '2026-11-02', ${now})`);
  const payments = async (accountId: string, form: Readonly<Record<string, string>>) => {
    const session = { ...testSession, accountId, roles: ['supervisor'] };
    const asked = Object.keys(form).length > 0 ? { form: { claim: paymentId, ...form } } : {};
    const answer = await openPage(pages, '/payments', { session, ...asked });
    return { status: answer.status, text: await answer.text() };
  };
  assert.match((await payments(first, {})).text, /Selesaikan penagihan ini/);
  const say = { act: 'say', outcome: 'paid_back', reference: 'RK 77' };
  assert.equal((await payments(first, { ...say, reference: '' })).status, 422);
  assert.equal((await payments(first, say)).status, 303);
  const [, seen = ''] = /name="seen" value="([^"]+)"/.exec((await payments(second, {})).text) ?? [];
  assert.equal((await payments(second, { act: 'confirm' })).status, 422, 'not without what was shown');
  const own = await payments(first, { act: 'confirm', seen });
  assert.match(own.text, /petugas lain yang memastikan[^]*Pembayar mengembalikan uangnya, rujukan RK 77/);
  assert.doesNotMatch(own.text, /value="confirm"/, 'who noted it has no button to confirm it');
  assert.match((await payments(second, {})).text, /value="confirm"/);
  assert.equal((await payments(second, { act: 'confirm', seen })).status, 303);
  assert.doesNotMatch((await payments(second, {})).text, /RK 77/);
  assert.equal((await page(first, 'returned')).status, 303);
  assert.equal((await page(second, 'returned')).status, 303);
  assert.match((await page(second)).text, /Tidak ada permintaan yang menunggu/);
});
