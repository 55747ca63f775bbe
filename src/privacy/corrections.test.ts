import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { accountById, type LiveSession } from '#accounts';
import { recentActivity } from '#activity';
import { caseById, caseOf, casesOf, conversationOf } from '#cases';
import { documentsOf, forgetOldDocuments } from '#evidence';
import { isoDate, newId, type Result } from '#kernel';
import {
  earlierValues,
  type FamilyChange,
  findPersonByNationalNumber,
  importEmployers,
  importFamilies,
  importMembers,
  personDetails,
  revealNationalNumber,
} from '#members';
import { openDatabase, sql } from '#platform';
import {
  addEvidence,
  addFamilyChange,
  type AskedCorrection,
  carryOutCorrection,
  changeHomeAddress,
  correctionForDesk,
  correctionJourney,
  correctionsOf,
  correctionView,
  decideCorrection,
  forgetOldDrafts,
  handOnCorrection,
  openEvidence,
  proposeCorrection,
  removeEvidence,
  saveCorrectionDraft,
  sendCorrection,
  waitingCorrections,
  waitsForDecision,
  withdrawCorrection,
} from '#privacy';
import { type DeskOfficer, type DeskServices, openLook } from '#support';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { tablesHolding } from '../../tests/support/content.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { png } from '../../tests/support/documents.ts';
import { movingClock } from '../../tests/support/faces.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { employersCsv, membersCsv } from '../../tests/support/member-files.ts';

const whole = await testDatabase();
const clock = movingClock();
const all = {
  ...accountServices(whole, { EVIDENCE_PER_DAY: 100, CONSOLE_LOOKS_PER_DAY: 500 }),
  clock,
  log: { warn: () => {} },
};
const { outbox } = all;
/** Each with the rights that it has in the program. */
const as = (role: string) => {
  const database = openDatabase({ url: whole.url, role, poolSize: 16 });
  after(() => database.close());
  return { ...all, database };
};
const [portal, worker] = [as('goid_portal'), as('goid_worker')];
const desk: DeskServices = as('goid_console');

const importing = { keys: testKeys, now: clock.now(), onRefusal: () => {} };
await importEmployers(whole, Readable.from([employersCsv()]), importing);
let people = 0;

/** A person of the register's own with an account; the NIK tells 2 March 1990. */
async function newMember() {
  people += 1;
  const nik = `317101020390${String(people).padStart(4, '0')}`;
  const row = (name: string, day = '1990-03-02') =>
    `${membersCsv().split('\n')[0]}\n${nik},${name},${day},Jakarta,L,Sri Wahyuni,,31,b${people}@contoh.id,+62813${String(people).padStart(8, '0')},${String(90_000_000_000 + people)},24000003,PU,2020-03-01,\n`;
  await importMembers(whole, Readable.from([row('Budi Santso')]), importing);
  const personId = (await findPersonByNationalNumber(whole, testKeys, nik)) ?? assert.fail();
  const { accountId } = await newTestAccount(all, { personId, displayName: 'Budi Santso' });
  const asking = { accountId, personId, address: '203.0.113.9', userAgent: 'Uji/1' };
  return { accountId, personId, nik, asking, row };
}
type Member = Awaited<ReturnType<typeof newMember>>;

const session = (accountId: string, confirmedAt = clock.now()): LiveSession => ({
  sessionId: newId(clock.now()),
  accountId,
  acr: '1',
  amr: ['pwd'],
  shared: false,
  authenticatedAt: confirmedAt,
  confirmedAt,
  endsAt: new Date(clock.now().getTime() + 900_000),
});
const officer = (officerId = newId(clock.now())): DeskOfficer => ({
  officerId,
  sessionId: newId(clock.now()),
  roles: ['agent'],
});
const file = (bytes = png({ width: 8 + people })) => ({ bytes, tooLarge: false });
const name: AskedCorrection = { values: { fullName: 'Budi Santoso' }, reason: 'Salah ketik di perusahaan' };

