import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  allocatePayments,
  askRefund,
  billOf,
  type ClaimDecision,
  closeClaim,
  decideRefund,
  issueBills,
  payerAccount,
  receivePayment,
  receiveReversal,
  reversedAfterRefund,
  type RefundDecision,
  refundFile,
  refundsAtWork,
  refundsOf,
  sendRefunds,
  verifyBilling,
  withdrawRefund,
} from '#billing';
import { dayIn, fixedClock, month, newId } from '#kernel';
import { openDatabase, sql, Statement } from '#platform';
import { cards, importPeople, importRows } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

const owner = await testDatabase();
const open = (role: 'goid_worker' | 'goid_employer' | 'goid_console') =>
  openDatabase({ url: owner.url, role });
const [database, asEmployer, asConsole] = [open('goid_worker'), open('goid_employer'), open('goid_console')];
after(() => Promise.all([database.close(), asEmployer.close(), asConsole.close()]));
const clock = fixedClock(new Date('2026-11-10T03:00:00Z'));
const services = { database, clock };
await importPeople(owner);
const { id: payerId } = await owner.one<{ id: string }>(
  sql`select employer_id as id from members.employer where npp = '1001'`,
);
const [clerk, first, second] = [newId(clock.now()), newId(clock.now()), newId(clock.now())];
const destination = { bank: 'Bank Contoh', number: '0012345678', holder: 'PT Besar' };

const report = async (of: string, wage: number) => {
  const row = `1001,${cards.siti},${of},${wage},${dayIn(clock.now())},,,`;
  assert.deepEqual((await importRows(owner, [row], clock.now())).refusals, []);
  await issueBills(services);
  await allocatePayments(services, [payerId]);
};
const bill = async (of: string) =>
  (await billOf(services, payerId, month(of))) ?? assert.fail(`no bill of ${of}`);
const pay = async (bankReference: string, of: string, amount: bigint) => {
  const { billingCode } = await bill(of);
  const payment = { bank: 'contoh', bankReference, billingCode, amount, paidOn: dayIn(clock.now()) };
  await receivePayment(database, payment, clock.now());
  await allocatePayments(services, [payerId]);
};
const ask = async (amount: bigint) => {
  clock.advance(1);
  const asked = { payerId, amount, destination, accountId: clerk, npp: '1001' };
  return askRefund({ database: asEmployer, keys: testKeys, clock }, asked);
};
const decide = (refundId: string, officerId: string, decision: RefundDecision = 'approve') =>
  decideRefund({ database: asConsole, clock }, { refundId, officerId, decision });
const reverse = (bankReference: string, amount: bigint, reversalReference = `X${bankReference}`) =>
  receiveReversal(
    asEmployer,
    { bank: 'contoh', bankReference, reversalReference, amount, reversedOn: dayIn(clock.now()) },
    clock.now(),
  );
const newest = async () => (await refundsOf(owner, testKeys, payerId))[0] ?? assert.fail('no refund');
const approve = async () => {
  const { refundId } = await newest();
  await decide(refundId, first);
  await decide(refundId, second);
  return newest();
};
const credit = async () => (await payerAccount(services, payerId)).credit;
async function found() {
  const rows: { check: string }[] = [];
  for await (const row of verifyBilling(database)) rows.push(row);
  return rows;
}
const ties = async () => assert.deepEqual([...(await differences(owner)), ...(await found())], []);
const owed = 741_750n;

