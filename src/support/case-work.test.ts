import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { recentActivity, record } from '#activity';
import { type AccountServices, type Role } from '#accounts';
import { askAboutLook, askSupport, caseByNumber, caseById, openCase, openCases, referenceFrom } from '#cases';
import { newId, newToken } from '#kernel';
import { openDatabase } from '#platform';
import {
  answerInCase,
  caseOfNumber,
  findByNumber,
  type DeskOfficer,
  readCase,
  settleCase,
  takeUpCase,
} from '#support';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const whole = await testDatabase();
const all = accountServices(whole);
const { clock, outbox } = all;
const now = clock.now();
/** With the console's rights. */
const consoleRights = openDatabase({ url: whole.url, role: 'goid_console', poolSize: 4 });
after(() => consoleRights.close());
const services: AccountServices = { ...all, database: consoleRights };

const member = await newTestAccount(all);
const officer = (roles: readonly Role[] = ['agent'], accountId = newId(now)): DeskOfficer => ({
  officerId: accountId,
  sessionId: newId(now),
  roles,
});
const rina = officer();
const opened = async (accountId: string | undefined = member.accountId) =>
  (await openCase(whole, { kind: 'question', now, ...(accountId === undefined ? {} : { accountId }) }))
    .caseId;
const sent = (template: string) => outbox.sent.filter((message) => message.template === template);

test('a case is taken, read, answered and closed; the member is told each time and sees it in the activity', async () => {
  const caseId = await opened();
  assert.deepEqual(await readCase(services, rina, caseId), { ok: false, refusal: 'not-taken' });
  assert.ok((await takeUpCase(services, rina, caseId, false)).ok);
  assert.ok((await readCase(services, rina, caseId)).ok);
  assert.ok((await answerInCase(services, rina, caseId, 'Sudah kami periksa: rahasia-jawaban')).ok);
  assert.deepEqual(
    sent('case_answered')
      .map(({ to }) => to)
      .toSorted(),
    [member.email, member.phone].toSorted(),
  );
  assert.ok(
    !JSON.stringify(outbox.sent).includes('rahasia-jawaban'),
    'a notice never says what was answered',
  );
  assert.ok((await settleCase(services, rina, caseId)).ok);
  assert.equal(sent('case_closed').length, 2);
  const entries = (await recentActivity(whole, member.accountId, 10)).filter(({ event }) =>
    event.startsWith('case_'),
  );
  assert.deepEqual(
    entries.map(({ event, actor }) => `${event} ${actor.kind} ${actor.accountId}`).toSorted(),
    ['case_answered', 'case_closed', 'case_taken'].map((event) => `${event} officer ${rina.officerId}`),
  );
});

test('every refusal: role, own account, a colleague’s case, one not taken, closed, empty or unknown', async () => {
  const caseId = await opened();
  for (const roles of [['operator'], ['auditor'], ['member'], []] as const)
    assert.deepEqual(await takeUpCase(services, officer(roles), caseId, false), {
      ok: false,
      refusal: 'role',
    });
  const self = officer(['agent'], member.accountId);
  assert.deepEqual(await takeUpCase(services, self, caseId, true), { ok: false, refusal: 'own' });
  assert.deepEqual(await takeUpCase(services, rina, newId(now), false), { ok: false, refusal: 'unknown' });
  assert.deepEqual(await answerInCase(services, rina, caseId, 'x'), { ok: false, refusal: 'not-taken' });
  assert.deepEqual(await settleCase(services, rina, caseId), { ok: false, refusal: 'not-taken' });
  await takeUpCase(services, rina, caseId, false);
  const dewi = officer();
  assert.deepEqual(await takeUpCase(services, dewi, caseId, false), { ok: false, refusal: 'taken' });
  assert.deepEqual(await answerInCase(services, rina, caseId, ' \n'), { ok: false, refusal: 'no-words' });
  assert.ok((await takeUpCase(services, dewi, caseId, true)).ok, 'taken over, which is recorded');
  assert.deepEqual(await answerInCase(services, rina, caseId, 'x'), { ok: false, refusal: 'not-taken' });
  assert.ok((await settleCase(services, dewi, caseId)).ok);
  assert.deepEqual(await answerInCase(services, dewi, caseId, 'x'), { ok: false, refusal: 'closed' });
  assert.deepEqual(await settleCase(services, dewi, caseId), { ok: false, refusal: 'closed' });
});