function value<Value, Refusal>(result: Result<Value, Refusal>): Value {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

async function drafted(member: Member, asked = name): Promise<string> {
  const { correctionId } = value(await saveCorrectionDraft(portal, member.asking, asked));
  value(await addEvidence(portal, member.asking, correctionId, file()));
  return correctionId;
}

const send = (member: Member, correctionId: string, words = '') =>
  sendCorrection(portal, member.asking, session(member.accountId), { correctionId, words });

async function sent(member: Member, asked = name) {
  const correctionId = await drafted(member, asked);
  const { caseNumber } = value(await send(member, correctionId));
  const caseId =
    (await casesOf(whole, member.accountId)).find((one) => one.caseNumber === caseNumber)?.caseId ??
    assert.fail();
  return { correctionId, caseNumber, caseId };
}

/** An officer with a look at the case. */
async function looking(caseId: string, who = officer()): Promise<DeskOfficer> {
  value(await openLook(desk, who, { of: { caseId }, reason: 'record_question', words: '' }));
  return who;
}

async function proposed(
  caseId: string,
  outcome: 'accept' | 'refuse' | 'more' = 'accept',
  words = 'Sesuai KTP',
  first = officer(),
) {
  const [rina, dewi] = [await looking(caseId, first), await looking(caseId)];
  value(await proposeCorrection(desk, rina, caseId, { outcome, words }));
  return { rina, dewi };
}

test('while “this was not me” holds the contacts nothing is sent', async () => {
  const member = await newMember();
  const correctionId = await drafted(member);
  await whole.run(sql`
    update accounts.account set contacts_frozen_until = ${new Date(clock.now().getTime() + 60_000)}
    where account_id = ${member.accountId}`);
  assert.deepEqual(await send(member, correctionId), { ok: false, refusal: 'read-only' });
});

async function carryOut(): Promise<void> {
  const due = await whole.many<{ id: string }>(
    sql`select proposal_id as id from support.proposal where approved and applied_at is null`,
  );
  for (const { id: proposalId } of due) await carryOutCorrection(worker, { proposalId });
}

const stateOf = async (member: Member) => (await correctionsOf(whole, testKeys, member.accountId))[0]?.state;
const messagesTo = (member: Member) =>
  outbox.sent.filter(({ accountId }) => accountId === member.accountId).map(({ template }) => template);
const eventsOf = async (member: Member) =>
  (await recentActivity(whole, member.accountId, 50)).map(({ event }) => event).toReversed();

test('a request is kept, sent, decided by two officers and written to the register; the member sees every step', async () => {
  const member = await newMember();
  const { correctionId, caseId, caseNumber } = await sent(member);
  const view = (await correctionView(whole, testKeys, member.accountId, correctionId)) ?? assert.fail();
  const { sentAt, dueAt } = view.correction;
  assert.equal((dueAt?.getTime() ?? 0) - (sentAt?.getTime() ?? 0), 72 * 3_600_000, 'UU 27/2022, Article 30');
  const { rina, dewi } = await proposed(caseId);
  const shown = (await correctionForDesk(desk, rina, caseId)) ?? assert.fail();
  assert.equal(shown.register?.fullName, 'Budi Santso');
  const [document] = shown.documents;
  const opened = value(await openEvidence(desk, dewi, caseId, document?.documentId ?? ''));
  assert.deepEqual(opened.content, file().bytes);
  value(await decideCorrection(desk, dewi, caseId, true));
  assert.equal(await stateOf(member), 'decided');
  const queued = async () =>
    (await whole.many<{ task: string }>(sql`select task_identifier as task from graphile_worker.jobs`)).map(
      ({ task }) => task,
    );
  assert.deepEqual(await queued(), ['support.apply_proposal'], 'what the console may queue');
  await handOnCorrection(worker, { proposalId: shown.proposal?.proposalId ?? '' });
  assert.ok((await queued()).includes('privacy.carry_out_correction'), 'and what waits in read-only mode');
  await carryOut();
  await carryOut();
  assert.equal(await stateOf(member), 'accepted');
  assert.equal((await personDetails(whole, testKeys, member.personId))?.fullName, 'Budi Santoso');
  assert.equal((await accountById(whole, testKeys, member.accountId))?.displayName, 'Budi Santoso');
  assert.equal((await caseById(whole, caseId))?.state, 'closed');
  assert.deepEqual(
    (await conversationOf(whole, testKeys, caseId)).map(({ writtenBy, words }) => [writtenBy, words]),
    [
      ['member', name.reason],
      ['support', 'Sesuai KTP'],
    ],
  );
  assert.deepEqual(messagesTo(member), [
    'correction_sent',
    'correction_sent',
    'correction_result',
    'correction_result',
  ]);
  assert.deepEqual(
    (await eventsOf(member)).filter((event) => /^(?:evidence|correction|support)/.test(event)),
    [
      'evidence_added',
      'correction_sent',
      'support_looked',
      'support_looked',
      'correction_proposed',
      'evidence_opened',
      'correction_approved',
      'correction_made',
    ],
  );
  const kept = await whole.one<{ before: string; by: string; decided: string; number: string }>(sql`
    select full_name_before as before, proposed_by as by, decided_by as decided, case_number as number
    from members.correction where person_id = ${member.personId}`);
  assert.deepEqual(kept, {
    before: 'Budi Santso',
    by: rina.officerId,
    decided: dewi.officerId,
    number: caseNumber,
  });
});

test('a new NIK is found by its own index, the old one no more, and what was sealed for it opens still', async () => {
  const member = await newMember();
  const right = '3171010203909999';
  const { caseId } = await sent(member, { values: { nationalNumber: right }, reason: 'Salah satu angka' });
  const { dewi } = await proposed(caseId);
  value(await decideCorrection(desk, dewi, caseId, true));
  await carryOut();
  assert.equal(await findPersonByNationalNumber(whole, testKeys, right), member.personId);
  assert.equal(await findPersonByNationalNumber(whole, testKeys, member.nik), undefined);
  assert.equal(await revealNationalNumber(whole, testKeys, member.personId), right);
  const details = (await personDetails(whole, testKeys, member.personId)) ?? assert.fail();
  assert.equal(details.motherNameMasked, 'S••• W•••');
  assert.match(details.email ?? '', /^b\d+@contoh\.id$/);
  const refusals: string[] = [];
  const onRefusal = ({ reason }: { reason: string }) => void refusals.push(reason);
  await importMembers(whole, Readable.from([member.row('Budi Santso')]), { ...importing, onRefusal });
  assert.deepEqual(refusals, ['national_number_corrected'], 'a file with the old one is noticed');
});

test('a corrected name and birth date stay while files still tell the old ones, and a new one is taken', async () => {
  const member = await newMember();
  const { caseId } = await sent(member, {
    values: { fullName: 'Budi Santoso', birthDate: '1990-03-03' },
    reason: 'Akta',
  });
  const { dewi } = await proposed(caseId);
  value(await decideCorrection(desk, dewi, caseId, true));
  await carryOut();
  const told = async () => {
    const now = await personDetails(whole, testKeys, member.personId);
    return [now?.fullName, now?.birthDate];
  };
  await importMembers(whole, Readable.from([member.row('Budi Santso')]), importing);
  assert.deepEqual(await told(), ['Budi Santoso', '1990-03-03']);
  await importMembers(whole, Readable.from([member.row('Budi H. Santoso')]), importing);
  assert.deepEqual(await told(), ['Budi H. Santoso', '1990-03-03']);
});

test('a NIK of somebody else is a case for merging, cannot be accepted, and the member learns nothing of it', async () => {
  const [member, other, third] = [await newMember(), await newMember(), await newMember()];
  const asked = { values: { nationalNumber: other.nik }, reason: 'KTP baru' };
  const { correctionId, caseId } = await sent(member, asked);
  const rina = await looking(caseId);
  const shown = (await correctionForDesk(desk, rina, caseId)) ?? assert.fail();
  assert.match(shown.mergingNumber ?? '', /^K-/);
  assert.deepEqual(await proposeCorrection(desk, rina, caseId, { outcome: 'accept', words: 'Ya' }), {
    ok: false,
    refusal: 'number-taken',
  });
  const free = await sent(third, { values: { nationalNumber: '3171010203908888' }, reason: 'KTP' });
  const same = async (id: string, whose: Member) => {
    const view = await correctionView(whole, testKeys, whose.accountId, id);
    return [view?.correction.state, Object.keys(view?.correction ?? {}).toSorted()];
  };
  assert.deepEqual(await same(correctionId, member), await same(free.correctionId, third));
  assert.deepEqual(messagesTo(member), messagesTo(third));
  for (const { accountId } of [member, other])
    assert.ok((await casesOf(whole, accountId)).every(({ kind }) => kind !== 'merging'));
});

test('a NIK that somebody else got meanwhile brings the request back to the desk, and nothing is written', async () => {
  const [member, other] = [await newMember(), await newMember()];
  const right = '3171010203907777';
  const asked = { values: { nationalNumber: right }, reason: 'KTP' };
  const [first, second] = [await sent(member, asked), await sent(other, asked)];
  for (const { caseId } of [first, second]) {
    const { dewi } = await proposed(caseId);
    value(await decideCorrection(desk, dewi, caseId, true));
  }
  await carryOut();
  assert.deepEqual([await stateOf(member), await stateOf(other)], ['accepted', 'sent']);
  assert.equal(await revealNationalNumber(whole, testKeys, other.personId), other.nik);
  const shown = await correctionForDesk(desk, await looking(second.caseId), second.caseId);
  assert.match(shown?.mergingNumber ?? '', /^K-/);
});

test('a birth date after the day of death is not written, and brings the request back to the desk', async () => {
  const member = await newMember();
  const { caseId, correctionId } = await sent(member, { values: { birthDate: '1991-03-02' }, reason: 'KTP' });
  assert.ok(await waitsForDecision(desk.database, caseId));
  const { dewi } = await proposed(caseId);
  value(await decideCorrection(desk, dewi, caseId, true));
  await whole.run(sql`update members.person set died_on = '1990-12-31' where person_id = ${member.personId}`);
  await carryOut();
  assert.equal(await stateOf(member), 'sent');
  const shown = await correctionForDesk(desk, await looking(caseId), caseId);
  assert.equal(shown?.mergingNumber, undefined);
  assert.equal(shown?.isAfterDeath, true, 'the desk is told why it came back');
  await whole.run(sql`update members.person set died_on = '1991-03-02' where person_id = ${member.personId}`);
  const possible = await correctionForDesk(desk, await looking(caseId), caseId);
  assert.equal(possible?.isAfterDeath, false, 'of the day itself, and later, nothing is said');
  value(await withdrawCorrection(portal, member.asking, correctionId));
  assert.ok(!(await waitsForDecision(desk.database, caseId)), 'what is written later is closed as any case');
});

test('more evidence is asked for, uploaded and sent again, with the clock anew; a refusal says why', async () => {
  const member = await newMember();
  const { correctionId, caseId } = await sent(member);
  const before = (await correctionsOf(whole, testKeys, member.accountId))[0]?.dueAt ?? assert.fail();
  const asking = await proposed(caseId, 'more', 'Foto KTP buram');
  value(await decideCorrection(desk, asking.dewi, caseId, true));
  await carryOut();
  assert.equal(await stateOf(member), 'needs_more');
  assert.equal((await caseOf(whole, member.accountId, caseId))?.state, 'answered');
  value(await addEvidence(portal, member.asking, correctionId, file(png({ width: 77 }))));
  const [first] = (await correctionView(whole, testKeys, member.accountId, correctionId))?.documents ?? [];
  const takenBack = await removeEvidence(portal, member.asking, correctionId, first?.documentId ?? '');
  assert.equal(takenBack, false, 'what was sent stays');
  clock.advance(3600);
  value(await send(member, correctionId, 'Ini foto yang baru'));
  const due = (await correctionsOf(whole, testKeys, member.accountId))[0]?.dueAt ?? assert.fail();
  assert.ok(due > before);
  const refusing = await proposed(caseId, 'refuse', 'KTP memuat nama yang sama', asking.rina);
  value(await decideCorrection(desk, refusing.dewi, caseId, true));
  await carryOut();
  assert.equal(await stateOf(member), 'refused');
  assert.equal((await personDetails(whole, testKeys, member.personId))?.fullName, 'Budi Santso');
  assert.deepEqual(
    (await conversationOf(whole, testKeys, caseId)).map(({ words }) => words),
    [name.reason, 'Foto KTP buram', 'Ini foto yang baru', 'KTP memuat nama yang sama'],
  );
  assert.ok(messagesTo(member).includes('correction_more'));
});

test('nobody sends without a document, without having confirmed, or for somebody else, and nothing is lost by it', async () => {
  const [member, other] = [await newMember(), await newMember()];
  const { correctionId } = value(await saveCorrectionDraft(portal, member.asking, name));
  assert.deepEqual(await send(member, correctionId), { ok: false, refusal: 'no-document' });
  value(await addEvidence(portal, member.asking, correctionId, file()));
  const stale = session(member.accountId, new Date(clock.now().getTime() - 601_000));
  const sending = { correctionId, words: '' };
  assert.deepEqual(await sendCorrection(portal, member.asking, stale, sending), {
    ok: false,
    refusal: 'confirm',
  });
  assert.deepEqual(await send(other, correctionId), { ok: false, refusal: 'unknown' });
  assert.equal(await correctionView(whole, testKeys, other.accountId, correctionId), undefined);
  assert.deepEqual(await addEvidence(portal, other.asking, correctionId, file(png({ width: 99 }))), {
    ok: false,
    refusal: 'closed',
  });
  assert.deepEqual(await withdrawCorrection(portal, other.asking, correctionId), {
    ok: false,
    refusal: 'unknown',
  });
  const again = value(await saveCorrectionDraft(portal, member.asking, { ...name, reason: 'Lain' }));
  assert.equal(again.correctionId, correctionId, 'one at a time, changed');
  for (const [asked, refusal] of [
    [{ values: {}, reason: 'x' }, 'nothing'],
    [{ values: { fullName: 'Budi Santso' }, reason: 'x' }, 'same'],
  ] as const)
    assert.deepEqual(await saveCorrectionDraft(portal, member.asking, asked), { ok: false, refusal });
  value(await send(member, correctionId));
  assert.deepEqual(await saveCorrectionDraft(portal, member.asking, name), { ok: false, refusal: 'open' });
  assert.deepEqual(await addEvidence(portal, member.asking, correctionId, file(png({ width: 98 }))), {
    ok: false,
    refusal: 'closed',
  });
});

test('without role, look or a second person nobody decides, sees or opens anything; never on the own account', async () => {
  const member = await newMember();
  const { caseId, correctionId } = await sent(member);
  const { rina, dewi } = await proposed(caseId);
  const document =
    (await correctionView(whole, testKeys, member.accountId, correctionId))?.documents[0]?.documentId ?? '';
  const strangers: readonly DeskOfficer[] = [
    officer(),
    { ...dewi, roles: ['auditor'] },
    { ...dewi, roles: ['operator'] },
  ];
  for (const one of strangers) {
    assert.equal(await correctionForDesk(desk, one, caseId), undefined);
    assert.deepEqual(await openEvidence(desk, one, caseId, document), { ok: false, refusal: 'unknown' });
    assert.deepEqual(await decideCorrection(desk, one, caseId, true), { ok: false, refusal: 'unknown' });
  }
  assert.deepEqual(await decideCorrection(desk, rina, caseId, true), { ok: false, refusal: 'same' });
  const own = { officerId: member.accountId, sessionId: newId(clock.now()) };
  assert.equal((await openLook(desk, own, { of: { caseId }, reason: 'supervision', words: '' })).ok, false);
  clock.advance(1801);
  assert.equal(await correctionForDesk(desk, dewi, caseId), undefined, 'the look is over');
  value(await decideCorrection(desk, await looking(caseId), caseId, false));
  assert.equal(await stateOf(member), 'sent');
  value(
    await proposeCorrection(desk, await looking(caseId, rina), caseId, { outcome: 'refuse', words: 'Lagi' }),
  );
});

test('of sixteen at once one counts: drafts, sendings, proposals, decisions, and a decision against a withdrawal', async () => {
  const sixteen = <Value>(call: (place: number) => Promise<Value>) =>
    Promise.all(Array.from({ length: 16 }, (_, place) => call(place)));
  const member = await newMember();
  const drafts = await sixteen(() => saveCorrectionDraft(portal, member.asking, name));
  const [correctionId = '', ...others] = [...new Set(drafts.map((one) => value(one).correctionId))];
  assert.deepEqual(others, []);
  await sixteen(() => addEvidence(portal, member.asking, correctionId, file()));
  assert.equal((await correctionView(whole, testKeys, member.accountId, correctionId))?.documents.length, 1);
  await sixteen(() => send(member, correctionId));
  assert.equal((await casesOf(whole, member.accountId)).length, 1);
  assert.equal(messagesTo(member).length, 2, 'told once at each address');
  const caseId = (await casesOf(whole, member.accountId))[0]?.caseId ?? '';
  const officers = await sixteen(() => looking(caseId));
  const proposals = await sixteen((place) =>
    proposeCorrection(desk, officers[place] ?? officer(), caseId, { outcome: 'accept', words: 'Ya' }),
  );
  assert.equal(proposals.filter(({ ok }) => ok).length, 1);
  const decisions = await sixteen((place) =>
    decideCorrection(desk, officers[place] ?? officer(), caseId, place % 2 === 0),
  );
  assert.equal(decisions.filter(({ ok }) => ok).length, 1);
  const agreed = await stateOf(member);
  assert.ok(agreed === 'decided' || agreed === 'sent');
  const races = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const one = await newMember();
      const started = await sent(one);
      const { dewi } = await proposed(started.caseId);
      const [decided, withdrawn] = await Promise.all([
        decideCorrection(desk, dewi, started.caseId, true),
        withdrawCorrection(portal, one.asking, started.correctionId),
      ]);
      return [decided.ok !== withdrawn.ok, await stateOf(one), decided.ok] as const;
    }),
  );
  for (const [exactlyOne, state, wasDecided] of races) {
    assert.ok(exactlyOne);
    assert.equal(state, wasDecided ? 'decided' : 'withdrawn');
  }
  await Promise.all(Array.from({ length: 3 }, () => carryOut()));
  assert.equal(
    (
      await whole.one<{ n: number }>(
        sql`select count(*)::int as n from members.correction where person_id = ${member.personId}`,
      )
    ).n,
    agreed === 'decided' ? 1 : 0,
  );
});

