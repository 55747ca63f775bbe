import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freezeOf, objectToFreeze, peekSession, revokeSessions, signIn, takeFinishedSignIn } from '#accounts';
import { recentActivity } from '#activity';
import { caseById, fileMemberCase, openCase, replyInCase, reportDeath } from '#cases';
import { contributionMonth } from '#contributions';
import { addMonths, dayIn, isoDate, monthOf, newId } from '#kernel';
import { dayOfDeath, membershipsOf, personDetails } from '#members';
import { sql } from '#platform';
import {
  addCaseEvidence,
  caseDocuments,
  checkCaseEvidence,
  fileWageReport,
  openCaseEvidence,
  wageReportOf,
} from '#privacy';
import {
  answerInCase,
  applyDeathStep,
  applyDeathStepTask,
  applyProposal,
  decideDeathStep,
  deathCalls,
  deathDocuments,
  forgetOldEvidence,
  heldDeath,
  isVerified,
  matchDeathReport,
  noteEmployerAnswer,
  openLook,
  proposalsOf,
  proposeDeathMatch,
  proposeDeathStep,
  proposeRemedy,
  recordNoticedExit,
  refuseNoticedExit,
  settleCase,
  takeUpCase,
} from '#support';
import { jobsWith } from '../commands/jobs.ts';
import { signInRequest, testOrigin, testPassword } from '../../tests/support/accounts.ts';
import { startDeskHouse } from '../../tests/support/desk-house.ts';
import { png } from '../../tests/support/documents.ts';

const started = await startDeskHouse();
const { house, database, clock, outbox, common, desk, worker, sso, portal } = started;
const { officer, memberNumber, personId } = started;
const person = (await personDetails(database, house.keys, personId)) ?? assert.fail();

/** A new account of the demonstration's person, which stands still no more. */
async function member() {
  await database.run(
    sql`update accounts.freeze set lifted_at = now(), lifted_by = '{}' where lifted_at is null`,
  );
  return started.member();
}

const sent = (template: string) => outbox.sent.filter((message) => message.template === template);
const form = (words = '') => ({ words, ...testOrigin, now: clock.now() });

let families = 0;

/** Each family from an address of its own. */
async function reported(more: Readonly<Record<string, string>> = {}) {
  const filled = {
    number: memberNumber,
    name: 'Siti',
    birth_date: person.birthDate,
    reporter: 'Dewi',
    ...more,
  };
  const filed = await reportDeath(sso, {
    ...form('Meninggal kemarin.'),
    address: `198.51.100.${(families += 1)}`,
    filled,
    contact: 'dewi@contoh.id',
    formKey: newId(clock.now()),
  });
  assert.ok(filed.ok);
  const rina = officer();
  const { caseId } = filed.value;
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  return { caseId, rina };
}

const basis = { call: 'confirmed', document: 'none', diedOn: '', why: 'Istri di nomor terdaftar.' } as const;

async function applied(proposalId: string) {
  await applyProposal(worker, { proposalId });
  await applyDeathStep(worker, { proposalId });
}

/** Reported, found, looked into and frozen. */
async function frozen() {
  const account = await member();
  const { caseId, rina } = await reported();
  assert.ok((await matchDeathReport(desk, rina, caseId)).ok);
  const step = await proposeDeathStep(desk, rina, caseId, { kind: 'freeze_death', ...basis });
  assert.ok(step.ok, JSON.stringify(step));
  await applied(step.value.proposalId);
  return { ...account, caseId, rina };
}

async function signedIn(username: string): Promise<string> {
  const request = signInRequest(username);
  assert.ok((await signIn(sso, request)).ok);
  const finished = await takeFinishedSignIn(sso, request.interactionUid, testOrigin);
  return finished?.sessionId ?? assert.fail();
}

