import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountById, accountOfIdentifier, closingOf } from '#accounts';
import { record, sealActivity } from '#activity';
import { allocatePayments, billOf, declareIncome, makeOwnBill, receivePayment } from '#billing';
import { conversationOf, openCase, replyInCase } from '#cases';
import { dayIn, fixedClock, month, newId } from '#kernel';
import { findPersonByMemberNumber, membershipsOf } from '#members';
import {
  askForDeletion,
  askForLimitation,
  eraseOne,
  goRoundDeletions,
  keepAccount,
  keepByCode,
  requestsOf,
  whyNotDeleted,
} from '#privacy';
import { sql } from '#platform';
import { differencesOf } from '../../tests/support/activity.ts';
import { cards, personOf } from '../../tests/support/contributions.ts';
import { newTestAccount, accountServices, keepingOutbox } from '../../tests/support/accounts.ts';
import { dataNow, madeCopy, openDataHouse, openSession } from '../../tests/support/my-data.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const house = await openDataHouse();
const { owner, portal, worker, siti, budi } = house;
const dayMs = 86_400_000;
const at = (days: number) => new Date(dataNow.getTime() + days * dayMs);
const on = <Services extends object>(services: Services, now: Date) => ({
  ...services,
  clock: { now: () => now },
});

/** As if it had been asked for so long ago: the functions that delete look at the database's own clock. */
async function moveBack(accountId: string, days: number): Promise<void> {
  const back = sql`make_interval(days => ${days})`;
  await owner.run(sql`
    update accounts.closing set asked_at = asked_at - ${back}, erase_after = erase_after - ${back},
      closed_at = closed_at - interval '2 hours' where account_id = ${accountId}`);
  await owner.run(
    sql`update privacy.request set due_at = due_at - ${back} where account_id = ${accountId} and kind = 'deletion'`,
  );
}