test('what is late stands first and says so; what waits for the member stands last', async () => {
  const [early, late] = [await newMember(), await newMember()];
  const first = await sent(early);
  clock.advance(71 * 3600);
  const second = await sent(late);
  clock.advance(2 * 3600);
  const listed = await waitingCorrections(desk.database, { now: clock.now(), limit: 100, offset: 0 });
  const place = (caseId: string) => listed.findIndex((one) => one.caseId === caseId);
  assert.ok(place(first.caseId) < place(second.caseId));
  assert.deepEqual(
    [first, second].map(({ caseId }) => listed[place(caseId)]?.isLate),
    [true, false],
  );
  value(await withdrawCorrection(portal, early.asking, first.correctionId));
  assert.deepEqual(await withdrawCorrection(portal, early.asking, first.correctionId), {
    ok: false,
    refusal: 'over',
  });
  assert.ok(
    (await waitingCorrections(desk.database, { now: clock.now(), limit: 100, offset: 0 })).every(
      ({ caseId }) => caseId !== first.caseId,
    ),
  );
});

test('[V5.3.1] a document stands sealed and nowhere else, and goes 30 days after the case; a draft with its documents after 7', async () => {
  const [member, forgetful] = [await newMember(), await newMember()];
  const words = Buffer.from('KENARI-RAHASIA-77');
  const { correctionId } = value(await saveCorrectionDraft(portal, member.asking, name));
  const bytes = Buffer.concat([png({ width: 61, lines: Buffer.alloc(8 * 62, words) })]);
  value(await addEvidence(portal, member.asking, correctionId, file(bytes)));
  assert.deepEqual(
    await tablesHolding(whole, {
      words: words.toString(),
      hex: bytes.subarray(0, 40).toString('hex'),
      name: 'Salah ketik di',
    }),
    [],
  );
  const left = drafted(forgetful);
  const leftId = await left;
  value(await withdrawCorrection(portal, member.asking, correctionId));
  const { correctionId: sentId } = await sent(member);
  value(await withdrawCorrection(portal, member.asking, sentId));
  const count = async (id: string) =>
    (
      await whole.one<{ n: number }>(
        sql`select count(*)::int as n from evidence.document where subject_id = ${id}`,
      )
    ).n;
  assert.deepEqual([await count(correctionId), await count(sentId), await count(leftId)], [0, 1, 1]);
  clock.advance(8 * 86_400);
  await whole.run(sql`
    create function refuse_to_go() returns trigger language plpgsql as $$ begin raise 'it cannot go'; end $$`);
  const stuck = value(await saveCorrectionDraft(portal, (await newMember()).asking, name)).correctionId;
  await whole.run(
    sql`update privacy.correction set created_at = '2020-01-01' where correction_id = ${stuck}`,
  );
  await whole.run(sql`
    create trigger refuse before delete on privacy.correction for each row when (old.created_at < '2021-01-01')
    execute function refuse_to_go()`);
  await assert.rejects(forgetOldDrafts(worker), /1 old drafts/);
  await whole.run(sql`drop trigger refuse on privacy.correction`);
  await forgetOldDocuments(worker);
  assert.deepEqual([await count(sentId), await count(leftId), await stateOf(forgetful)], [1, 0, undefined]);
  const asked = async () =>
    (await correctionView(portal.database, all.keys, member.asking.accountId, sentId))?.correction;
  assert.notEqual((await asked())?.reason, '');
  clock.advance(23 * 86_400);
  await forgetOldDocuments(worker);
  await forgetOldDrafts(worker);
  assert.equal(await count(sentId), 0);
  assert.deepEqual(
    [(await asked())?.values, (await asked())?.reason, (await asked())?.state],
    [{}, '', 'withdrawn'],
  );
  await assert.rejects(portal.database.many(sql`select content from evidence.document`), /permission denied/);
  await assert.rejects(
    worker.database.many(sql`select key_sealed from evidence.document`),
    /permission denied/,
  );
});

