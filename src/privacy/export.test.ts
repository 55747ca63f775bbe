import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { activityEvents, record } from '#activity';
import { answerCase, askSupport, casesOf, fileMemberCase, openCase, openCases, replyInCase } from '#cases';
import { isoDate, newId } from '#kernel';
import { correctPerson, membershipsOf, recordExit } from '#members';
import {
  addCaseEvidence,
  askForCopy,
  copyShape,
  type DataCopy,
  forgetOldCopies,
  makeExport,
  requestsOf,
  saveCorrectionDraft,
  takeCopy,
  waitingFiles,
} from '#privacy';
import { columnNotes, seal, sql, type Statement, type Transaction, translatorFor } from '#platform';
import { png } from '../../tests/support/documents.ts';
import { dataNow, madeCopy, openDataHouse, openSession } from '../../tests/support/my-data.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import { collectCopy } from './copy-collect.ts';
import { copyDocument } from './copy-document.ts';

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

const notice = await fileMemberCase(portal, {
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
assert.ok(
  (
    await addCaseEvidence(
      portal,
      { ...siti.asker, personId: siti.personId },
      { kind: 'exit_notice', caseId: notice.caseId },
      { bytes: png(), tooLarge: false },
    )
  ).ok,
);

/** What a longer life in work leaves behind, each with a value of its own. */
const own = { card: newId(dataNow), invitation: newId(dataNow), employer: '', long: '' };
await owner.transaction(async (tx) => {
  const { personId, accountId } = siti;
  const officers = { proposedBy: newId(dataNow), decidedBy: newId(dataNow), now: dataNow };
  const values = { birthDate: '1990-01-02', nationalNumber: '3273014201900009' };
  const change = { correctionId: newId(dataNow), personId, values, caseNumber: 'K-BBBB-2222', ...officers };
  assert.ok((await correctPerson(tx, portal.keys, change)).ok);
  const [card] = await membershipsOf(tx, personId);
  own.employer = card?.employerId ?? '';
  const exit = {
    lastDay: isoDate('2026-02-28'),
    reason: 'resigned',
    caseId: newId(dataNow),
    officerId: newId(dataNow),
  } as const;
  assert.ok(
    await recordExit(tx, { personId, membershipId: card?.membershipId ?? '', ...exit, now: dataNow }),
  );
  await tx.run(sql`
    insert into members.membership (person_id, membership_id, member_number, segment, started_on)
    values (${personId}, ${own.card}, '71000000001', 'BPU', '2026-03-01')`);
  await tx.run(sql`
    insert into accounts.freeze (freeze_id, account_id, case_id, frozen_by, frozen_at, objection_hash, objection_code_hash, lifted_at, lifted_by)
    values (${newId(dataNow)}, ${accountId}, ${newId(dataNow)}, ${newId(dataNow)}, '2025-05-05T05:05:05Z', 'a', 'b', ${dataNow}, '{}')`);
  await tx.run(sql`
    insert into billing.declaration (payer_id, month, declaration_id, member_number, income, declared_at)
    values (${own.card}, '2026-03', ${newId(dataNow)}, '71000000001', 3210000, ${dataNow})`);
  await putOwnBill(tx);
  await tx.run(sql`
    insert into filings.clerk (clerk_id, employer_id, account_id, may_file, may_approve, added_by, added_at, removed_by, removed_at)
    values (${newId(dataNow)}, ${own.employer}, ${accountId}, true, false, ${budi.accountId}, '2026-01-05T00:00:00Z', ${budi.accountId},
      '2026-02-05T00:00:00Z')`);
  const email = seal(
    portal.keys,
    'filing',
    `filings.invitation.email_sealed/${own.invitation}`,
    'kantor@siti.example',
  );
  await tx.run(sql`
    insert into filings.invitation (invitation_id, employer_id, token_hash, email_sealed, may_file, may_approve, invited_by,
      invited_at, expires_at, accepted_by, accepted_at)
    values (${own.invitation}, ${own.employer}, 'x', ${email}, true, false, ${budi.accountId}, '2026-01-04T00:00:00Z', ${dataNow},
      ${accountId}, '2026-01-05T00:00:00Z')`);
});

async function putOwnBill(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into billing.bill (payer_id, month, bill_id, segment, due_on, penalty_rate, issued_on)
    values (${own.card}, '2026-03', ${newId(dataNow)}, 'BPU', '2026-04-15', 0, '2026-03-20')`);
  await tx.run(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, for_month, workers, jht, jkk, jkm, charged_on)
    values (${own.card}, '2026-03', ${newId(dataNow)}, 'contributions', '2026-03', 1, 60000, 30000, 6800, '2026-03-20')`);
  const paymentId = newId(dataNow);
  await tx.run(sql`
    insert into billing.payment (bank, bank_reference, payment_id, billing_code, payer_id, amount, paid_on, received_at)
    values ('contoh', 'REF-77', ${paymentId}, '100000000175', ${own.card}, 96800, '2026-03-21', ${dataNow})`);
  await tx.run(sql`
    insert into billing.allocation (payer_id, month, allocation_id, payment_id, amount, paid_on, allocated_at)
    values (${own.card}, '2026-03', ${newId(dataNow)}, ${paymentId}, 96800, '2026-03-21', ${dataNow})`);
}

/** A conversation that is longer than a page shows, and than one reading. */
const talk = await openCase(owner, { kind: 'comment', accountId: siti.accountId, now: dataNow });
await owner.transaction(async (tx) => {
  const officerId = newId(dataNow);
  for (let said = 1; said <= 250; said += 1) {
    const now = new Date(dataNow.getTime() - 1000 + said);
    await answerCase(tx, portal.keys, { caseId: talk.caseId, officerId, now }, `Kalimat ${said}.`);
  }
});

const drafting = { ...siti.asker, personId: siti.personId };
await saveCorrectionDraft(portal, drafting, { values: { fullName: 'Siti Aminah Putri' }, reason: 'Salah' });

test('a copy holds everything of the member in the documented shape, and nothing of anybody else', async () => {
  const requestId = await madeCopy(house, siti.asker);
  const json = await takeCopy(portal, siti.asker, { requestId, format: 'json' });
  const text = json?.toString() ?? assert.fail('no file');
  const copy = copyShape.parse(JSON.parse(text));
  assert.equal(copy.person?.nationalNumber, '3273014201900009');
  assert.deepEqual(
    copy.person.memberships.map(({ employer }) => employer),
    [undefined, 'PT Besar', 'CV Kecil'],
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
  const told = copy.cases.find(({ kind }) => kind === 'exit_notice');
  assert.equal(told?.filled['last_day'], '2026-01-31');
  assert.deepEqual(
    told.documents.map(({ mediaType }) => mediaType),
    ['image/png'],
  );
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

async function copied(): Promise<DataCopy> {
  const { accountId } = siti;
  const copy = await worker.database.transaction((tx) =>
    collectCopy(tx, worker.keys, { ...worker, accountId, now: dataNow }),
  );
  return copyShape.parse(copy);
}

test('a copy holds what the register held before, exits, freezes, work for employers and own bills', async () => {
  const { person, account, selfEmployed, actsForEmployers } = await copied();
  assert.deepEqual(person?.before, [
    {
      correctedAt: dataNow.toISOString(),
      caseNumber: 'K-BBBB-2222',
      birthDate: '1990-01-01',
      nationalNumber: '3273010101900001',
    },
  ]);
  const exit = person.memberships.find(({ employer }) => employer === 'PT Besar')?.exit;
  assert.deepEqual([exit?.lastDay, exit?.reason], ['2026-02-28', 'resigned']);
  assert.deepEqual(account.freezes, [{ since: '2025-05-05T05:05:05.000Z', liftedAt: dataNow.toISOString() }]);
  const [declared] = selfEmployed.declarations;
  assert.deepEqual(
    [declared?.memberNumber, declared?.month, declared?.income],
    ['71000000001', '2026-03', 3_210_000],
  );
  const [bill] = selfEmployed.bills;
  assert.deepEqual([bill?.amount, bill?.paid, bill?.shares.length], [96_800, 96_800, 3]);
  assert.deepEqual(
    selfEmployed.payments.map(({ bankReference, amount, paidOn }) => [bankReference, amount, paidOn]),
    [['REF-77', 96_800, '2026-03-21']],
  );
  const dates = { since: '2026-01-05T00:00:00.000Z', until: '2026-02-05T00:00:00.000Z' };
  assert.deepEqual(actsForEmployers.appointments, [
    { employer: 'PT Besar', mayFile: true, mayApprove: false, ...dates },
  ]);
  assert.deepEqual(
    actsForEmployers.invitations.map(({ employer, email }) => [employer, email]),
    [['PT Besar', 'kantor@siti.example']],
  );
});

test('a conversation is in the copy from its first word to its last', async () => {
  const { cases } = await copied();
  const said = cases.find(({ number }) => number === talk.caseNumber)?.words.map(({ text }) => text);
  assert.deepEqual(
    said,
    Array.from({ length: 250 }, (_, index) => `Kalimat ${index + 1}.`),
  );
});

test('the document gives every value a label, in both languages, and no sentence is left with a gap', async () => {
  const copy = await copied();
  const everyEvent = activityEvents.map((event) => ({ ...copy.activity[0], event, details: {} }));
  const whole = { ...copy, activity: everyEvent } as DataCopy;
  for (const [language, labels] of [
    [
      'id',
      ['Hari kerja terakhir', 'Nama lengkap: Siti Aminah Putri', 'Alasan: Salah', 'NIK: 3273010101900001'],
    ],
    [
      'en',
      [
        'Last working day',
        'Full name: Siti Aminah Putri',
        'Reason: Salah',
        'National number (NIK): 3273010101900001',
      ],
    ],
  ] as const) {
    const { blocks } = copyDocument(whole, translatorFor(language), { BRAND_NAME: 'Go ID' });
    const text = JSON.stringify(blocks);
    for (const label of [...labels, 'REF-77', '100000000175', 'kantor@siti.example', 'K-BBBB-2222'])
      assert.ok(text.includes(label), label);
    const gaps = blocks.flatMap((block) => JSON.stringify(block).match(/\{[a-z_]+\}/g) ?? []);
    assert.deepEqual(gaps, []);
    const bare = blocks
      .flatMap((block) => (block.kind === 'pairs' ? block.rows : []))
      .filter(([label]) => label === '');
    assert.deepEqual(bare, []);
  }
});

const page = readFileSync(new URL('../../docs/data-copy.md', import.meta.url), 'utf8');
const [, listed = ''] = /<!-- tables -->([\s\S]*)<!-- end of tables -->/.exec(page) ?? [];
const rows = [...listed.matchAll(/^\| `([\w.]+)` \| (?:`(\w+)`(?: by `([\w.]+)`)?|no: .{10,}) \|$/gm)];

test('every table with something of a person is in the copy, or in the list of those that are not with the reason', async () => {
  const notes = (await columnNotes(owner.url)).filter(
    ({ comment, column }) =>
      !comment?.startsWith('internal: ') || /^(account|person|payer|owner)_id$/.test(column),
  );
  const tables = new Set(notes.map(({ schema, table }) => `${schema}.${table}`));
  assert.deepEqual(rows.map(([, table = '']) => table).toSorted(), [...tables].toSorted());
  const read = await readByCopy();
  // Read to open the words of the cases, and never shown.
  const key = 'platform.data_key';
  const isRead = (name: string) => new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(read);
  const wrong = rows.filter(
    ([, table = '', part, by = table]) =>
      (isRead(by) !== (part !== undefined) && by !== key) ||
      (part !== undefined && !(part in copyShape.shape)),
  );
  assert.deepEqual(
    wrong.map(([row]) => row),
    [],
    'what the list says, and what is read',
  );
});

/** The statements by which a copy is read. */
async function readByCopy(): Promise<string> {
  const texts: string[] = [];
  const noted = (statement: Statement) => {
    texts.push(statement.text);
    return statement;
  };
  await worker.database.transaction(async (tx) => {
    const spied: Transaction = {
      ...tx,
      many: (statement) => tx.many(noted(statement)),
      maybe: (statement) => tx.maybe(noted(statement)),
      one: (statement) => tx.one(noted(statement)),
      run: (statement) => tx.run(noted(statement)),
    };
    const { accountId } = siti;
    assert.ok(await collectCopy(spied, worker.keys, { ...worker, accountId, now: dataNow }));
  });
  return texts.join('\n');
}

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
    (
      await openCases(house.desk.database, ['open'], {
        limit: 50,
        offset: 0,
        reader: { officerId: '', supervises: false },
      })
    ).some((one) => one.caseId === caseId);
  assert.ok(!(await onDesk()));
  const reply = { accountId: siti.accountId, caseId, words: 'Kapan selesai?', now: dataNow };
  assert.ok((await replyInCase(portal, reply)).ok);
  assert.ok(await onDesk());
});
