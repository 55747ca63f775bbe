import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountById, closingOf, disown, freezeForDeath, liftFreeze } from '#accounts';
import { recentActivity, sealActivity } from '#activity';
import { caseById, fileMemberCase, filledOf, openCase } from '#cases';
import { newId } from '#kernel';
import { askForDeletion, correctionsOf, goRoundDeletions, requestsOf, whyNotDeleted } from '#privacy';
import { sql } from '#platform';
import {
  type DeskOfficer,
  employerNotes,
  noteEmployerAnswer,
  propose,
  proposalsOf,
  takeUpCase,
  waitingProposals,
} from '#support';
import { accountServices, keepingOutbox, newTestAccount, testOrigin } from '../../tests/support/accounts.ts';
import { dataNow, openDataHouse } from '../../tests/support/my-data.ts';
import { silentLog } from '../../tests/support/messages.ts';
import { passwordSession } from '../../tests/support/passkeys.ts';
import { sealAsked } from './correction-reads.ts';

const house = await openDataHouse();
const { owner, portal, worker, sso, siti, budi } = house;
const desk = { ...house.desk, log: silentLog };
const now = dataNow;
const lines: string[] = [];
const log = {
  warn: (_: object, text: string) => lines.push(text),
  error: (_: object, text: string) => lines.push(text),
} as unknown as NonNullable<Parameters<typeof goRoundDeletions>[1]>;
const round = () => goRoundDeletions(worker, log);

/** As if it had been asked for more than 30 days ago, and closed two hours ago. */
async function moveBack(accountId: string): Promise<void> {
  await owner.run(sql`
    update accounts.closing set asked_at = asked_at - interval '31 days', erase_after = erase_after - interval '31 days',
      closed_at = closed_at - interval '2 hours' where account_id = ${accountId}`);
}

test('“this was not me” stops a deletion that waits: the request ends, and the addresses are told', async () => {
  const services = { ...sso, outbox: keepingOutbox() };
  const session = await passwordSession(services, siti.username);
  assert.ok((await askForDeletion(portal, siti.asker)).ok);
  const entry = (await recentActivity(owner, siti.accountId, 20)).find(
    ({ event }) => event === 'deletion_asked',
  );
  assert.ok((await disown(services, session, entry?.id ?? '', testOrigin)).ok);
  assert.equal(await closingOf(owner, siti.accountId), undefined);
  await round();
  assert.deepEqual(
    (await requestsOf(owner, siti.accountId)).map(({ state }) => state),
    ['cancelled'],
  );
  const { count } = await owner.one<{ count: bigint }>(sql`
    select count(*) as count from notifications.message where account_id = ${siti.accountId} and template = 'deletion_cancelled'`);
  assert.equal(count, 2n);
});

test('what came up since it was asked for is asked again before closing, and before erasing', async () => {
  assert.ok((await askForDeletion(portal, budi.asker)).ok);
  await moveBack(budi.accountId);
  const { caseId } = await openCase(owner, { kind: 'not_me', accountId: budi.accountId, now });
  assert.deepEqual(await round(), { closed: 0, erased: 0 });
  assert.ok(lines.includes('a deletion waits, because something stands against it'));
  assert.ok(await accountById(owner, portal.keys, budi.accountId));
  const setState = (state: 'open' | 'closed') =>
    owner.run(sql`
      update cases.case set state = ${state}, closed_at = ${state === 'closed' ? now : null} where case_id = ${caseId}`);
  await setState('closed');
  assert.deepEqual(await round(), { closed: 1, erased: 0 });
  await moveBack(budi.accountId);
  await setState('open');
  assert.deepEqual(await round(), { closed: 0, erased: 0 });
  await setState('closed');
});

test('after a reported death nothing is closed or erased, and lifting the freeze does not open what was closed', async () => {
  const { accountId, personId } = budi;
  const officers = [newId(now), newId(now)] as const;
  const about = { accountId: undefined, personId, now, caseNumber: 'K-1' };
  await worker.database.transaction((tx) =>
    freezeForDeath(worker, tx, { ...about, caseId: newId(now), officerId: officers[0] }),
  );
  assert.deepEqual(await whyNotDeleted(portal.database, { accountId, personId, now }), ['frozen']);
  const erased = () =>
    owner.one<{ erased: boolean }>(sql`select accounts.erase_account(${accountId}) as erased`);
  assert.deepEqual(await erased(), { erased: false });
  assert.deepEqual(await round(), { closed: 0, erased: 0 });
  await owner.run(sql`update accounts.closing set closed_at = null where account_id = ${accountId}`);
  const closed = sql`select accounts.close_account(${accountId}, ${now}) as ended`;
  assert.deepEqual(await owner.one(closed), { ended: null });
  await owner.run(
    sql`update accounts.closing set closed_at = now() - interval '2 hours' where account_id = ${accountId}`,
  );
  await worker.database.transaction((tx) => liftFreeze(worker, tx, { ...about, accountId, officers }));
  assert.equal(await accountById(owner, portal.keys, accountId), undefined);
});