test('documents that were taken back count for the day too', async () => {
  const member = await newMember();
  const { correctionId } = value(await saveCorrectionDraft(portal, member.asking, name));
  const strict = { ...portal, config: { ...portal.config, EVIDENCE_PER_DAY: 2 } };
  const add = (width: number) =>
    addEvidence(strict, member.asking, correctionId, file(png({ width: 300 + width })));
  for (const width of [1, 2]) {
    value(await add(width));
    const [document] = await documentsOf(portal.database, { kind: 'correction', id: correctionId });
    const gone = await removeEvidence(portal, member.asking, correctionId, document?.documentId ?? '');
    assert.ok(gone);
  }
  assert.deepEqual(await add(3), { ok: false, refusal: 'too-many-today' });
});

test('a sealed document opens in its own place only', async () => {
  const [member, other] = [await newMember(), await newMember()];
  const [mine, theirs] = [await sent(member), await sent(other)];
  const idOf = async ({ correctionId }: { correctionId: string }) =>
    (
      await whole.one<{ id: string }>(
        sql`select document_id as id from evidence.document where subject_id = ${correctionId}`,
      )
    ).id;
  const [own, foreign] = [await idOf(mine), await idOf(theirs)];
  const rina = await looking(mine.caseId);
  assert.deepEqual(await openEvidence(desk, rina, mine.caseId, foreign), { ok: false, refusal: 'unknown' });
  await whole.run(sql`
    update evidence.document set key_sealed = f.key_sealed, content = f.content, content_hash = 'x'::bytea
    from evidence.document f where evidence.document.document_id = ${own} and f.document_id = ${foreign}`);
  await assert.rejects(openEvidence(desk, rina, mine.caseId, own));
});