test('a report from the public page changes nothing for the member, whoever and how often it is sent', async () => {
  const account = await member();
  const sessionId = await signedIn(account.username);
  const { caseId, rina } = await reported();
  assert.ok(await peekSession(sso.database, sessionId, clock.now()));
  const again = await reportDeath(sso, { ...form(), filled: {}, contact: 'x', formKey: 'a' });
  assert.deepEqual(again, { ok: false, refusal: 'contact' });
  const key = { ...form(), filled: { name: 'A' }, contact: 'a@contoh.id', formKey: 'sekali' };
  const both = await Promise.all(Array.from({ length: 4 }, () => reportDeath(sso, key)));
  const numbers = both.map((one) => (one.ok ? one.value.caseNumber : assert.fail()));
  assert.equal(new Set(numbers).size, 1, 'the form sent again has one case');
  const flood = Array.from({ length: 6 }, (_, place) =>
    reportDeath(sso, { ...key, formKey: `banjir-${place}`, address: '192.0.2.7' }),
  );
  const refusedSome = (await Promise.allSettled(flood)).filter(({ status }) => status === 'rejected');
  assert.equal(refusedSome.length, 1, 'the sixth of an hour from one address');
  const row = await caseById(database, caseId);
  assert.deepEqual([row?.accountId, row?.personId], [undefined, undefined], 'nobody is looked up');
  const early = await proposeDeathStep(desk, rina, caseId, { kind: 'freeze_death', ...basis });
  assert.deepEqual(early, { ok: false, refusal: { kind: 'no-person' } });
  assert.ok((await signIn(sso, signInRequest(account.username))).ok);
});

test('a report of a made-up member, or with another birth date, finds nobody', async () => {
  await member();
  for (const wrong of [{ birth_date: '1950-01-01' }, { number: '00000000000' }]) {
    const { caseId, rina } = await reported(wrong);
    const found = await matchDeathReport(desk, rina, caseId);
    assert.deepEqual(found, { ok: false, refusal: { kind: 'no-match' } });
  }
});

test('a report with a mistyped birth date is put on its member by two officers, and by the worker alone', async () => {
  await member();
  const { caseId, rina } = await reported({ birth_date: '1950-01-01' });
  const right = { birthDate: person.birthDate, why: 'Akta kematian' };
  const silent = await proposeDeathMatch(desk, rina, caseId, { ...right, why: ' ' });
  assert.deepEqual(silent, { ok: false, refusal: { kind: 'no-why' } });
  const wrong = await proposeDeathMatch(desk, rina, caseId, { ...right, birthDate: '1951-01-01' });
  assert.deepEqual(wrong, { ok: false, refusal: { kind: 'no-match' } });
  const asked = await proposeDeathMatch(desk, rina, caseId, right);
  const { proposalId } = asked.ok ? asked.value : assert.fail();
  await applied(proposalId);
  assert.equal((await caseById(database, caseId))?.personId, undefined, 'nobody alone');
  const self = await decideDeathStep(desk, rina, proposalId, true);
  assert.deepEqual(self, { ok: false, refusal: 'same' });
  assert.ok((await decideDeathStep(desk, officer(), proposalId, true)).ok);
  await applied(proposalId);
  assert.equal((await caseById(database, caseId))?.personId, personId);
});

test('an account stands still only after a relative confirmed at the registered number, or a document was seen', () => {
  const enough = deathCalls.flatMap((call) =>
    deathDocuments.filter((document) => isVerified(call, document)).map((document) => `${call}/${document}`),
  );
  assert.deepEqual(enough, [
    'confirmed/none',
    'confirmed/death_certificate',
    'confirmed/medical_letter',
    'confirmed/village_letter',
    'no_answer/death_certificate',
    'no_answer/medical_letter',
    'no_answer/village_letter',
    'no_number/death_certificate',
    'no_number/medical_letter',
    'no_number/village_letter',
  ]);
});

test('the freeze ends sessions and every way in, says so to whoever has the password, and tells every address', async () => {
  const account = await member();
  const sessionId = await signedIn(account.username);
  const { caseId, rina } = await reported();
  assert.ok((await matchDeathReport(desk, rina, caseId)).ok);
  const weak = { kind: 'freeze_death', ...basis, call: 'no_answer' } as const;
  const refused = await proposeDeathStep(desk, rina, caseId, weak);
  assert.deepEqual(refused, { ok: false, refusal: { kind: 'not-verified' } });
  const step = await proposeDeathStep(desk, rina, caseId, { ...weak, document: 'death_certificate' });
  assert.ok(step.ok);
  const before = sent('account_frozen').length;
  await Promise.all(Array.from({ length: 4 }, () => applied(step.ok ? step.value.proposalId : '')));
  assert.equal(sent('account_frozen').length, before + 2, 'e-mail and SMS, once');
  assert.equal(await peekSession(sso.database, sessionId, clock.now()), undefined);
  const right = await signIn(sso, signInRequest(account.username));
  assert.deepEqual(right, { ok: false, refusal: { kind: 'frozen', death: true } });
  const wrong = await signIn(sso, signInRequest(account.username, { password: 'Bukan-Sandinya-81' }));
  assert.deepEqual(wrong, { ok: false, refusal: { kind: 'wrong' } }, 'nobody else learns of it');
  const again = await proposeDeathStep(desk, rina, caseId, { kind: 'freeze_death', ...basis });
  assert.deepEqual(again, { ok: false, refusal: { kind: 'frozen' } });
  const remedy = await proposeRemedy(desk, rina, caseId, { kind: 'reset_link', why: '' });
  assert.ok(!remedy.ok, 'the unlock desk gives nobody a way in');
});