test('what is over is asked back once, held, checked by two officers, and stands in one file for the bank', async () => {
  await report('2026-10', 7_500_000);
  await pay('R1', '2026-10', owed + 50_000n);
  assert.deepEqual(await ask(49_999n), { ok: false, refusal: 'changed' });
  await owner.run(
    sql`insert into accounts.account (account_id, subject, display_name, created_at) values (${clerk}, 'clerk', '\\x00', now())`,
  );
  await owner.run(sql`
    insert into accounts.recovery (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash, started_at,
      ends_at, noticed_at) values (${newId(clock.now())}, ${clerk}, 'password', 'waiting', '\\x00', '\\x00', '\\x00', now(), now(), now())`);
  assert.deepEqual(await ask(50_000n), { ok: false, refusal: 'recovery' }, 'nobody has proven enough');
  const withdrawn = { payerId, refundId: newId(clock.now()), accountId: clerk };
  assert.deepEqual(await withdrawRefund({ database: asEmployer, clock }, withdrawn), {
    ok: false,
    refusal: 'recovery',
  });
  await owner.run(
    sql`update accounts.recovery set state = 'cancelled', closed_at = now() where account_id = ${clerk}`,
  );
  const asked = await Promise.all(Array.from({ length: 16 }, () => ask(50_000n)));
  assert.equal(asked.filter(({ ok }) => ok).length, 1);
  assert.equal(await credit(), 0n);
  const { refundId } = await newest();
  assert.deepEqual((await newest()).destination, destination);
  assert.deepEqual(await decide(refundId, clerk), { ok: false, refusal: 'own' });
  const once = await Promise.all(Array.from({ length: 16 }, () => decide(refundId, first)));
  assert.equal(once.filter(({ ok }) => ok).length, 1);
  assert.equal((await newest()).state, 'checked');
  assert.equal(await sendRefunds({ database: asConsole, clock }, first), undefined);
  assert.deepEqual(await decide(refundId, second), { ok: true, value: { step: 'approved' } });
  assert.deepEqual(await decide(refundId, second, 'refuse'), { ok: false, refusal: 'gone' });
  const files = await Promise.all(
    Array.from({ length: 8 }, () => sendRefunds({ database: asConsole, clock }, first)),
  );
  const [fileId, ...others] = files.filter((file) => file !== undefined);
  assert.ok(fileId);
  assert.deepEqual(others, []);
  const rows = await refundFile({ database: asConsole, keys: testKeys, clock }, fileId, first);
  assert.deepEqual(
    rows?.map((row) => [row.refundId, row.amount, row.state]),
    [[refundId, 50_000n, 'sent']],
  );
  await ties();
});

test('what the bank could not pay out, what is refused and what is withdrawn is free for the next bill', async () => {
  const { refundId } = await newest();
  const says = (officerId: string) => decide(refundId, officerId, 'returned');
  const many = (officerId: string) => Promise.all(Array.from({ length: 8 }, () => says(officerId)));
  assert.deepEqual(await says(clerk), { ok: false, refusal: 'own' });
  // Said by mistake, and taken back by whoever said it: nobody can confirm it then, and it can be said anew.
  const mistaken = (officerId: string) => decide(refundId, officerId, 'not_returned');
  assert.deepEqual(await mistaken(first), { ok: false, refusal: 'gone' }, 'nothing was said');
  for (let turn = 0; turn < 2; turn += 1) {
    assert.ok((await says(first)).ok);
    const taken = await Promise.all(Array.from({ length: 8 }, () => mistaken(first)));
    assert.equal(taken.filter(({ ok }) => ok).length, 1);
    assert.deepEqual([(await newest()).state, (await newest()).returningBy], ['sent', null]);
    await ties();
  }
  const steps = (answers: Awaited<ReturnType<typeof many>>) =>
    answers.map((answer) => (answer.ok ? answer.value.step : answer.refusal)).toSorted();
  assert.deepEqual(steps(await many(first)), [...Array<string>(7).fill('own'), 'returning']);
  // The bank may have paid it: by the word of one officer nothing is free.
  assert.deepEqual([await credit(), (await newest()).state], [0n, 'returning']);
  clock.advance(91 * 86_400);
  const waiting = await refundsAtWork({ database: asConsole, keys: testKeys, clock });
  assert.deepEqual([waiting.map((one) => one.refundId), waiting[0]?.returningBy], [[refundId], first]);
  clock.advance(-91 * 86_400);
  await ties();
  assert.deepEqual(steps(await many(second)), [...Array<string>(7).fill('gone'), 'returned']);
  assert.deepEqual(await says(first), { ok: false, refusal: 'gone' });
  assert.equal(await credit(), 50_000n);
  await ask(50_000n);
  assert.equal((await decide((await newest()).refundId, first, 'refuse')).ok, true);
  await ask(50_000n);
  const withdrawn = { payerId, refundId: (await newest()).refundId, accountId: clerk };
  assert.equal((await withdrawRefund({ database: asEmployer, clock }, withdrawn)).ok, true);
  assert.equal((await withdrawRefund({ database: asEmployer, clock }, withdrawn)).ok, false);
  await ask(50_000n);
  await report('2026-11', 7_500_000);
  // Held money pays no bill.
  assert.equal((await bill('2026-11')).paid, 0n);
  assert.equal((await decide((await newest()).refundId, second, 'refuse')).ok, true);
  await allocatePayments(services, [payerId]);
  assert.equal((await bill('2026-11')).paid, 50_000n);
  assert.deepEqual(await ask(0n), { ok: false, refusal: 'owes' });
  await ties();
});