test('the table of states is the one that the statements follow', () => {
  const ends = Object.entries(correctionJourney).flatMap(([state, ways]) =>
    Object.keys(ways).length === 0 ? state : [],
  );
  assert.deepEqual(ends, ['accepted', 'refused', 'withdrawn']);
});

const father = { relation: 'parent', fullName: 'Sastro', birthDate: isoDate('1960-01-01') } as const;
const child = { relation: 'child', fullName: 'Laras Budi', birthDate: isoDate('2015-04-09') } as const;
const wife = { relation: 'spouse', fullName: 'Ani', birthDate: isoDate('1991-02-03') } as const;
const rightWife = { ...wife, fullName: 'Ani Lestari' } as const;

/** Brings a family file in and yields the family on record, as `relation name day`. */
async function familyAfter({ nik, personId }: Member, ...rows: readonly string[]): Promise<string[]> {
  const text = ['nik,relation,full_name,birth_date', ...rows.map((row) => `${nik},${row}`), ''].join('\n');
  await importFamilies(whole, Readable.from([text]), importing);
  const { family = [] } = (await personDetails(whole, testKeys, personId)) ?? {};
  return family.map((one) => [one.relation, one.fullName, one.birthDate ?? ''].join(' ').trim()).toSorted();
}

test('the family on record: somebody is added, removed and named right by two officers, and no file undoes it', async () => {
  const member = await newMember();
  const rows = ['spouse,Ani,1991-02-03', 'parent,Sastro,'];
  await familyAfter(member, ...rows);
  const changes: readonly FamilyChange[] = [
    { after: child },
    { before: father },
    { before: wife, after: rightWife },
  ];
  for (const change of changes) value(await addFamilyChange(portal, member.asking, change, 'Sesuai KK'));
  assert.deepEqual(await addFamilyChange(portal, member.asking, { before: father }, 'Lagi'), {
    ok: false,
    refusal: 'does-not-fit',
  });
  const draft = (await correctionsOf(whole, testKeys, member.accountId))[0] ?? assert.fail();
  assert.deepEqual([draft.fields, draft.values.family?.length], [['family'], 3]);
  assert.deepEqual(await send(member, draft.correctionId), { ok: false, refusal: 'no-document' });
  value(await addEvidence(portal, member.asking, draft.correctionId, file()));
  value(await send(member, draft.correctionId));
  const caseId = (await caseOfDraft(member)) ?? assert.fail();
  const { rina, dewi } = await proposed(caseId);
  assert.equal((await correctionForDesk(desk, rina, caseId))?.familyDiffers, false);
  value(await decideCorrection(desk, dewi, caseId, true));
  await carryOut();
  const right = ['child Laras Budi 2015-04-09', 'spouse Ani Lestari 1991-02-03'];
  assert.deepEqual(await familyAfter(member), right);
  assert.deepEqual(await familyAfter(member, ...rows), right, 'an old file changes nothing');
  assert.deepEqual(await familyAfter(member, 'child,Laras Budi,', 'sibling,Joko,1999-01-01'), [
    right[0],
    'sibling Joko 1999-01-01',
    right[1],
  ]);
  assert.ok(messagesTo(member).includes('correction_result'));
  const [before] = await earlierValues(whole, testKeys, member.personId);
  assert.deepEqual(
    before?.family.map((one) => [one.before?.fullName, one.before?.birthDate, one.after?.fullName]),
    [
      [undefined, undefined, 'Laras Budi'],
      ['Sastro', undefined, undefined],
      ['Ani', '1991-02-03', 'Ani Lestari'],
    ],
  );
});