test('two officers enter the day of death and lift the freeze; one alone cannot, and the person never decides', async () => {
  const { accountId, username, caseId, rina } = await frozen();
  const dead = {
    ...basis,
    kind: 'confirm_death',
    document: 'death_certificate',
    diedOn: '2026-11-01',
  } as const;
  const none = await proposeDeathStep(desk, rina, caseId, { ...dead, document: 'none' });
  assert.deepEqual(none, { ok: false, refusal: { kind: 'no-document' } });
  const tomorrow = await proposeDeathStep(desk, rina, caseId, { ...dead, diedOn: '2126-11-01' });
  assert.deepEqual(tomorrow, { ok: false, refusal: { kind: 'no-day' } });
  const unborn = await proposeDeathStep(desk, rina, caseId, { ...dead, diedOn: '1900-01-01' });
  assert.deepEqual(unborn, { ok: false, refusal: { kind: 'no-day' } });
  const step = await proposeDeathStep(desk, rina, caseId, dead);
  assert.ok(step.ok);
  const { proposalId } = step.value;
  assert.deepEqual(await decideDeathStep(desk, rina, proposalId, true), { ok: false, refusal: 'same' });
  await applied(proposalId);
  assert.equal(await dayOfDeath(database, personId), undefined, 'nothing before a second officer agrees');
  const budi = officer();
  const all = await Promise.all(
    Array.from({ length: 4 }, () => decideDeathStep(desk, budi, proposalId, true)),
  );
  assert.equal(all.filter(({ ok }) => ok).length, 1, 'decided once');
  await applyProposal(worker, { proposalId });
  assert.equal(
    await dayOfDeath(database, personId),
    undefined,
    'the register waits for a job that read-only holds',
  );
  const table = jobsWith({} as Parameters<typeof jobsWith>[0]);
  assert.ok(table.find(({ name }) => name === applyDeathStepTask)?.writesRecords);
  await applied(proposalId);
  assert.equal(await dayOfDeath(database, personId), '2026-11-01');
  const lift = await proposeDeathStep(desk, rina, caseId, { ...basis, kind: 'lift_freeze' });
  assert.ok(lift.ok);
  assert.deepEqual(await decideDeathStep(desk, rina, lift.value.proposalId, true), {
    ok: false,
    refusal: 'same',
  });
  assert.ok((await decideDeathStep(desk, budi, lift.value.proposalId, true)).ok);
  await applied(lift.value.proposalId);
  assert.equal(await dayOfDeath(database, personId), undefined, 'the day is taken back too');
  assert.equal(await freezeOf(database, { accountId, personId }), undefined);
  assert.ok((await signIn(sso, signInRequest(username, { password: testPassword }))).ok);
  assert.equal(sent('account_unfrozen').length, 2);
  const events = (await recentActivity(database, accountId, 20)).map(({ event }) => event);
  assert.ok(
    ['account_frozen', 'death_noted', 'account_unfrozen'].every((one) =>
      events.includes(one as 'account_frozen'),
    ),
  );
});