test('a payment that the bank takes back is owed again, once; members keep what is posted', async () => {
  const reversal = await Promise.all(Array.from({ length: 16 }, () => reverse('R1', owed + 50_000n)));
  assert.equal(reversal.filter((answer) => answer.ok && answer.value.state === 'new').length, 1);
  assert.ok(reversal.every(({ ok }) => ok));
  assert.deepEqual(await reverse('R1', owed + 50_000n, 'other'), { ok: false, refusal: 'told_otherwise' });
  assert.deepEqual(await reverse('R1', 1n), { ok: false, refusal: 'told_otherwise' });
  assert.deepEqual(await reverse('R9', 1n), { ok: false, refusal: 'payment_unknown' });
  assert.deepEqual(
    (await found()).map(({ check }) => check),
    ['reversed_used'],
  );
  await Promise.all([allocatePayments(services, [payerId]), allocatePayments(services, [payerId])]);
  assert.deepEqual([(await bill('2026-10')).paid, (await bill('2026-11')).paid], [0n, 0n]);
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 2n * owed, credit: 0n });
  const posted = sql`select count(*) as count from contributions.contribution where posted_on is not null`;
  assert.deepEqual(await owner.one(posted), { count: 1n });
  await ties();
});

test('a penalty falls away with the payment that brought it, and is reckoned anew when the money comes', async () => {
  clock.advance(30 * 86_400);
  // The 10th of December: October is in its first month late, two per cent.
  await pay('R2', '2026-10', owed);
  assert.equal((await bill('2026-11')).penalty, 14_835n);
  clock.advance(86_400);
  await reverse('R2', owed);
  await allocatePayments(services, [payerId]);
  assert.equal((await bill('2026-11')).penalty, 0n);
  clock.advance(7 * 86_400);
  await pay('R3', '2026-10', owed);
  // The 18th lies in the second month.
  assert.equal((await bill('2026-12')).penalty, 29_670n);
  await ties();
});

test('a refund that is not sent yet comes to nothing when its payment is taken back; a sent one stands before officers', async () => {
  await report('2026-12', 7_500_000);
  const all = (await payerAccount(services, payerId)).outstanding;
  await pay('R4', '2026-11', all);
  // November is late by now, so paying it brought a penalty of its own.
  await pay('R5', '2026-11', (await payerAccount(services, payerId)).outstanding + 1_000n);
  await pay('R6', '2026-11', 2_000n);
  const over = await credit();
  assert.equal(over, 3_000n);
  await ask(over);
  await approve();
  // A number of another reversal changes nothing.
  assert.deepEqual(await reverse('R6', 2_000n, 'XR1'), { ok: false, refusal: 'told_otherwise' });
  assert.equal((await newest()).state, 'approved');
  const [taken, sent] = await Promise.all([
    reverse('R6', 2_000n),
    sendRefunds({ database: asConsole, clock }, second),
  ]);
  assert.equal(taken.ok, true);
  // Whichever was first, the other finds it so.
  assert.equal((await newest()).state, sent ? 'sent' : 'refused');
  await allocatePayments(services, [payerId]);
  await ties();
});