/** Where an account's id still stands, by table. */
async function tracesOf(accountId: string): Promise<string[]> {
  const columns = await owner.many<{ name: string; column: string }>(sql`
    select c.oid::regclass::text as name, quote_ident(a.attname) as column from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and a.atttypid = 'uuid'::regtype and a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
  const found: string[] = [];
  for (const { name, column } of columns) {
    const row = await owner.one<{ there: boolean }>(
      sql`select (xpath('/row/c/text()', query_to_xml(format('select count(*) > 0 as c from %s where %s = %L', ${name}::text, ${column}::text, ${accountId}::text), false, true, '')))[1]::text = 'true' as there`,
    );
    if (row.there) found.push(`${name}.${column}`);
  }
  return found.toSorted();
}

test('a deletion waits for 30 days and every address is told how to stop it', async () => {
  const outbox = keepingOutbox();
  const asked = await askForDeletion({ ...portal, outbox }, siti.asker);
  assert.ok(asked.ok);
  assert.deepEqual(asked.value.eraseAfter, at(30));
  assert.deepEqual(
    outbox.sent.map(({ template, channel, to }) => [template, channel, to]),
    [
      ['deletion_asked', 'email', siti.email],
      ['deletion_asked', 'sms', siti.phone],
    ],
  );
  assert.ok(await accountById(owner, portal.keys, siti.accountId), 'the account works as before');
  const again = await askForDeletion(portal, siti.asker);
  assert.deepEqual(again, { ok: false, refusal: ['waiting'] });
  assert.deepEqual(await goRoundDeletions(on(worker, at(1))), { closed: 0, erased: 0 });
  const code = outbox.sent[0]?.parameters['keep'] ?? '';
  const answers = await raceOverTwoProcesses(owner.url, { verb: 'keepByCode', code, now: dataNow });
  assert.equal(answers.filter(Boolean).length, 1, JSON.stringify(answers));
  assert.equal(await closingOf(owner, siti.accountId), undefined);
  assert.equal(await keepByCode(portal, code, siti.asker), undefined, 'once');
  assert.deepEqual(
    (await requestsOf(owner, siti.accountId)).map(({ kind, state }) => [kind, state]),
    [['deletion', 'cancelled']],
  );
});

test('it is told of again a week and a day before, once each, and can be stopped by signing in until then', async () => {
  await askForDeletion(portal, siti.asker);
  for (const days of [22, 23.5, 24, 29.5, 29.6]) await goRoundDeletions(on(worker, at(days)));
  const { count } = await owner.one<{ count: bigint }>(sql`
    select count(*) as count from notifications.message where account_id = ${siti.accountId} and template = 'deletion_soon'`);
  assert.equal(count, 4n, 'two reminders to two addresses');
  assert.ok(await keepAccount(on(portal, at(29.9)), siti.asker));
  assert.equal(await keepAccount(portal, siti.asker), undefined);
});

test('it is refused with every reason of the closed list', async () => {
  const whose = { ...siti.asker, now: dataNow };
  assert.deepEqual(await whyNotDeleted(portal.database, whose), []);
  await openCase(owner, { kind: 'not_me', accountId: siti.accountId, now: dataNow });
  await owner.run(
    sql`insert into accounts.account_role (account_id, role) values (${siti.accountId}, 'agent')`,
  );
  assert.deepEqual(await whyNotDeleted(portal.database, whose), ['not_me', 'officer']);
  const asked = await askForDeletion(portal, siti.asker);
  assert.deepEqual(asked, { ok: false, refusal: ['not_me', 'officer'] });
  await owner.run(
    sql`delete from accounts.account_role where account_id = ${siti.accountId} and role = 'agent'`,
  );
  await owner.run(sql`update cases.case set state = 'closed', closed_at = ${dataNow} where kind = 'not_me'`);
});

test('a bill of the self-employed of this month holds a deletion back until it is paid or the month is over', async () => {
  const clock = fixedClock(new Date('2026-11-05T03:00:00Z'));
  const personId = await personOf(owner, cards.dewi);
  const [card] = await membershipsOf(owner, personId);
  assert.ok(card);
  const { membershipId: payerId } = card;
  const accountId = newId(clock.now());
  const november = month('2026-11');
  const against = (database = portal.database) =>
    whyNotDeleted(database, { accountId, personId, now: clock.now() });
  assert.deepEqual(await against(), []);
  const declared = { card, accountId, month: november, income: 900_000n, withSavings: true };
  assert.ok((await declareIncome({ database: portal.database, clock }, declared)).ok);
  await makeOwnBill({ database: worker.database, clock }, payerId, november);
  assert.deepEqual(await against(), ['own_bill']);
  assert.deepEqual(await against(worker.database), ['own_bill']);
  clock.advance(30 * 86_400);
  assert.deepEqual(await against(), [], 'an unpaid month is no debt');
  clock.advance(-30 * 86_400);
  const bill = (await billOf({ database: worker.database, clock }, payerId, november)) ?? assert.fail();
  const { billingCode, outstanding: amount } = bill;
  const paidOn = dayIn(clock.now());
  const paid = { bank: 'contoh', bankReference: 'A1', billingCode, amount, paidOn };
  await receivePayment(worker.database, paid, clock.now());
  await allocatePayments({ database: worker.database, clock }, [payerId]);
  assert.deepEqual(await against(), []);
});

test('after 30 days everything of the account goes, the register stays, and the chain still verifies', async () => {
  const { accountId, personId } = siti;
  await openSession(house, accountId);
  const opened = await openCase(owner, { kind: 'question', accountId, now: dataNow });
  await replyInCase(portal, { accountId, caseId: opened.caseId, words: 'Rahasia saya', now: dataNow });
  assert.equal((await conversationOf(owner, portal.keys, opened.caseId))[0]?.words, 'Rahasia saya');
  await askForLimitation(portal, siti.asker, 'dispute');
  await madeCopy(house, siti.asker);
  await owner.run(sql`
    insert into statements.proof (proof_id, account_id, code_hash, year, shows_amounts, facts, issued_at, expires_at)
    values (${newId(dataNow)}, ${accountId}, 'x', 2025, true, 'x', ${dataNow}, ${at(300)})`);
  await record(owner, {
    event: 'sign_in_succeeded',
    actor: { kind: 'member', accountId },
    accountId,
    personId,
    at: dataNow,
    address: '203.0.113.250',
    userAgent: 'Peramban Siti',
    details: { method: 'password' },
  });
  assert.ok((await askForDeletion(portal, siti.asker)).ok);
  await sealActivity(worker);
  await moveBack(accountId, 31);
  assert.deepEqual(await goRoundDeletions(worker), { closed: 1, erased: 0 });
  assert.equal(await accountById(owner, portal.keys, accountId), undefined, 'nobody gets in');
  assert.equal(await keepAccount(portal, siti.asker), undefined, 'too late');
  assert.deepEqual(await goRoundDeletions(worker), { closed: 0, erased: 0 }, 'other services are told first');
  await moveBack(accountId, 0);
  // Killed in between: what is not committed is as if it had never begun.
  await assert.rejects(
    worker.database.transaction(async (tx) => {
      await eraseOne(
        { ...worker, database: { ...worker.database, transaction: (work) => work(tx) } },
        accountId,
      );
      throw new Error('killed');
    }),
    /killed/,
  );
  assert.deepEqual(await goRoundDeletions(on(worker, new Date())), { closed: 0, erased: 1 });
  assert.deepEqual(await goRoundDeletions(on(worker, new Date())), { closed: 0, erased: 0 });
  assert.equal(await eraseOne(worker, accountId), false);

  assert.deepEqual(await tracesOf(accountId), [
    'activity.entry.account_id',
    'activity.entry.actor_account_id',
    'privacy.request.account_id',
  ]);
  const entries = await owner.many<{ event: string; address: string | null; details: object }>(sql`
    select event, address, details from activity.entry where account_id = ${accountId} and
      (address is not null or user_agent is not null or person_id is not null or details <> '{}')`);
  assert.deepEqual(
    entries.map(({ event, address }) => [event, address]),
    [['account_erased', null]],
  );
  assert.deepEqual(await conversationOf(owner, portal.keys, opened.caseId), []);
  assert.equal(await findPersonByMemberNumber(owner, cards.siti), personId, 'the register stays');
  const { paid } = await owner.one<{ paid: bigint }>(
    sql`select count(*) as paid from contributions.contribution where person_id = ${personId}`,
  );
  assert.equal(paid, 2n);
  await sealActivity(on(worker, new Date()));
  assert.deepEqual(await differencesOf(owner), []);
  assert.ok(await accountById(owner, portal.keys, budi.accountId), 'nobody else went');
});

test('the addresses and the person are free for a new account', async () => {
  const fresh = await newTestAccount(accountServices(owner), {
    personId: siti.personId,
    email: siti.email,
    phone: siti.phone,
    username: siti.username,
  });
  assert.equal(await accountOfIdentifier(accountServices(owner), siti.email), fresh.accountId);
});

test('forgetting early without a recorded erasure is refused by the database and found by the check', async () => {
  const accountId = newId(dataNow);
  await record(owner, {
    event: 'signed_out',
    actor: { kind: 'member', accountId },
    accountId,
    at: dataNow,
    address: '203.0.113.4',
  });
  await sealActivity(on(worker, new Date()));
  await assert.rejects(owner.run(sql`select activity.forget_account(${accountId})`), /no erasure/);
  await owner.run(sql`
    update activity.leaf set salt = null where entry_id = (select entry_id from activity.entry where account_id = ${accountId})`);
  const found = await differencesOf(owner);
  assert.ok(
    found.some(({ check }) => check === 'forgotten-early'),
    JSON.stringify(found),
  );
});

test('an account whose time has not come, or that was not closed for an hour, is not erased by anybody', async () => {
  assert.ok((await askForDeletion(portal, budi.asker)).ok);
  const erase = () =>
    owner.one<{ erased: boolean }>(sql`select accounts.erase_account(${budi.accountId}) as erased`);
  assert.deepEqual(await erase(), { erased: false });
  // The caller's clock alone opens nothing.
  assert.deepEqual(
    await owner.one(sql`select accounts.close_account(${budi.accountId}, ${at(400)}) as ended`),
    {
      ended: null,
    },
  );
  await moveBack(budi.accountId, 31);
  await goRoundDeletions(worker);
  assert.deepEqual(await erase(), { erased: false });
});