test('"I am alive" opens nothing by itself, but no death is entered while it stands', async () => {
  const { caseId, rina, username } = await frozen();
  const dead = { ...basis, kind: 'confirm_death', document: 'village_letter', diedOn: '2026-11-01' } as const;
  const step = await proposeDeathStep(desk, rina, caseId, dead);
  assert.ok(step.ok);
  const told = sent('account_frozen').at(-1)?.parameters ?? assert.fail();
  assert.equal(await objectToFreeze(sso, 'x'.repeat(43), testOrigin), undefined);
  const said = await Promise.all(
    [told['token'], told['alive']?.toLowerCase()].map((typed) =>
      objectToFreeze(sso, typed ?? '', testOrigin),
    ),
  );
  assert.equal(
    new Set(said.map((one) => one?.caseNumber ?? assert.fail())).size,
    1,
    'one case, however it is said',
  );
  assert.deepEqual(await signIn(sso, signInRequest(username)), {
    ok: false,
    refusal: { kind: 'frozen', death: true },
  });
  assert.ok((await decideDeathStep(desk, officer(), step.value.proposalId, true)).ok);
  await applied(step.value.proposalId);
  assert.equal(await dayOfDeath(database, personId), undefined);
  const [proposal] = await proposalsOf(desk.database, desk.keys, caseId);
  assert.equal(proposal?.outcome, 'nothing');
  const again = await proposeDeathStep(desk, rina, caseId, dead);
  assert.deepEqual(again, { ok: false, refusal: { kind: 'objected' } });
});

test('somebody without an account can be reported too; a case of support leads there as well', async () => {
  await member();
  await database.run(sql`update accounts.account set person_id = null where person_id = ${personId}`);
  const { caseId } = await openCase(database, { kind: 'support', personId, now: clock.now() });
  const rina = officer();
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  const step = await proposeDeathStep(desk, rina, caseId, { kind: 'freeze_death', ...basis });
  assert.ok(step.ok);
  await applied(step.value.proposalId);
  const held = await heldDeath(desk, rina, caseId);
  assert.ok(held.ok && held.value.freeze);
  await revokeSessions(common, 'everybody');
});

const running = async () =>
  (await membershipsOf(database, personId)).find(({ endedOn, employerId }) => !endedOn && employerId) ??
  assert.fail('no running card');

async function noticed(accountId: string) {
  const card = await running();
  const filled = { membership: card.membershipId, last_day: '2026-10-31', reason: 'resigned' };
  const about = card.membershipId;
  const filing = { kind: 'exit_notice', accountId, personId, about, filled, ...form() } as const;
  return { card, filed: await Promise.all(Array.from({ length: 8 }, () => fileMemberCase(portal, filing))) };
}

test('a payslip that says otherwise is one confidential report of the month, which the desk sees with the month and answers', async () => {
  const { accountId } = await member();
  const asking = { accountId, personId, ...testOrigin };
  const card = await running();
  const of = { membershipId: card.membershipId, month: addMonths(monthOf(dayIn(clock.now())), -4) };
  const found = await contributionMonth(portal.database, personId, of, dayIn(clock.now()));
  const { row } = found ?? assert.fail('no such month');
  const told = {
    row,
    payslipWage: 9_500_000n,
    words: 'Sejak Juli.',
    file: undefined,
    language: 'id',
  } as const;
  const report = (changed: object) => fileWageReport(portal, asking, { ...told, ...changed });
  const file = (bytes: Buffer) => ({ bytes, tooLarge: false });
  const refusals = [
    [{ payslipWage: undefined }, 'wage'],
    [{ payslipWage: 0n }, 'wage'],
    [{ payslipWage: row.wage }, 'same'],
    [{ file: file(Buffer.from('GIF89a')) }, 'type'],
    [{ file: { bytes: Buffer.alloc(0), tooLarge: true } }, 'too-large'],
  ] as const;
  for (const [changed, refusal] of refusals)
    assert.deepEqual(await report(changed), { ok: false, refusal }, refusal);
  assert.equal(await wageReportOf(portal, accountId, row), undefined, 'what is refused leaves no case');
  const all = await Promise.all(Array.from({ length: 4 }, () => report({ file: file(png()) })));
  assert.equal(all.filter((one) => one.ok && one.value.isNew).length, 1);
  const own = (await wageReportOf(portal, accountId, row)) ?? assert.fail();
  const { caseId } = own.found;
  assert.deepEqual(
    [own.found.state, own.filled['payslip_wage'], own.documents.length, own.conversation.length],
    ['open', '9500000', 1, 1],
  );
  assert.equal(await wageReportOf(portal, newId(clock.now()), row), undefined, 'nobody else reads it');
  await assert.rejects(house.open('goid_employer').many(sql`select 1 from cases.case`), /permission denied/);
  await assert.rejects(
    house.open('goid_employer').many(sql`select 1 from evidence.document`),
    /permission denied/,
  );
  const rina = officer();
  const reportCase = { kind: 'wage_report', caseId } as const;
  const documentId = own.documents[0]?.documentId ?? '';
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  assert.equal((await openCaseEvidence(desk, rina, reportCase, documentId)).ok, false, 'not without a look');
  assert.ok((await openLook(desk, rina, { of: { caseId }, reason: 'record_question', words: '' })).ok);
  const opened = await openCaseEvidence(desk, rina, reportCase, documentId);
  assert.ok(opened.ok && opened.value.mediaType === 'image/png');
  assert.ok((await answerInCase(desk, rina, caseId, 'Pemberi kerja mengoreksi upah Juli.')).ok);
  assert.ok((await settleCase(desk, rina, caseId)).ok);
  const answered = (await wageReportOf(portal, accountId, row)) ?? assert.fail();
  assert.deepEqual(
    [answered.found.state, answered.conversation.at(-1)?.writtenBy, answered.conversation.at(-1)?.words],
    ['closed', 'support', 'Pemberi kerja mengoreksi upah Juli.'],
  );
  const late = await addCaseEvidence(portal, asking, reportCase, file(png({ width: 9 })));
  assert.deepEqual(late, { ok: false, refusal: 'closed' });
  const { days } = await database.one<{ days: number }>(sql`
    select round(extract(epoch from delete_after - ${clock.now()}::timestamptz) / 86400)::int as days from evidence.document where subject_id = ${caseId}`);
  assert.equal(days, desk.config.EVIDENCE_KEEP_DAYS, 'its documents go with it');
  const events = (await recentActivity(database, accountId, 20)).map(({ event }) => event);
  for (const event of ['case_opened', 'evidence_added', 'evidence_opened', 'case_answered'] as const)
    assert.ok(events.includes(event), event);
});