const caseOfDraft = async ({ accountId }: Member) =>
  (await casesOf(whole, accountId)).find(({ kind }) => kind === 'correction')?.caseId;

test('a family that changed since is not written over: the desk sees it and decides anew', async () => {
  const member = await newMember();
  await familyAfter(member, 'spouse,Ani,1991-02-03');
  const { correctionId } = value(await addFamilyChange(portal, member.asking, { before: wife }, 'Cerai'));
  value(await addEvidence(portal, member.asking, correctionId, file()));
  value(await send(member, correctionId));
  const caseId = (await caseOfDraft(member)) ?? assert.fail();
  const { rina, dewi } = await proposed(caseId);
  await whole.run(sql`delete from members.family where person_id = ${member.personId}`);
  value(await decideCorrection(desk, dewi, caseId, true));
  await carryOut();
  assert.equal(await stateOf(member), 'sent');
  assert.equal((await correctionForDesk(desk, rina, caseId))?.familyDiffers, true);
});

const home = { address: 'Jalan Kenanga 5, RT 03\nBandung 40115', provinceCode: '32' };
const move = (member: Member, to: typeof home = home, confirmedAt?: Date) =>
  changeHomeAddress(portal, member.asking, session(member.accountId, confirmedAt), to);

test('a member changes the home address: recorded, told at every contact without it, the one before kept', async () => {
  const member = await newMember();
  value(await move(member));
  assert.deepEqual(await move(member), { ok: false, refusal: 'same' });
  const told = outbox.sent.filter(({ accountId }) => accountId === member.accountId);
  assert.deepEqual(
    told.map(({ template }) => template),
    ['address_changed', 'address_changed'],
  );
  assert.doesNotMatch(JSON.stringify(told.map(({ parameters }) => parameters)), /Kenanga|40115/);
  assert.ok((await eventsOf(member)).includes('address_changed'));
  const [before] = await earlierValues(whole, testKeys, member.personId);
  assert.deepEqual(
    [before?.caseNumber, before?.home],
    [undefined, { address: undefined, provinceCode: '31' }],
  );
});

