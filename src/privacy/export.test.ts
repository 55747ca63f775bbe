import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '#activity';
import { askSupport, casesOf, fileMemberCase, openCases, replyInCase } from '#cases';
import {
  askForCopy,
  copyShape,
  forgetOldCopies,
  makeExport,
  requestsOf,
  saveCorrectionDraft,
  takeCopy,
  waitingFiles,
} from '#privacy';
import { sql } from '#platform';
import { dataNow, madeCopy, openDataHouse, openSession } from '../../tests/support/my-data.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const house = await openDataHouse();
const { owner, portal, worker, siti, budi } = house;

await openSession(house, siti.accountId);
await askSupport(portal, {
  kind: 'question',
  words: 'Mengapa Februari belum dibukukan?',
  contact: '',
  accountId: siti.accountId,
  formKey: 'a',
  userAgent: 'x',
  language: 'id',
  address: '203.0.113.9',
  now: dataNow,
});
await record(owner, {
  event: 'support_looked',
  actor: { kind: 'officer', accountId: budi.accountId },
  personId: siti.personId,
  at: dataNow,
  address: '198.51.100.77',
  details: { case: 'K-2222-3333', reason: 'question' },
});

await fileMemberCase(portal, {
  kind: 'exit_notice',
  accountId: siti.accountId,
  personId: siti.personId,
  about: siti.personId,
  filled: { last_day: '2026-01-31' },
  words: '',
  language: 'id',
  address: '203.0.113.9',
  userAgent: 'x',
  now: dataNow,
});
const drafting = { ...siti.asker, personId: siti.personId };
await saveCorrectionDraft(portal, drafting, { values: { fullName: 'Siti Aminah Putri' }, reason: 'Salah' });

test('a copy holds everything of the member in the documented shape, and nothing of anybody else', async () => {
  const requestId = await madeCopy(house, siti.asker);
  const json = await takeCopy(portal, siti.asker, { requestId, format: 'json' });
  const text = json?.toString() ?? assert.fail('no file');
  const copy = copyShape.parse(JSON.parse(text));
  assert.equal(copy.person?.nationalNumber, '3273010101900001');
  assert.deepEqual(
    copy.person?.memberships.map(({ employer }) => employer),
    ['PT Besar', 'CV Kecil'],
  );
  assert.deepEqual(
    copy.account.contacts.map(({ address }) => address),
    [siti.email, siti.phone],
  );
  const january = copy.contributions.find(({ month }) => month === '2026-01');
  assert.deepEqual([january?.wage, january?.state, january?.paidOn], [6_000_000, 'posted', '2026-02-10']);
  assert.deepEqual([copy.savings.balance, copy.savings.movements.length], [342_000, 1]);
  assert.equal(copy.account.sessions.length, 1);
  assert.equal(
    copy.cases.find(({ kind }) => kind === 'question')?.words[0]?.text,
    'Mengapa Februari belum dibukukan?',
  );
  assert.deepEqual(
    copy.whoLooked.map(({ event, by, address }) => [event, by, address]),
    [['support_looked', 'officer', undefined]],
  );
  assert.equal(copy.cases.find(({ kind }) => kind === 'exit_notice')?.filled['last_day'], '2026-01-31');
  assert.deepEqual(
    copy.corrections.map(({ state, asked, reason }) => [state, asked, reason]),
    [['draft', { fullName: 'Siti Aminah Putri' }, 'Salah']],
  );
  assert.ok(copy.activity.some(({ event }) => event === 'data_asked'));
  assert.deepEqual(
    copy.requests.map(({ kind, state }) => [kind, state]),
    [['export', 'open']],
  );
  for (const foreign of ['Budi', '7777777', budi.email, '198.51.100.77', budi.accountId])
    assert.ok(!text.includes(foreign), foreign);
  for (const secret of ['argon2', 'hash', 'seed', 'token']) assert.ok(!text.includes(secret), secret);
});

test('the PDF is a tagged document with numbered pages, in the language of the account', async () => {
  const files = await waitingFiles(portal.database, siti.accountId, dataNow);
  assert.deepEqual(
    files.map(({ format }) => format),
    ['pdf'],
  );
  const pdf = await takeCopy(portal, siti.asker, { requestId: files[0]?.requestId ?? '', format: 'pdf' });
  const text = pdf?.toString('latin1') ?? '';
  assert.match(text, /^%PDF-1\.7/);
  assert.match(text, /\/StructTreeRoot/);
  assert.match(text, /\/Lang \(id-ID\)/);
  assert.match(text, /\/S \/TH/);
  assert.deepEqual(await waitingFiles(portal.database, siti.accountId, dataNow), []);
});

