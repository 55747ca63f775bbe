import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountById, closingOf, disown, freezeForDeath, liftFreeze } from '#accounts';
import { recentActivity, sealActivity } from '#activity';
import { caseById, fileMemberCase, filledOf, openCase } from '#cases';
import { addClerk, clerksOf } from '#filings';
import { newId } from '#kernel';
import {
  askForDeletion,
  correctionsOf,
  deletionStopped,
  goRoundDeletions,
  requestsOf,
  saveCorrectionDraft,
  whyNotDeleted,
} from '#privacy';
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
import { dataNow, openDataHouse, openSession } from '../../tests/support/my-data.ts';
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
  const services = { ...sso, outbox: keepingOutbox(), deletionStopped };
  const session = await passwordSession(services, siti.username);
  assert.ok((await askForDeletion(portal, siti.asker)).ok);
  const entry = (await recentActivity(owner, siti.accountId, 20)).find(
    ({ event }) => event === 'deletion_asked',
  );
  assert.ok((await disown(services, session, entry?.id ?? '', testOrigin)).ok);
  assert.equal(await closingOf(owner, siti.accountId), undefined);
  const states = async () => (await requestsOf(owner, siti.accountId)).map(({ state }) => state);
  assert.deepEqual(await states(), ['cancelled'], 'in the same transaction');
  assert.deepEqual(
    services.outbox.sent.filter(({ template }) => template === 'deletion_cancelled').map(({ to }) => to),
    [siti.email, siti.phone],
  );
});

test('what a program of before stopped without ending the request is ended by the round', async () => {
  const { accountId } = await newTestAccount(accountServices(owner));
  assert.ok((await askForDeletion(portal, { ...siti.asker, accountId, personId: undefined })).ok);
  await owner.run(sql`delete from accounts.closing where account_id = ${accountId}`);
  await round();
  const [newest] = await requestsOf(owner, accountId);
  assert.equal(newest?.state, 'cancelled');
  assert.equal((await caseById(owner, newest?.caseId ?? ''))?.state, 'closed');
});

test('a request to correct the register that was sent stands against a deletion, and no draft does', async () => {
  const { accountId, personId } = siti;
  const whose = { accountId, personId, now };
  const drafting = { ...siti.asker, personId };
  // “This was not me” of the test above holds the contacts no more; its case is still open.
  await owner.run(
    sql`update accounts.account set contacts_frozen_until = null where account_id = ${accountId}`,
  );
  assert.ok(
    (await saveCorrectionDraft(portal, drafting, { values: { fullName: 'Siti A' }, reason: 'x' })).ok,
  );
  assert.deepEqual(await whyNotDeleted(portal.database, whose), ['not_me']);
  await owner.run(sql`
    update privacy.correction set state = 'sent', sent_at = ${now}, due_at = ${now}, case_id = ${newId(now)}, case_number = 'K-7'
    where account_id = ${accountId}`);
  assert.deepEqual(await whyNotDeleted(portal.database, whose), ['not_me', 'correction']);
});

test('lifting a freeze does not open the account of an officer who was removed', async () => {
  const { accountId } = await newTestAccount(accountServices(owner));
  await owner.run(sql`
    insert into accounts.officer (account_id, enrolment_id, username, enrolled_at, removed_at)
    values (${accountId}, ${newId(now)}, '', ${now}, ${now})`);
  const about = { accountId, personId: undefined, now, caseNumber: 'K-2' };
  const officers = [newId(now), newId(now)] as const;
  const freeze = { ...about, caseId: newId(now), officerId: officers[0] };
  assert.equal(await worker.database.transaction((tx) => freezeForDeath(worker, tx, freeze)), 'done');
  assert.equal(
    await worker.database.transaction((tx) => liftFreeze(worker, tx, { ...about, officers })),
    'done',
  );
  assert.equal(await accountById(owner, portal.keys, accountId), undefined);
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
  const ids = { correction: newId(now), proposal: '', look: newId(now) };
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
    insert into support.look (look_id, case_id, case_number, account_id, person_id, reason, words, looked_at, expires_at)
    values (${ids.look}, ${caseId}, 'K-8', ${accountId}, ${personId}, 'sign_in', ${Buffer.from('x')}, ${now}, ${now})`);
  await owner.run(sql`
    insert into evidence.document (document_id, subject_kind, subject_id, account_id, media_type, size_bytes, content_hash,
      key_sealed, content, added_at)
    values (${newId(now)}, 'correction', ${ids.correction}, ${accountId}, 'image/png', 1, '1', '1', '1', ${now})`);
  const clerk = { employerId: newId(now), accountId, mayFile: true, mayApprove: true, npp: '1', caseId, now };
  const officer = { kind: 'officer', accountId: rina.officerId } as const;
  assert.ok((await owner.transaction((tx) => addClerk(tx, { ...clerk, by: officer }))).ok);
  await sealActivity(worker);
  await round();
  await moveBack(accountId);
  assert.equal((await goRoundDeletions({ ...worker, clock: { now: () => new Date() } }, log)).erased, 1);

  assert.deepEqual(await correctionsOf(owner, portal.keys, accountId), []);
  const proof = sql`select account_id as account, content::text, state from privacy.correction where correction_id = ${ids.correction}`;
  assert.deepEqual(await owner.one(proof), { account: null, content: '\\x', state: 'refused' });
  const documents = await owner.many(sql`select from evidence.document where account_id = ${accountId}`);
  assert.equal(documents.length, 0);
  assert.equal(await filledOf(owner, portal.keys, caseId), undefined);
  assert.equal((await employerNotes(owner, portal.keys, caseId))[0]?.words, '');
  assert.deepEqual(await clerksOf(owner, clerk.employerId), []);
  const left = await caseById(owner, caseId);
  assert.deepEqual([left?.state, left?.accountId, left?.personId], ['closed', undefined, undefined]);
  const looks = sql`select account_id as account, person_id as person, words from support.look where look_id = ${ids.look}`;
  assert.deepEqual(await owner.one(looks), { account: null, person: null, words: null });
  const [emptied] = await proposalsOf(owner, portal.keys, caseId);
  assert.deepEqual(emptied?.content, {}, 'officers still see that there was one');
  const page = { now: new Date(), limit: 50, offset: 0 };
  assert.deepEqual(await waitingProposals(owner, portal.keys, [emptied?.kind ?? ''], page), []);
});

test('what is written for an account while it is erased waits, and is refused', async () => {
  const accountId = await dueAccount(3);
  await owner.run(
    sql`update accounts.closing set closed_at = now() - interval '2 hours' where account_id = ${accountId}`,
  );
  let late: Promise<string> | undefined;
  await owner.transaction(async (tx) => {
    const erased = sql`select accounts.erase_account(${accountId}) as erased`;
    assert.deepEqual(await tx.one(erased), { erased: true });
    late = openSession({ ...house, owner: { ...owner, ...sso.database } }, accountId);
    late.catch(() => undefined);
    const waits = sql`select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
    const begun = Date.now();
    while ((await tx.many(waits)).length === 0) assert.ok(Date.now() - begun < 5000, 'nobody waits');
  });
  await assert.rejects(late ?? Promise.resolve(), /session_account/);
});