test('the home address does not change all day long, because each change is told at every contact', async () => {
  const member = await newMember();
  for (let number = 1; number <= 10; number += 1)
    value(await move(member, { ...home, address: `Jalan Kenanga ${number}` }));
  assert.deepEqual(await move(member), { ok: false, refusal: 'too-many' });
});

test('the home address waits for proof of who holds the session, for a recovery, for held contacts and for a file', async () => {
  const member = await newMember();
  const refused = async (refusal: string, to = home, confirmedAt?: Date) =>
    assert.deepEqual(await move(member, to, confirmedAt), { ok: false, refusal });
  await refused('confirm', home, new Date(clock.now().getTime() - 86_400_000));
  await refused('address', { ...home, address: 'Jl' });
  await refused('address', { ...home, address: `<b>${'a'.repeat(9)}` });
  await refused('address', { ...home, address: 'a'.repeat(501) });
  await refused('province', { ...home, provinceCode: 'Jabar' });
  await whole.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(4711, 4)`);
    await refused('busy');
  });
  await whole.run(sql`
    update accounts.account set contacts_frozen_until = ${new Date(clock.now().getTime() + 60_000)}
    where account_id = ${member.accountId}`);
  await refused('read-only');
  assert.equal((await personDetails(whole, testKeys, member.personId))?.address, undefined);
});

// what a file tells, what stands then
const filed = [
  ['', '31', home.address, '32'],
  ['Jalan Lama 1', '31', home.address, '32'],
  ['Jalan Baru 9', '33', 'Jalan Baru 9', '33'],
] as const;

test('a file puts no earlier address back over the one that the member gave; one that is neither counts', async () => {
  const member = await newMember();
  const told = (address: string, province: string) =>
    importMembers(
      whole,
      Readable.from([member.row('Budi Santso').replace(',,31,', `,${address},${province},`)]),
      importing,
    );
  await told('Jalan Lama 1', '31');
  value(await move(member));
  for (const [address, province, stands, provinceStands] of filed) {
    await told(address, province);
    const now = await personDetails(whole, testKeys, member.personId);
    assert.deepEqual([now?.address, now?.provinceCode], [stands, provinceStands], address);
  }
});