test('an exit notice is one case however often it is sent; the employer is asked before it is decided', async () => {
  const { accountId } = await member();
  const { filed } = await noticed(accountId);
  assert.equal(new Set(filed.map(({ caseNumber }) => caseNumber)).size, 1);
  assert.equal(filed.filter(({ isNew }) => isNew).length, 1);
  const { caseId } = filed[0] ?? assert.fail();
  const rina = officer();
  assert.deepEqual(await recordNoticedExit(desk, rina, caseId), { ok: false, refusal: 'not-taken' });
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  assert.deepEqual(await recordNoticedExit(desk, rina, caseId), { ok: false, refusal: 'not-asked' });
  assert.deepEqual(await settleCase(desk, rina, caseId), { ok: false, refusal: 'decision' });
  const denied = { answer: 'denied', words: 'Masih bekerja, kata Bu Ani.' } as const;
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, denied)).ok);
  const why = { reason: 'still_working', words: 'Pemberi kerja menyatakan Anda masih bekerja.' } as const;
  assert.deepEqual(await refuseNoticedExit(desk, rina, caseId, { ...why, words: ' ' }), {
    ok: false,
    refusal: 'no-words',
  });
  assert.deepEqual(await recordNoticedExit(desk, rina, caseId), { ok: false, refusal: 'denied' });
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, { answer: 'no_answer', words: 'Dua kali.' })).ok);
  assert.deepEqual(await recordNoticedExit(desk, rina, caseId), { ok: false, refusal: 'denied' });
  assert.ok((await refuseNoticedExit(desk, rina, caseId, why)).ok);
  assert.equal(
    (await caseById(database, caseId))?.details['outcome'],
    why.reason,
    'the page of the case says why',
  );
  assert.equal((await running()).endedOn, undefined);
  assert.equal(sent('exit_refused').length, 2);
  const next = await noticed(accountId);
  assert.notEqual(next.filed[0]?.caseId, caseId, 'after a refusal notice can be given again');
});

