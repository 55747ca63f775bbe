import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountById, accountOfPerson, type LiveSession } from '#accounts';
import { recentActivity } from '#activity';
import { caseAbout, caseById, casesOf, conversationOf, noteInCase, openCase } from '#cases';
import { savingsOf } from '#contributions';
import { isoDate, newId, type Result } from '#kernel';
import { findPersonByNationalNumber, membershipsOf, recordsOf } from '#members';
import { openDatabase, sql } from '#platform';
import {
  addEvidence,
  beginMerging,
  correctionsOf,
  decideMerging,
  findOtherRecord,
  goRoundDeletions,
  goRoundMergings,
  handOnMerging,
  mergingForDesk,
  openMerging,
  proposeMerging,
  saveCorrectionDraft,
  sendCorrection,
  stoppableMerging,
  stopMergingByCode,
  waitingMergingOf,
  waitsForDecision,
} from '#privacy';
import { type DeskOfficer, type DeskServices, lookFor, openLook, takeUpCase } from '#support';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { cards, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { png } from '../../tests/support/documents.ts';
import { movingClock } from '../../tests/support/faces.ts';
import { differences } from '../../tests/support/money.ts';

const day = 86_400;

/** Joko's and Siti's records, with the rights of each part of the program; their accounts as asked for. */
async function newHouse(withAccounts: readonly ('siti' | 'joko')[]) {
  const whole = await testDatabase();
  await importPeople(whole);
  const clock = movingClock();
  const all = {
    ...accountServices(whole, { CONSOLE_LOOKS_PER_DAY: 500 }),
    clock,
    log: { warn: () => {} },
  };
  const as = (role: string) => {
    const database = openDatabase({ url: whole.url, role, poolSize: 4 });
    after(() => database.close());
    return { ...all, database };
  };
  const [portal, worker] = [as('goid_portal'), as('goid_worker')];
  const desk: DeskServices = as('goid_console');
  for (const [npp, card] of [
    ['1003', cards.joko],
    ['1001', cards.siti],
  ])
    await importRows(whole, [`${npp},${card},2026-02,10000000,2026-02-02,2026-02-03,2026-02-04,2026-02-15`]);
  const persons = { siti: await personOf(whole, cards.siti), joko: await personOf(whole, cards.joko) };
  const accounts = new Map<string, string>();
  for (const name of withAccounts)
    accounts.set(name, (await newTestAccount(all, { personId: persons[name], displayName: name })).accountId);
  return { whole, clock, portal, worker, desk, persons, accounts, outbox: all.outbox };
}
type House = Awaited<ReturnType<typeof newHouse>>;

const officer = ({ clock }: House): DeskOfficer => ({
  officerId: newId(clock.now()),
  sessionId: newId(clock.now()),
  roles: ['agent'],
});

function value<Value, Refusal>(result: Result<Value, Refusal>): Value {
  if (!result.ok) assert.fail(JSON.stringify(result.refusal));
  return result.value;
}

/** An officer opens a case on Joko, finds Siti's record by her card, and proposes that hers stays. */
async function proposed(house: House) {
  const { whole, desk, persons, clock } = house;
  const [rina, dewi] = [officer(house), officer(house)];
  const support = { kind: 'support', personId: persons.joko, now: clock.now() } as const;
  const { caseId: first } = await openCase(whole, support);
  value(await takeUpCase(desk, rina, first, false));
  const { caseId } = value(await openMerging(desk, rina, first));
  for (const who of [rina, dewi])
    value(await openLook(desk, who, { of: { caseId }, reason: 'record_question', words: '' }));
  value(await takeUpCase(desk, rina, caseId, false));
  value(await findOtherRecord(desk, rina, caseId, cards.siti));
  const asked = { stays: persons.siti, paper: 'identity_card', why: 'KTP sama' } as const;
  const done = await proposeMerging(desk, rina, caseId, asked);
  return { caseId, rina, dewi, done, asked };
}

const lookOf = async ({ desk }: House, who: DeskOfficer, caseId: string) =>
  (await lookFor(desk, who, caseId)) ?? assert.fail();

async function jobs({ whole, worker }: House): Promise<void> {
  const due = await whole.many<{ id: string }>(
    sql`select proposal_id as id from support.proposal where approved and applied_at is null`,
  );
  for (const { id } of due) {
    await handOnMerging(worker, { proposalId: id });
    await beginMerging(worker, { proposalId: id });
    await beginMerging(worker, { proposalId: id });
  }
}

/** Approved by the second officer, and the wait has begun. */
async function waiting(house: House) {
  const found = await proposed(house);
  value(found.done);
  value(await decideMerging(house.desk, found.dewi, found.caseId, true));
  await jobs(house);
  return found;
}

const codesTo = ({ outbox }: House, accountId: string | undefined) =>
  outbox.sent.flatMap(({ accountId: to, parameters }) =>
    to === accountId && parameters?.['stop'] ? [parameters['stop']] : [],
  );
const told = ({ outbox }: House, template: string) =>
  outbox.sent.filter((message) => message.template === template).length;

test('two officers, a day in which nobody stops it, and one record under the account that there was', async () => {
  const house = await newHouse(['joko']);
  const { whole, desk, worker, persons, accounts, clock } = house;
  const { caseId, rina, dewi } = await waiting(house);
  const account = accounts.get('joko') ?? '';
  const seen = value(await mergingForDesk(desk, dewi, await lookOf(house, dewi, caseId)));
  assert.deepEqual(
    seen.sides.map(({ balance, hasAccount, cards: held }) => [balance, hasAccount, held.length]),
    [
      [570_000n, true, 1],
      [570_000n, false, 2],
    ],
  );
  assert.ok(
    !JSON.stringify(seen.sides, (_, one: unknown) => (typeof one === 'bigint' ? '' : one)).includes('Siti'),
  );
  assert.ok(await waitsForDecision(whole, caseId), 'the case is not closed meanwhile');
  assert.ok(told(house, 'merging_waiting') > 0);
  assert.equal(await goRoundMergings(worker), 0, 'not before the day is over');
  assert.deepEqual(
    await findOtherRecord(desk, rina, caseId, cards.budi),
    { ok: false, refusal: { kind: 'over' } },
    'what the case is about stays while it waits',
  );
  assert.deepEqual((await proposed(house)).done, {
    ok: false,
    refusal: { kind: 'against', against: ['waiting'] },
  });
  clock.advance(day + 60);
  assert.equal(await goRoundMergings(worker), 1);
  assert.equal(await goRoundMergings(worker), 0);
  assert.deepEqual(await recordsOf(whole, persons.siti), [persons.siti, persons.joko]);
  assert.equal((await accountById(whole, desk.keys, account))?.personId, persons.siti);
  assert.equal((await membershipsOf(whole, persons.siti)).length, 3);
  assert.equal((await savingsOf(whole, persons.siti, isoDate('2026-11-23'))).balance, 1_140_000n);
  const [own] = await casesOf(whole, account);
  assert.deepEqual([own?.caseId, own?.state], [caseId, 'closed'], 'the member reads the outcome');
  const [words] = await conversationOf(whole, desk.keys, caseId);
  assert.match(words?.words ?? '', /digabung menjadi satu/);
  const events = (await recentActivity(whole, account, 50)).map(({ event }) => event);
  for (const event of ['remedy_proposed', 'remedy_approved', 'merging_waiting', 'records_merged'] as const)
    assert.ok(events.includes(event), event);
  assert.ok(told(house, 'merging_done') > 0);
  assert.notEqual(rina.officerId, dewi.officerId);
  assert.deepEqual(await differences(whole), []);
});

test('nobody decides alone, nor on the own record, and what stands against it is named', async () => {
  const house = await newHouse(['siti', 'joko']);
  const { whole, desk, persons, accounts } = house;
  const { caseId, rina, dewi, asked } = await proposed(house);
  assert.deepEqual(await decideMerging(desk, rina, caseId, true), { ok: false, refusal: 'same' });
  const member = { ...dewi, officerId: accounts.get('joko') ?? '' };
  assert.deepEqual(await decideMerging(desk, member, caseId, true), { ok: false, refusal: 'own' });
  value(await decideMerging(desk, dewi, caseId, false));
  await jobs(house);
  assert.equal(await accountOfPerson(whole, persons.joko), accounts.get('joko'));
  await whole.run(sql`
    insert into accounts.account_role (account_id, role) values (${accounts.get('joko')}, 'clerk')`);
  await importRows(whole, [`1001,${cards.budi},2026-02,10000000,2026-02-02,,,`]);
  await openCase(whole, { kind: 'death_report', personId: persons.siti, now: house.clock.now() });
  const refused = await proposeMerging(desk, rina, caseId, asked);
  assert.deepEqual(refused, {
    ok: false,
    refusal: { kind: 'against', against: ['reported_dead', 'officer'] },
  });
  for (const [wrong, kind] of [
    [{ ...asked, paper: undefined }, 'no-paper'],
    // The case came from no correction, so that it has no documents of one.
    [{ ...asked, paper: 'correction' }, 'no-paper'],
    [{ ...asked, why: ' ' }, 'no-words'],
    [{ ...asked, stays: newId(house.clock.now()) }, 'no-stays'],
  ] as const)
    assert.deepEqual(await proposeMerging(desk, rina, caseId, wrong), { ok: false, refusal: { kind } });
});

test('with two accounts each is told, any of their addresses stops it, and else the one is closed and erased', async () => {
  const house = await newHouse(['siti', 'joko']);
  const { whole, portal, worker, persons, accounts, clock } = house;
  const first = await waiting(house);
  assert.ok(told(house, 'merging_waiting_closing') > 0, 'the account that goes is told so before');
  const ids = [accounts.get('siti') ?? '', accounts.get('joko') ?? ''];
  for (const accountId of ids) {
    const waits = await waitingMergingOf(portal.database, accountId);
    assert.equal(
      waits?.endsAt.getTime(),
      (await stoppableMerging(portal, codesTo(house, accountId)[0] ?? ''))?.endsAt.getTime(),
    );
  }
  const kinds = async (accountId = '') =>
    (await casesOf(whole, accountId)).map(({ kind, state }) => [kind, state]);
  assert.deepEqual(await kinds(ids[0]), [['merging', 'open']], 'the case is the member’s from the start');
  const [code = ''] = codesTo(house, accounts.get('siti'));
  assert.ok(await stoppableMerging(portal, code));
  assert.equal(await stopMergingByCode(portal, 'ABCDEFGHJKLM', { address: '', userAgent: '' }), undefined);
  const from = { address: '203.0.113.9', userAgent: 'Uji/1' };
  const stops = await Promise.all(Array.from({ length: 4 }, () => stopMergingByCode(portal, code, from)));
  assert.equal(stops.filter(Boolean).length, 1);
  assert.equal(await waitingMergingOf(portal.database, ids[0] ?? ''), undefined);
  clock.advance(day + 60);
  assert.equal(await goRoundMergings(worker), 0);
  assert.deepEqual(await recordsOf(whole, persons.siti), [persons.siti]);
  assert.ok(told(house, 'merging_stopped') > 1);
  await assert.rejects(
    portal.database.run(sql`update privacy.merging set state = 'waiting', ended_at = null`),
    /stays as it ended/,
  );
  clock.advance(3 * day);
  const again = await proposeMerging(house.desk, first.rina, first.caseId, first.asked);
  value(again);
  value(await decideMerging(house.desk, first.dewi, first.caseId, true));
  await jobs(house);
  clock.advance(day + 60);
  assert.equal(await goRoundMergings(worker), 1);
  assert.equal(await accountOfPerson(whole, persons.siti), accounts.get('siti'));
  const closed = accounts.get('joko') ?? '';
  const left = await whole.one<{ state: string }>(
    sql`select state from accounts.account where account_id = ${closed}`,
  );
  assert.equal(left.state, 'frozen', 'nobody gets in any more');
  assert.ok(told(house, 'merging_done_closed') > 0 && told(house, 'merging_done') > 0);
  await whole.run(sql`
    update accounts.closing set asked_at = now() - interval '3 days', erase_after = now() - interval '1 day',
      closed_at = now() - interval '2 hours'`);
  clock.advance(2 * 3600);
  await goRoundDeletions(worker);
  assert.equal(
    await whole.maybe(sql`select from accounts.account where account_id = ${closed}`),
    undefined,
    'erased like any account whose deletion is due',
  );
  assert.equal((await savingsOf(whole, persons.siti, isoDate('2026-11-23'))).balance, 1_140_000n);
  assert.deepEqual(await differences(whole), []);
});

test('what came up while it waited ends it: nothing is changed, and officers see why', async () => {
  const house = await newHouse(['siti']);
  const { whole, worker, persons, clock, desk } = house;
  const { caseId, dewi } = await waiting(house);
  await newTestAccount(accountServices(whole), { personId: persons.joko, displayName: 'Joko' });
  clock.advance(day + 60);
  assert.equal(await goRoundMergings(worker), 0);
  assert.deepEqual(await recordsOf(whole, persons.siti), [persons.siti]);
  value(await openLook(desk, dewi, { of: { caseId }, reason: 'record_question', words: '' }));
  const { merging } = value(await mergingForDesk(desk, dewi, await lookOf(house, dewi, caseId)));
  assert.deepEqual([merging?.state, merging?.outcome], ['refused', 'accounts_changed']);
  assert.equal((await caseById(whole, caseId))?.state, 'open');
});

test('a request for the NIK that another record holds is fulfilled by the merging', async () => {
  const house = await newHouse(['joko']);
  const { whole, portal, worker, desk, persons, accounts, clock } = house;
  const accountId = accounts.get('joko') ?? '';
  const asking = { accountId, personId: persons.joko, address: '203.0.113.9', userAgent: 'Uji/1' };
  const values = { nationalNumber: '3273010101900001' };
  const { correctionId } = value(
    await saveCorrectionDraft(portal, asking, { values, reason: 'NIK salah di perusahaan' }),
  );
  value(await addEvidence(portal, asking, correctionId, { bytes: png(), tooLarge: false }));
  const session: LiveSession = {
    sessionId: newId(clock.now()),
    accountId,
    acr: '1',
    amr: ['pwd'],
    shared: false,
    authenticatedAt: clock.now(),
    confirmedAt: clock.now(),
    endsAt: new Date(clock.now().getTime() + 900_000),
  };
  value(await sendCorrection(portal, asking, session, { correctionId, words: '' }));
  const { caseId = '' } = (await caseAbout(whole, 'merging', correctionId)) ?? {};
  const [rina, dewi] = [officer(house), officer(house)];
  value(await openLook(desk, rina, { of: { caseId }, reason: 'correction_request', words: '' }));
  value(await takeUpCase(desk, rina, caseId, false));
  // Nothing is typed: the number that the correction asks for.
  value(await findOtherRecord(desk, rina, caseId, ''));
  value(
    await proposeMerging(desk, rina, caseId, { stays: persons.siti, paper: 'correction', why: 'KTP sama' }),
  );
  value(await decideMerging(desk, dewi, caseId, true));
  await jobs(house);
  clock.advance(day + 60);
  assert.equal(await goRoundMergings(worker), 1);
  const [correction] = await correctionsOf(whole, desk.keys, accountId);
  assert.equal(correction?.state, 'accepted');
  const states = (await casesOf(whole, accountId)).map(({ kind, state }) => [kind, state]);
  assert.deepEqual(
    states.toSorted(([one = ''], [other = '']) => one.localeCompare(other)),
    [
      ['correction', 'closed'],
      ['merging', 'closed'],
    ],
  );
  assert.equal(await findPersonByNationalNumber(whole, desk.keys, '3273010101750004'), undefined);
});

test('the second officer agrees to what stands side by side, and to nothing that was put in its place', async () => {
  const house = await newHouse([]);
  const { whole, desk, persons } = house;
  const { caseId, rina, dewi, done } = await proposed(house);
  value(done);
  const shownTo = async () => value(await mergingForDesk(desk, dewi, await lookOf(house, dewi, caseId)));
  const { proposal } = await shownTo();
  const over = { ok: false, refusal: 'over' };
  assert.deepEqual(await decideMerging(desk, dewi, caseId, true, newId(house.clock.now())), over);
  assert.deepEqual(await findOtherRecord(desk, rina, caseId, cards.budi), {
    ok: false,
    refusal: { kind: 'over' },
  });
  const budi = await personOf(whole, cards.budi);
  const putInPlace = (other: string) => whole.transaction((tx) => noteInCase(tx, caseId, { other }));
  await putInPlace(budi);
  assert.deepEqual(await decideMerging(desk, dewi, caseId, true, proposal?.proposalId), over);
  await shownTo();
  await shownTo();
  const looks = await whole.many(sql`
    select from activity.entry where event = 'support_looked' and person_id = ${budi}::uuid`);
  assert.equal(looks.length, 1, 'each record that was seen within one look is told so');
  await putInPlace(persons.siti);
  value(await decideMerging(desk, dewi, caseId, true, proposal?.proposalId));
});