test('of sixteen downloads at once on two processes one gets the file', async () => {
  const requestId = await madeCopy(house, siti.asker);
  const call = { verb: 'takeCopy', asker: siti.asker, requestId, now: dataNow } as const;
  const answers = await raceOverTwoProcesses(owner.url, call);
  assert.equal(answers.filter((answer) => answer !== null).length, 1, JSON.stringify(answers).slice(0, 200));
});

test('nobody else gets it, nobody gets it after 24 hours, and then it is deleted', async () => {
  const requestId = await madeCopy(house, budi.asker);
  assert.equal(await takeCopy(portal, siti.asker, { requestId, format: 'json' }), undefined);
  const late = new Date(dataNow.getTime() + 24 * 3_600_000);
  const later = { ...portal, clock: { now: () => late } };
  assert.equal(await takeCopy(later, budi.asker, { requestId, format: 'json' }), undefined);
  assert.ok((await forgetOldCopies(worker.database, late)) >= 2);
  assert.equal(await takeCopy(portal, budi.asker, { requestId, format: 'json' }), undefined);
});

test('asked twice at once there is one request; made twice there is one message; the case is closed with it', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => askForCopy(portal, budi.asker)));
  assert.equal(asked.filter(({ ok }) => ok).length, 1);
  const open = (await requestsOf(owner, budi.accountId)).filter(({ state }) => state === 'open');
  const { requestId = '', askedAt, dueAt } = open[0] ?? {};
  assert.equal(Number(dueAt) - Number(askedAt), 72 * 3_600_000);
  const told = () =>
    owner.one<{ count: bigint }>(
      sql`select count(*) as count from notifications.message where account_id = ${budi.accountId} and template = 'data_copy_ready'`,
    );
  const before = (await told()).count;
  await Promise.all([makeExport(worker, requestId), makeExport(worker, requestId)]);
  assert.equal((await told()).count - before, 2n, 'one by e-mail and one by SMS');
  const { state } = await owner.one<{ state: string }>(
    sql`select state from cases.case where case_number = ${open[0]?.caseNumber ?? ''}`,
  );
  assert.equal(state, 'closed');
});

test("what waits to be fetched is unreadable without the account's own key", async () => {
  const { sealed } = await owner.one<{ sealed: Buffer }>(
    sql`select sealed from privacy.export_file where account_id = ${budi.accountId} limit 1`,
  );
  assert.ok(!sealed.includes('Budi'));
  const [file] = await waitingFiles(portal.database, budi.accountId, dataNow);
  await owner.run(sql`delete from platform.data_key where owner_id = ${budi.accountId}`);
  assert.equal(
    await takeCopy(portal, budi.asker, { requestId: file?.requestId ?? '', format: 'json' }),
    undefined,
  );
});

test('a copy that failed for good is asked for again under the same number', async () => {
  await owner.run(
    sql`update privacy.request set state = 'done', decided_at = now() where kind = 'export' and state = 'open'`,
  );
  const asked = await askForCopy(portal, siti.asker);
  assert.ok(asked.ok);
  assert.deepEqual(await askForCopy(portal, siti.asker), { ok: false, refusal: 'waiting' });
  const jobs = sql`select from graphile_worker.jobs where task_identifier = 'privacy.make_export'`;
  await owner.run(sql`delete from graphile_worker._private_jobs`);
  const later = { ...portal, clock: { now: () => new Date(dataNow.getTime() + 2 * 3_600_000) } };
  assert.deepEqual(await askForCopy(later, siti.asker), asked);
  assert.equal((await owner.many(jobs)).length, 1);
});

test('what a member writes in the case of a request is seen on the desk', async () => {
  const found = (await casesOf(owner, siti.accountId)).find(({ kind }) => kind === 'data_export');
  const { caseId = '' } = found ?? {};
  const onDesk = async () =>
    (await openCases(house.desk.database, ['open'], { limit: 50, offset: 0 })).some(
      (one) => one.caseId === caseId,
    );
  assert.ok(!(await onDesk()));
  const reply = { accountId: siti.accountId, caseId, words: 'Kapan selesai?', now: dataNow };
  assert.ok((await replyInCase(portal, reply)).ok);
  assert.ok(await onDesk());
});