/** An account whose deletion has been asked for long ago, without a person on the register. */
async function dueAccount(days: number) {
  const { accountId } = await newTestAccount(accountServices(owner));
  await owner.run(sql`
    insert into accounts.closing (account_id, asked_at, erase_after)
    values (${accountId}, now() - interval '60 days', now() - make_interval(days => ${days}))`);
  return accountId;
}

test('one account that fails holds up no other, and the round fails at its end', async () => {
  const [broken, other] = [await dueAccount(9), await dueAccount(8)];
  await owner.run(sql`
    create function public.break_down() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`);
  await owner.run(sql`
    create trigger break_down before update on accounts.closing for each row
    when (old.erase_after < now() - interval '210 hours') execute function public.break_down()`);
  await assert.rejects(round(), /broken/);
  assert.ok(lines.includes('an account could not be deleted'));
  assert.notEqual((await closingOf(owner, other))?.closedAt, undefined);
  assert.equal((await closingOf(owner, broken))?.closedAt, undefined);
  await owner.run(sql`drop trigger break_down on accounts.closing`);
  await owner.run(sql`delete from accounts.closing where account_id = ${broken}`);
});

test('what was stopped at the last moment is not told of as deleted', async () => {
  const kept = await dueAccount(1);
  const worn = { ...worker, database: stoppedInBetween(kept) };
  await goRoundDeletions(worn, log);
  const { count } = await owner.one<{ count: bigint }>(
    sql`select count(*) as count from notifications.message where account_id = ${kept} and template = 'deletion_done'`,
  );
  assert.equal(count, 0n);
});

/** The database of the worker, on which the account is kept after it was found due. */
function stoppedInBetween(accountId: string): typeof worker.database {
  const { database } = worker;
  return {
    ...database,
    transaction: async (work) => {
      await owner.run(sql`delete from accounts.closing where account_id = ${accountId}`);
      return database.transaction(work);
    },
  };
}

test('nothing that was written for or about an erased account is left, and nothing of it stays on the desk', async () => {
  const accountId = await dueAccount(2);
  const personId = newId(now);
  const ids = { correction: newId(now), proposal: '' };
  const rina: DeskOfficer = { officerId: newId(now), sessionId: newId(now), roles: ['agent'] };
  const filed = await fileMemberCase(portal, {
    kind: 'exit_notice',
    accountId,
    personId,
    about: newId(now),
    filled: { last_day: '2026-01-31' },
    words: 'Saya keluar',
    now,
    ...testOrigin,
  });
  const { caseId } = filed;
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, { answer: 'denied', words: 'Bu Ani' })).ok);
  const proposal = { kind: 'contact', caseId, accountId, content: { address: 'a@contoh.id' } };
  ids.proposal = await desk.database.transaction((tx) =>
    propose(desk, tx, { ...proposal, askedBy: rina.officerId, needsSecond: true, now }, false),
  );
  const asked = { values: { fullName: 'Siti' }, reason: 'Salah' };
  await owner.run(sql`
    insert into privacy.correction (correction_id, account_id, person_id, state, content, fields, case_id, case_number,
      created_at, sent_at, due_at, ended_at)
    values (${ids.correction}, ${accountId}, ${personId}, 'refused', ${sealAsked(portal.keys, ids.correction, asked)},
      '{full_name}', ${newId(now)}, 'K-9', ${now}, ${now}, ${now}, ${now})`);
  await owner.run(sql`
    insert into evidence.document (document_id, subject_kind, subject_id, account_id, media_type, size_bytes, content_hash,
      key_sealed, content, added_at)
    values (${newId(now)}, 'correction', ${ids.correction}, ${accountId}, 'image/png', 1, '1', '1', '1', ${now})`);
  await sealActivity(worker);
  await round();
  await moveBack(accountId);
  assert.equal((await goRoundDeletions({ ...worker, clock: { now: () => new Date() } }, log)).erased, 1);

  const [correction] = await correctionsOf(owner, portal.keys, accountId);
  assert.deepEqual([correction?.values, correction?.reason, correction?.state], [{}, '', 'refused']);
  const documents = await owner.many(sql`select from evidence.document where account_id = ${accountId}`);
  assert.equal(documents.length, 0);
  assert.equal(await filledOf(owner, portal.keys, caseId), undefined);
  assert.equal((await employerNotes(owner, portal.keys, caseId))[0]?.words, '');
  assert.equal((await caseById(owner, caseId))?.state, 'closed');
  const [emptied] = await proposalsOf(owner, portal.keys, caseId);
  assert.deepEqual(emptied?.content, {}, 'officers still see that there was one');
  const page = { now: new Date(), limit: 50, offset: 0 };
  assert.deepEqual(await waitingProposals(owner, portal.keys, [emptied?.kind ?? ''], page), []);
});