test('what went out and was taken back by the bank is owed again for its bills, and the officers see what to ask for', async () => {
  const { state, refundId: before } = await newest();
  if (state === 'sent') for (const officer of [first, second]) await decide(before, officer, 'returned');
  await allocatePayments(services, [payerId]);
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 0n, credit: 1_000n });
  await ask(1_000n);
  const { refundId } = await approve();
  await sendRefunds({ database: asConsole, clock }, second);
  const { amount } = await owner.one<{ amount: bigint }>(
    sql`select amount from billing.payment where bank_reference = 'R5'`,
  );
  assert.equal((await reverse('R5', amount)).ok, true);
  assert.equal((await reverse('R5', amount)).ok, true);
  await allocatePayments(services, [payerId]);
  const toAsk = async () =>
    (await reversedAfterRefund(asConsole)).map((one) => [one.bankReference, one.payerId, one.refunded]);
  assert.deepEqual(await toAsk(), [['R5', payerId, 1_000n]]);
  const { outstanding, credit: over } = await payerAccount(services, payerId);
  assert.deepEqual([outstanding > 0n, over], [true, 0n]);
  await ties();
  const [claim] = await reversedAfterRefund(asConsole);
  const close = (officer: string, decision: ClaimDecision) =>
    closeClaim({ database: asConsole, clock }, claim?.paymentId ?? '', officer, decision);
  const say = { act: 'say', outcome: 'paid_back', reference: 'RK 77' } as const;
  const refusedAs = (refusal: string) => ({ ok: false, refusal });
  assert.deepEqual(await close(first, { ...say, reference: ' ' }), refusedAs('reference'));
  assert.deepEqual(await close(first, { act: 'confirm' }), refusedAs('gone'));
  const said = await Promise.all(Array.from({ length: 8 }, () => close(first, say)));
  assert.equal(said.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(await close(first, { act: 'confirm' }), refusedAs('own'));
  assert.ok((await close(first, { act: 'take_back' })).ok);
  assert.equal((await reversedAfterRefund(asConsole))[0]?.said, null);
  assert.deepEqual(await toAsk(), [['R5', payerId, 1_000n]]);
  await ties();
  assert.equal((await decide(refundId, first, 'returned')).ok, true);
  assert.deepEqual(await toAsk(), [['R5', payerId, 1_000n]], 'one officer alone says it');
  assert.equal((await decide(refundId, second, 'returned')).ok, true);
  assert.deepEqual(await toAsk(), []);
  assert.deepEqual(await payerAccount(services, payerId), { outstanding, credit: 0n });
  await ties();
});