test('a question about what an officer did is for other supervisors, and who did it may be one of them', async () => {
  const asked = await askAboutLook(all, {
    accountId: member.accountId,
    words: 'Mengapa?',
    entryId: newId(now),
    at: now,
    lookCase: 'K-2222-2222',
    officerId: rina.officerId,
    address: '203.0.113.78',
    userAgent: 'Uji/1',
    language: 'id',
    now,
  });
  const { caseId } = asked.ok ? asked.value : assert.fail();
  const looked = { ...rina, roles: ['agent', 'supervisor'] as const };
  for (const one of [rina, looked, officer()])
    for (const over of [false, true])
      assert.deepEqual(await takeUpCase(services, one, caseId, over), { ok: false, refusal: 'unknown' });
  const other = officer(['supervisor']);
  const listed = async ({ officerId }: DeskOfficer, isSupervisor: boolean) => {
    const reader = { officerId, supervises: isSupervisor };
    const found = await openCases(services.database, ['open'], { limit: 100, offset: 0, reader });
    return found.some((one) => one.caseId === caseId);
  };
  assert.deepEqual(
    [await listed(rina, false), await listed(looked, true), await listed(other, true)],
    [false, false, true],
  );
  assert.ok((await takeUpCase(services, other, caseId, false)).ok);
  assert.ok((await answerInCase(services, other, caseId, 'Untuk keluhan Anda')).ok);
});

test('of sixteen officers who take a case at once one has it', async () => {
  const caseId = await opened();
  const taken = await Promise.all(
    Array.from({ length: 16 }, () => takeUpCase(services, officer(), caseId, false)),
  );
  assert.equal(taken.filter(({ ok }) => ok).length, 1);
});

test('somebody without an account who left an address is told there', async () => {
  const asked = await askSupport(services, {
    kind: 'question',
    words: 'Halo',
    contact: 'warga@contoh.id',
    accountId: undefined,
    formKey: newToken(12),
    address: '203.0.113.77',
    userAgent: 'Uji/1',
    language: 'en',
    now,
  });
  const caseNumber = asked.ok ? asked.value.caseNumber : assert.fail();
  const { caseId } = (await caseByNumber(whole, caseNumber)) ?? assert.fail();
  await takeUpCase(services, rina, caseId, false);
  await answerInCase(services, rina, caseId, 'Halo juga');
  const [message, ...others] = sent('case_answer_ready');
  assert.deepEqual(others, []);
  assert.deepEqual(
    [message?.to, message?.language, message?.accountId],
    ['warga@contoh.id', 'en', undefined],
  );
});

test('the number of a closed sign-in finds its account before anybody opened a case, and then is that case', async () => {
  const reference = referenceFrom('T', Buffer.from('9876543210fedcba', 'hex'));
  assert.equal(await findByNumber(consoleRights, reference), undefined, 'one that no page told');
  await record(whole, {
    event: 'password_closed',
    actor: { kind: 'unknown' },
    accountId: member.accountId,
    at: now,
    details: { limit: 'password_identifier', reference },
  });
  const typed = ` ${reference.toLowerCase().replaceAll('-', ' ')} `;
  assert.deepEqual(await findByNumber(consoleRights, typed), {
    kind: 'told',
    caseNumber: reference,
    opens: 'locked',
    accountId: member.accountId,
    personId: undefined,
  });
  const all16 = await Promise.all(
    Array.from({ length: 16 }, () => consoleRights.transaction((tx) => caseOfNumber(tx, typed, now))),
  );
  assert.equal(new Set(all16.map((one) => one?.caseId)).size, 1);
  const row = await caseById(consoleRights, all16[0]?.caseId ?? '');
  assert.deepEqual([row?.caseNumber, row?.accountId, row?.kind], [reference, member.accountId, 'locked']);
  assert.equal((await findByNumber(consoleRights, reference))?.kind, 'case');
});