test('documents may come with a notice of an exit, are opened by an officer with a look, and go some time after the decision', async () => {
  const { accountId } = await member();
  await database.run(sql`update cases.case set about = about || 'y' where kind = 'exit_notice'`);
  const { filed } = await noticed(accountId);
  const { caseId } = filed[0] ?? assert.fail();
  const of = { kind: 'exit_notice', caseId } as const;
  const asking = { accountId, personId, ...testOrigin };
  const file = (bytes: Buffer) => ({ bytes, tooLarge: false });
  const text = await checkCaseEvidence(portal, asking, file(Buffer.from('GIF89a')));
  assert.deepEqual(text, { ok: false, refusal: 'type' });
  assert.ok((await addCaseEvidence(portal, asking, of, file(png()))).ok);
  assert.ok((await addCaseEvidence(portal, asking, of, file(png()))).ok);
  const other = { ...asking, accountId: newId(clock.now()) };
  const foreign = [
    await addCaseEvidence(portal, other, of, file(png({ width: 7 }))),
    await addCaseEvidence(portal, asking, { ...of, kind: 'wage_report' }, file(png({ width: 7 }))),
  ];
  for (const refusal of foreign) assert.deepEqual(refusal, { ok: false, refusal: 'closed' });
  const documents = await caseDocuments(desk, of);
  assert.equal(documents.length, 1, 'the same one twice is one');
  const rina = officer();
  const documentId = documents[0]?.documentId ?? '';
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  assert.equal((await openCaseEvidence(desk, rina, of, documentId)).ok, false, 'not without a look');
  assert.ok((await openLook(desk, rina, { of: { caseId }, reason: 'record_question', words: '' })).ok);
  assert.ok((await openCaseEvidence(desk, rina, of, documentId)).ok);
  const answer = { answer: 'denied', words: 'Masih bekerja.' } as const;
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, answer)).ok);
  const why = { reason: 'no_proof', words: 'Paklaring tidak terbaca.' } as const;
  assert.ok((await refuseNoticedExit(desk, rina, caseId, why)).ok);
  const late = await addCaseEvidence(portal, asking, of, file(png({ width: 9 })));
  assert.deepEqual(late, { ok: false, refusal: 'closed' });
  const { days } = await database.one<{ days: number }>(sql`
    select round(extract(epoch from delete_after - ${clock.now()}::timestamptz) / 86400)::int as days
    from evidence.document where subject_id = ${caseId}`);
  assert.equal(days, desk.config.EVIDENCE_KEEP_DAYS);
  assert.ok(
    (await replyInCase(sso, { accountId, caseId, words: 'Lihat lagi.', ...testOrigin, now: clock.now() })).ok,
  );
  // Its documents stay while it is open again, whatever day they had, and get a new one when it is closed.
  const kept = () =>
    database.many<{ due: Date | null }>(
      sql`select delete_after as due from evidence.document where subject_id = ${caseId}`,
    );
  const comeDue = () =>
    database.run(sql`
      update evidence.document set delete_after = ${clock.now()}::timestamptz - interval '1 day' where subject_id = ${caseId}`);
  await comeDue();
  await forgetOldEvidence(worker);
  assert.deepEqual(await kept(), [{ due: null }]);
  assert.ok((await settleCase(desk, rina, caseId)).ok, 'what was decided is closed as any case');
  assert.ok(((await kept())[0]?.due ?? clock.now()) > clock.now());
  await comeDue();
  await forgetOldEvidence(worker);
  assert.deepEqual(await kept(), []);
});

test('a recorded exit ends the card once, with where it is known from', async () => {
  const { accountId } = await member();
  await database.run(sql`update cases.case set about = about || 'x' where kind = 'exit_notice'`);
  const { card, filed } = await noticed(accountId);
  const { caseId } = filed[0] ?? assert.fail();
  const rina = officer();
  assert.ok((await takeUpCase(desk, rina, caseId, false)).ok);
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, { answer: 'no_answer', words: '' })).ok);
  assert.deepEqual(await recordNoticedExit(desk, rina, caseId), { ok: false, refusal: 'no-attempt' });
  const attempt = { answer: 'no_answer', words: 'Ditelepon 3 dan 5 November, tidak diangkat.' } as const;
  assert.ok((await noteEmployerAnswer(desk, rina, caseId, attempt)).ok);
  const all = await Promise.all(Array.from({ length: 8 }, () => recordNoticedExit(desk, rina, caseId)));
  assert.equal(all.filter(({ ok }) => ok).length, 1);
  const ended = (await membershipsOf(database, personId)).find(
    ({ membershipId }) => membershipId === card.membershipId,
  );
  assert.equal(ended?.endedOn, isoDate('2026-10-31'));
  const rows = await database.many<{ source: string; case_id: string }>(
    sql`select source, case_id from members.exit where membership_id = ${card.membershipId}`,
  );
  assert.deepEqual(rows, [{ source: 'worker_notice', case_id: caseId }]);
  assert.equal(sent('exit_recorded').length, 2);
});