test('a claim for refunded money leaves the list when two officers say how it ended', async () => {
  await pay('R8', '2026-11', (await payerAccount(services, payerId)).outstanding + 7_000n);
  await ask(await credit());
  await approve();
  await sendRefunds({ database: asConsole, clock }, second);
  const { amount } = await owner.one<{ amount: bigint }>(
    sql`select amount from billing.payment where bank_reference = 'R8'`,
  );
  assert.equal((await reverse('R8', amount)).ok, true);
  await allocatePayments(services, [payerId]);
  const [claim, ...others] = await reversedAfterRefund(asConsole);
  assert.deepEqual([claim?.refunded, others], [7_000n, []]);
  const close = (officer: string, decision: ClaimDecision) =>
    closeClaim({ database: asConsole, clock }, claim?.paymentId ?? '', officer, decision);
  assert.ok((await close(first, { act: 'say', outcome: 'given_up', reference: 'SK 1' })).ok);
  const [waiting] = await reversedAfterRefund(asConsole);
  assert.deepEqual(waiting?.said, { outcome: 'given_up', reference: 'SK 1', saidBy: first });
  const confirmed = await Promise.all(Array.from({ length: 8 }, () => close(second, { act: 'confirm' })));
  assert.equal(confirmed.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(await reversedAfterRefund(asConsole), []);
  assert.deepEqual(await close(first, { act: 'take_back' }), { ok: false, refusal: 'gone' });
  await ties();
  await owner.run(sql`alter table billing.claim_step disable trigger user`);
  await owner.run(sql`update billing.claim_step set done_by = ${first} where step = 'confirmed'`);
  assert.deepEqual(
    (await found()).map(({ check }) => check),
    ['claim_out_of_order'],
  );
  await owner.run(sql`update billing.claim_step set done_by = ${second} where step = 'confirmed'`);
  await ties();
});

test('verify-ledger names a refund that was changed behind our back, in its amount and in its steps', async () => {
  await pay('R7', '2026-11', (await payerAccount(services, payerId)).outstanding + 1_000_000n);
  await ask(await credit());
  const { refundId } = await approve();
  const named = async (change: ReturnType<typeof sql>) => {
    await owner.run(sql`alter table billing.refund_part disable trigger user`);
    await owner.run(sql`alter table billing.refund_step disable trigger user`);
    await owner.run(change);
    const names = new Set((await found()).map(({ check }) => check));
    return [...names].toSorted();
  };
  const less = await named(
    sql`update billing.refund_part set amount = amount - 1 where refund_id = ${refundId}`,
  );
  assert.deepEqual(less, ['refund_differs']);
  const more = await named(
    sql`update billing.refund_part set amount = amount + 2 where refund_id = ${refundId}`,
  );
  assert.deepEqual(more, ['payment_overused', 'refund_differs']);
  await named(sql`update billing.refund_part set amount = amount - 1 where refund_id = ${refundId}`);
  const alone = await named(sql`
    insert into billing.refund_step (refund_id, step, done_by, done_at, file_id)
    select ${refundId}::uuid, step, ${second}::uuid, now(), case step when 'sent' then ${refundId}::uuid end
    from unnest(array['sent', 'returning', 'returned']) step`);
  assert.deepEqual(alone, ['refund_out_of_order'], 'one officer said and confirmed that it came back');
  const without = sql`delete from billing.refund_step where refund_id = ${refundId} and step in ('sent', 'returning', 'returned')`;
  assert.deepEqual(await named(without), []);
  const order = await named(
    sql`delete from billing.refund_step where refund_id = ${refundId} and step = 'checked'`,
  );
  assert.deepEqual(order, ['refund_out_of_order']);
});

test('verify-ledger names a bill that asks for other than its rows, is paid beyond itself, or paid and not posted', async () => {
  const named = async (change: ReturnType<typeof sql>, back: ReturnType<typeof sql>) => {
    await owner.run(change);
    const names = [...new Set((await found()).map(({ check }) => check))];
    await owner.run(back);
    return names.filter((name) => name !== 'refund_out_of_order' && name !== 'refund_differs').toSorted();
  };
  for (const table of ['charge', 'allocation'])
    await owner.run(new Statement([`alter table billing.${table} disable trigger user`], []));
  const charge = (by: bigint) =>
    sql`update billing.charge set jkm = jkm + ${by} where kind = 'contributions' and month = '2026-10'`;
  assert.deepEqual(await named(charge(1n), charge(-1n)), ['charge_differs']);
  assert.deepEqual(await named(charge(-1n), charge(1n)), ['bill_overpaid', 'charge_differs']);
  const posted = sql`update contributions.contribution set posted_on = null where month = '2026-10'`;
  const again = sql`update contributions.contribution set posted_on = '2026-11-10' where month = '2026-10'`;
  assert.deepEqual(await named(posted, again), ['paid_not_settled']);
  const reversed = sql`insert into billing.reversal (payment_id, bank, reversal_reference, reversed_on, received_at)
    select payment_id, bank, 'hidden', paid_on, received_at from billing.payment where bank_reference = 'R3'`;
  assert.deepEqual(await named(reversed, sql`alter table billing.reversal disable trigger user`), [
    'reversed_used',
  ]);
});
