import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity } from '#activity';
import {
  finishRecovery,
  goRoundRecoveries,
  isReadOnly,
  recoveryByToken,
  recoveryOfStopLink,
  recoveryTokenOfDeskCode,
  sendRecoveryCode,
  signIn,
  stopRecovery,
  useSlip,
} from '#accounts';
import { openCase } from '#cases';
import { contributionHistory } from '#contributions';
import { dayIn, newId } from '#kernel';
import { deskRecord } from '#members';
import { openDatabase, sql } from '#platform';
import {
  answerIdentity,
  applyProposal,
  askIdentity,
  decideRemedy,
  type DeskOfficer,
  noteCallBack,
  printApprovedSlip,
  proposalById,
  proposalsOf,
  proposeRemedy,
  takeUpCase,
  waitingProposals,
} from '#support';
import { newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { startDeskHouse } from '../../tests/support/desk-house.ts';
import type { AskedRemedy } from './remedies.ts';

const {
  house,
  database,
  clock,
  outbox,
  common,
  desk: services,
  worker,
  sso,
  officer,
  memberNumber,
  personId,
  member,
} = await startDeskHouse();
const hour = 3600;

async function rightAnswers(asked: readonly { readonly fact: string; readonly from?: string }[]) {
  const known = (await deskRecord(database, house.keys, personId)) ?? assert.fail();
  const { rows } = await contributionHistory(
    database,
    personId,
    dayIn(clock.now()),
    {},
    { limit: 12, offset: 0 },
  );
  const reported = rows.filter(({ wage }) => wage !== undefined);
  const answers: Readonly<Record<string, (from: string | undefined) => string>> = {
    employer: (from) =>
      known.memberships.find(({ startedOn }) => startedOn.startsWith(from ?? '?'))?.employerName ?? '',
    wage: (from) => String(reported.find(({ month }) => month === from)?.wage),
    last_month: () => reported[0]?.month ?? '',
    first_year: () =>
      [...known.memberships].map(({ startedOn }) => startedOn.slice(0, 4)).toSorted()[0] ?? '',
    mother_name: () => known.motherName ?? '',
    birth_place: () => known.birthPlace ?? '',
    card_digits: () => known.memberships[0]?.memberNumber.slice(-4) ?? '',
  };
  return asked.map(({ fact, from }) => answers[fact]?.(from) ?? assert.fail(fact));
}

/** A case of the account in the hands of a new officer. */
async function held(accountId: string, rina = officer()) {
  const { caseId } = await openCase(database, { kind: 'support', accountId, now: clock.now() });
  assert.ok((await takeUpCase(services, rina, caseId, false)).ok);
  return { caseId, rina };
}

/** The same, after a passed check. */
async function checked(accountId: string) {
  const { caseId, rina } = await held(accountId);
  const asked = await askIdentity(services, rina, caseId);
  assert.ok(asked.ok, JSON.stringify(asked));
  const typed = await rightAnswers(asked.value.asked);
  const result = await answerIdentity(services, rina, caseId, typed);
  assert.deepEqual(result, { ok: true, value: 'passed' }, JSON.stringify([asked.value.asked, typed]));
  return { caseId, rina };
}

const propose = async (
  { caseId, rina }: { caseId: string; rina: DeskOfficer },
  asked: Partial<AskedRemedy>,
) => proposeRemedy(services, rina, caseId, { kind: 'unlock', why: 'hilang', ...asked });

async function proposed(parts: Parameters<typeof propose>[0], asked: Partial<AskedRemedy>): Promise<string> {
  const result = await propose(parts, asked);
  return result.ok ? result.value.proposalId : assert.fail(JSON.stringify(result));
}

/** Proposed, approved by another officer and carried out by the worker. */
async function carriedOut(parts: Parameters<typeof propose>[0], asked: Partial<AskedRemedy>) {
  const proposalId = await proposed(parts, asked);
  const before = await proposalById(database, house.keys, proposalId);
  if (before?.needsSecond) assert.ok((await decideRemedy(services, officer(), proposalId, true)).ok);
  await Promise.all(Array.from({ length: 4 }, () => applyProposal(worker, { proposalId })));
  return (await proposalById(database, house.keys, proposalId))?.outcome;
}

const to = (address: string, template: string) =>
  outbox.sent.filter((message) => message.to === address && message.template === template);
const eventsOf = async (accountId: string) =>
  (await recentActivity(database, accountId, 50)).map(({ event }) => event);

test('the check asks the same until it is answered, says right or wrong of all, and is limited and recorded', async () => {
  const { accountId } = await member();
  const { caseId, rina } = await held(accountId);
  const [one, two] = [await askIdentity(services, rina, caseId), await askIdentity(services, rina, caseId)];
  assert.deepEqual(one, two, 'asking again draws no others');
  assert.ok(one.ok);
  assert.equal(one.value.asked.length, 3);
  const typed = await rightAnswers(one.value.asked);
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => answerIdentity(services, rina, caseId, ['x', ...typed.slice(1)])),
  );
  assert.deepEqual(
    answers.filter(({ ok }) => ok),
    [{ ok: true, value: 'failed' }],
    'answered once',
  );
  assert.deepEqual(await propose({ caseId, rina }, {}), { ok: false, refusal: { kind: 'no-check' } });
  assert.ok((await askIdentity(services, rina, caseId)).ok, 'the second draw');
  assert.deepEqual(await answerIdentity(services, rina, caseId, []), { ok: true, value: 'failed' });
  const third = await askIdentity(services, rina, caseId);
  assert.equal(!third.ok && third.refusal.kind === 'limit' && third.refusal.limit, 'desk_checks_case');
  const other = await held(accountId);
  assert.ok((await askIdentity(services, other.rina, other.caseId)).ok);
  const last = await held(accountId);
  const fourth = await askIdentity(services, last.rina, last.caseId);
  assert.equal(!fourth.ok && fourth.refusal.kind === 'limit' && fourth.refusal.limit, 'desk_checks_account');
  assert.equal((await eventsOf(accountId)).filter((event) => event === 'identity_check_failed').length, 2);
});

test('an officer draws so many a day, and supervisors hear of one who nears that', async () => {
  const few = { ...services, config: { ...services.config, DESK_CHECKS_PER_OFFICER_DAY: 1 } };
  const rina = officer();
  const first = await held((await member()).accountId, rina);
  assert.ok((await askIdentity(few, rina, first.caseId)).ok);
  const second = await held((await member()).accountId, rina);
  const refusedNow = await askIdentity(few, rina, second.caseId);
  assert.equal(
    !refusedNow.ok && refusedNow.refusal.kind === 'limit' && refusedNow.refusal.limit,
    'officer_checks_day',
  );
  const { alarms } = await database.one<{ alarms: number }>(sql`
    select count(*)::int as alarms from support.alarm where officer_id = ${rina.officerId}`);
  assert.equal(alarms, 2);
});

test('every refusal of the desk', async () => {
  const { accountId, email } = await member({ secondFactor: ['sms'] });
  const { caseId, rina } = await held(accountId);
  const dewi = officer();
  for (const [who, kind] of [
    [dewi, 'not-taken'],
    [officer(['operator']), 'role'],
    [{ ...rina, officerId: accountId }, 'own'],
  ] as const)
    assert.deepEqual(await askIdentity(services, who, caseId), { ok: false, refusal: { kind } });
  assert.deepEqual(await answerIdentity(services, rina, caseId, []), {
    ok: false,
    refusal: { kind: 'not-asked' },
  });
  assert.deepEqual(await noteCallBack(services, rina, caseId), { ok: false, refusal: { kind: 'not-asked' } });
  const nobody = await openCase(database, { kind: 'question', now: clock.now() });
  await takeUpCase(services, rina, nobody.caseId, false);
  assert.deepEqual(await askIdentity(services, rina, nobody.caseId), {
    ok: false,
    refusal: { kind: 'no-account' },
  });
  const stranger = await newTestAccount(common);
  const without = await held(stranger.accountId);
  assert.deepEqual(await askIdentity(services, without.rina, without.caseId), {
    ok: false,
    refusal: { kind: 'no-person' },
  });
  const parts = await checked(accountId);
  const [factor] = await database.many<{ id: string }>(sql`
    select authenticator_id as id from accounts.authenticator where account_id = ${accountId}`);
  const authenticatorId = factor?.id ?? '';
  const refusals: readonly (readonly [Partial<AskedRemedy>, string])[] = [
    [{ kind: 'factor', authenticatorId }, 'no-call'],
    [{ kind: 'contact', address: '0812-0000-0001', why: ' ' }, 'no-why'],
    [{ kind: 'contact', address: 'bukan nomor' }, 'address'],
    [{ kind: 'contact', address: email }, 'address'],
    [{ kind: 'lock_cap' }, 'nothing'],
  ];
  for (const [asked, kind] of refusals)
    assert.deepEqual(await propose(parts, asked), { ok: false, refusal: { kind } }, kind);
  await noteCallBack(services, parts.rina, parts.caseId);
  assert.deepEqual(await propose(parts, { kind: 'factor', authenticatorId }), {
    ok: false,
    refusal: { kind: 'last' },
  });
  assert.deepEqual(await propose(parts, { kind: 'factor', authenticatorId: newId(clock.now()) }), {
    ok: false,
    refusal: { kind: 'nothing' },
  });
  clock.advance(services.config.DESK_CHECK_SECONDS + 1);
  assert.deepEqual(await propose(parts, {}), { ok: false, refusal: { kind: 'no-check' } }, 'too old');
});

test('the lock is lifted, the password stays, and the owner is told', async () => {
  const account = await member();
  const typed = (password?: string) =>
    signIn(
      sso,
      signInRequest(account.username, {
        interactionUid: newId(clock.now()),
        ...(password ? { password } : {}),
      }),
    );
  for (let turn = 0; turn < sso.config.PASSWORD_TRIES; turn += 1) await typed(`Salah-Sekali-${turn}-Kali`);
  const closed = await typed();
  assert.equal(!closed.ok && closed.refusal.kind, 'closed');
  assert.equal(await carriedOut(await checked(account.accountId), { kind: 'unlock' }), 'done');
  assert.ok((await typed()).ok);
  assert.equal(to(account.email, 'lock_lifted').length, 1);
});

test('a link to a new password goes to the registered mailbox, and the desk never holds it', async () => {
  const account = await member();
  const parts = await checked(account.accountId);
  assert.equal(await carriedOut(parts, { kind: 'reset_link' }), 'done');
  const [mail] = to(account.email, 'reset_link');
  assert.match(mail?.parameters['token'] ?? '', /^[\w-]{43}$/);
  const [kept] = await proposalsOf(database, house.keys, parts.caseId);
  assert.ok(!JSON.stringify(kept).includes(mail?.parameters['token'] ?? '?'));
});

test('of two ways one is removed by one officer after the call back; the last one needs two and a day', async () => {
  const account = await member({ secondFactor: ['sms', 'email'] });
  const { accountId } = account;
  const parts = await checked(accountId);
  assert.ok((await noteCallBack(services, parts.rina, parts.caseId)).ok);
  const factors = () =>
    database.many<{ id: string; method: string }>(sql`
      select authenticator_id as id, method from accounts.authenticator where account_id = ${accountId} order by method`);
  const lost = (await factors()).find(({ method }) => method === 'sms');
  assert.equal(await carriedOut(parts, { kind: 'factor', authenticatorId: lost?.id ?? '' }), 'done');
  assert.deepEqual(
    (await factors()).map(({ method }) => method),
    ['email'],
  );
  assert.equal(await carriedOut(parts, { kind: 'last_factor' }), 'done');
  assert.equal((await factors()).length, 1, 'nothing yet');
  assert.equal(await isReadOnly(database, accountId), true);
  assert.equal(to(account.email, 'recovery_waiting').length, 1);
  clock.advance(24 * hour - 60);
  await goRoundRecoveries(worker);
  assert.equal((await factors()).length, 1, 'a minute before');
  clock.advance(61);
  await goRoundRecoveries(worker);
  await goRoundRecoveries(worker);
  assert.deepEqual(await factors(), []);
  assert.equal(await isReadOnly(database, accountId), false);
  assert.equal(to(account.phone, 'desk_factors_removed').length, 2, 'once for each');
});

test('a password that 50 failures turned off works again after two officers and a day', async () => {
  const account = await member();
  const { accountId, username } = account;
  await database.run(
    sql`update accounts.password set disabled_at = ${clock.now()} where account_id = ${accountId}`,
  );
  const typed = () => signIn(sso, signInRequest(username, { interactionUid: newId(clock.now()) }));
  assert.equal(await carriedOut(await checked(accountId), { kind: 'lock_cap' }), 'done');
  assert.equal((await typed()).ok, false);
  clock.advance(24 * hour + 1);
  await goRoundRecoveries(worker);
  assert.ok((await typed()).ok);
});

test('nobody approves alone: not who proposed it, not the member, not twice, not too late; the table refuses it too', async () => {
  const { accountId } = await member();
  const parts = await checked(accountId);
  const proposalId = await proposed(parts, { kind: 'contact', address: '0812-7000-0001' });
  const decide = (who: DeskOfficer, id = proposalId) => decideRemedy(services, who, id, true);
  assert.deepEqual(await decide(parts.rina), { ok: false, refusal: 'same' });
  assert.deepEqual(await decide({ ...officer(), officerId: accountId }), { ok: false, refusal: 'own' });
  assert.deepEqual(await decide(officer(['auditor'])), { ok: false, refusal: 'role' });
  assert.deepEqual(await decide(officer(), newId(clock.now())), { ok: false, refusal: 'unknown' });
  await assert.rejects(
    database.run(sql`
      update support.proposal set decided_by = asked_by, decided_at = ${clock.now()}, approved = true
      where proposal_id = ${proposalId}`),
    { code: '23514' },
  );
  await applyProposal(worker, { proposalId });
  assert.equal(await isReadOnly(database, accountId), false, 'what is not approved is not carried out');
  const waiting = (kinds: readonly string[]) =>
    waitingProposals(database, house.keys, kinds, { now: clock.now(), limit: 50, offset: 0 });
  assert.deepEqual(await waiting(['correction']), [], 'each list has its own kinds');
  assert.ok(
    (await waiting(['slip', 'contact', 'last_factor', 'lock_cap'])).some(
      (one) => one.proposalId === proposalId,
    ),
  );
  const many = await Promise.all(Array.from({ length: 16 }, () => decide(officer())));
  assert.equal(many.filter(({ ok }) => ok).length, 1, 'of sixteen at once one decides');
  const late = await proposed(parts, { kind: 'contact', address: '0812-7000-0002' });
  clock.advance(services.config.DESK_PROPOSAL_SECONDS + 1);
  assert.deepEqual(await decide(officer(), late), { ok: false, refusal: 'over' });
});

test('a new contact: old and new addresses are told, it waits a day, and only whoever has it finishes', async () => {
  const account = await member({ secondFactor: ['sms'] });
  const { accountId } = account;
  const number = '+6281370000011';
  const parts = await checked(accountId);
  assert.equal(await carriedOut(parts, { kind: 'contact', address: '0813-7000-0011' }), 'done');
  for (const address of [account.email, account.phone])
    assert.equal(to(address, 'recovery_waiting').length, 1);
  const [told] = to(number, 'desk_new_address');
  const code = told?.parameters['go_on'] ?? assert.fail('the new number is not told');
  const token = (await recoveryTokenOfDeskCode(sso, ` ${code.toLowerCase()} `)) ?? assert.fail();
  assert.equal(await recoveryTokenOfDeskCode(sso, 'CDFGHJKLMPRT'), undefined);
  const early = await sendRecoveryCode(sso, token, '', testOrigin);
  assert.deepEqual(early, { ok: false, refusal: { kind: 'not-ready' } });
  assert.equal(
    await carriedOut(await checkedAgain(account.accountId), { kind: 'contact', address: '0813-7000-0012' }),
    'other-open',
  );
  clock.advance(24 * hour);
  const other = await sendRecoveryCode(sso, token, 'pencuri@contoh.id', testOrigin);
  assert.deepEqual(other, { ok: true, value: undefined });
  assert.equal(to('pencuri@contoh.id', 'recovery_code').length, 0, 'only to the approved address');
  const sixDigits = to(number, 'recovery_code').at(-1)?.parameters['code'] ?? assert.fail();
  assert.deepEqual(await finishRecovery(sso, token, sixDigits, testOrigin), { ok: true, value: undefined });
  assert.equal((await recoveryByToken(sso, token))?.state, 'done');
  const { addresses } = await database.one<{ addresses: number }>(sql`
    select count(*)::int as addresses from accounts.contact where account_id = ${accountId}`);
  assert.equal(addresses, 2, 'the mailbox and the new number');
});

/** A second case of the same day. */
const checkedAgain = checked;

test('the stop link of any old address stops what two officers decided', async () => {
  const account = await member({ secondFactor: ['sms'] });
  assert.equal(
    await carriedOut(await checked(account.accountId), { kind: 'contact', address: 'baru@contoh.id' }),
    'done',
  );
  const stop = to(account.email, 'recovery_waiting').at(-1)?.parameters['token'] ?? '';
  const view = (await recoveryOfStopLink(sso, stop)) ?? assert.fail();
  assert.equal(await stopRecovery(sso, view.recoveryId, testOrigin, 'unknown'), true);
  clock.advance(25 * hour);
  await goRoundRecoveries(worker);
  const token = to('baru@contoh.id', 'desk_new_address').at(-1)?.parameters['go_on'] ?? '';
  assert.deepEqual(await sendRecoveryCode(sso, token, '', testOrigin), {
    ok: false,
    refusal: { kind: 'not-ready' },
  });
});

test('a slip is printed once by the second officer, and used once with what the register knows', async () => {
  const account = await member();
  const parts = await checked(account.accountId);
  const proposalId = await proposed(parts, { kind: 'slip' });
  const dewi = officer();
  assert.deepEqual(await printApprovedSlip(services, dewi, proposalId), { ok: false, refusal: 'not-yours' });
  assert.ok((await decideRemedy(services, dewi, proposalId, true)).ok);
  await applyProposal(worker, { proposalId });
  assert.deepEqual(await printApprovedSlip(services, parts.rina, proposalId), {
    ok: false,
    refusal: 'not-yours',
  });
  const printed = await Promise.all(
    Array.from({ length: 16 }, () => printApprovedSlip(services, dewi, proposalId)),
  );
  const [slip, ...others] = printed.flatMap((one) => (one.ok ? [one.value] : []));
  assert.deepEqual(others, []);
  const code = slip?.code ?? assert.fail();
  assert.match(code, /^(?:[2-9C-Y]{4}-){3}[2-9C-Y]{4}$/);
  const { birthDate } = await database.one<{ birthDate: string }>(sql`
    select birth_date as "birthDate" from members.person where person_id = ${personId}`);
  const answer = { memberNumber, birthDate };
  let networks = 0;
  const use = (typed: Partial<typeof answer & { code: string }>, by = sso) =>
    useSlip(by, { ...answer, code, ...typed }, { ...testOrigin, address: `203.0.${(networks += 1)}.9` });
  assert.deepEqual(await use({ birthDate: '1980-01-01' }), { ok: false, refusal: 'wrong' });
  assert.deepEqual(await use({ code: 'CDFG-CDFG-CDFG-CDFG' }), { ok: false, refusal: 'wrong' });
  const second = openDatabase({ url: house.databaseUrl, role: 'goid_sso', poolSize: 8 });
  const race = await Promise.all(
    Array.from({ length: 16 }, (_, turn) =>
      use({ code: code.toLowerCase() }, turn % 2 ? sso : { ...sso, database: second }),
    ),
  );
  await second.close();
  const [token, ...more] = race.flatMap((one) => (one.ok ? [one.value.token] : []));
  assert.deepEqual(more, [], 'of sixteen on two pools one uses it');
  assert.equal((await recoveryByToken(sso, token ?? ''))?.kind, 'password', 'and then waits like everybody');
  assert.ok((await eventsOf(account.accountId)).includes('slip_used'));
  const { held: keeps } = await database.one<{ held: boolean }>(sql`
    select exists (select from accounts.slip where encode(code_hash, 'escape') like ${`%${code}%`}) as held`);
  assert.equal(keeps, false);
});

test('a slip takes five wrong answers and lasts seven days', async () => {
  for (const spoil of ['tries', 'days'] as const) {
    const { accountId } = await member();
    const proposalId = await proposed(await checked(accountId), { kind: 'slip' });
    const dewi = officer();
    await decideRemedy(services, dewi, proposalId, true);
    const slip = await printApprovedSlip(services, dewi, proposalId);
    const code = slip.ok ? slip.value.code : assert.fail();
    const { birthDate } = await database.one<{ birthDate: string }>(sql`
      select birth_date as "birthDate" from members.person where person_id = ${personId}`);
    const use = (date: string, place: number) =>
      useSlip(
        sso,
        { code, memberNumber, birthDate: date },
        { ...testOrigin, address: `198.${spoil.length}.${place}.9` },
      );
    if (spoil === 'days') clock.advance(services.config.SLIP_DAYS * 24 * hour);
    else for (let turn = 0; turn < 5; turn += 1) await use('1980-01-01', turn);
    assert.deepEqual(await use(birthDate, 9), { ok: false, refusal: 'wrong' }, spoil);
  }
});

/** A person of the demonstration with a card and without any month reported. */
async function thinPerson(): Promise<string> {
  const found = await database.one<{ personId: string }>(sql`
    select person_id as "personId" from members.membership
    where not exists (select from contributions.contribution where contribution.person_id = membership.person_id)
    limit 1`);
  return found.personId;
}

test('where the record is too thin to ask, papers that two officers saw open what waits a day, and nothing else', async () => {
  const papers = { picturePaper: 'identity_card', otherPaper: 'family_card' } as const;
  const known = await held((await member()).accountId);
  const slip = { kind: 'slip', papers } as const;
  const full = await propose(known, slip);
  assert.deepEqual(full, { ok: false, refusal: { kind: 'not-thin' } }, 'no way round the questions');
  const account = await member({}, await thinPerson());
  const parts = await held(account.accountId);
  const asked = await askIdentity(services, parts.rina, parts.caseId);
  assert.deepEqual(asked, { ok: false, refusal: { kind: 'thin-record' } });
  for (const kind of ['unlock', 'reset_link', 'factor'] as const)
    assert.deepEqual(
      await propose(parts, { kind, papers }),
      { ok: false, refusal: { kind: 'no-check' } },
      kind,
    );
  assert.deepEqual(await propose(parts, { kind: 'slip' }), { ok: false, refusal: { kind: 'no-check' } });
  assert.deepEqual(await propose(parts, { ...slip, why: '' }), { ok: false, refusal: { kind: 'no-why' } });
  const proposalId = await proposed(parts, { kind: 'contact', address: '0813-7000-0021', papers });
  const dewi = officer();
  assert.deepEqual(await decideRemedy(services, parts.rina, proposalId, true, { sawPapers: true }), {
    ok: false,
    refusal: 'same',
  });
  assert.deepEqual(await decideRemedy(services, dewi, proposalId, true), { ok: false, refusal: 'not-seen' });
  const approved = await decideRemedy(services, dewi, proposalId, true, { sawPapers: true });
  assert.ok(approved.ok);
  assert.deepEqual(
    [approved.value.content['picturePaper'], approved.value.content['called']],
    ['identity_card', undefined],
  );
  await applyProposal(worker, { proposalId });
  assert.equal(to(account.email, 'recovery_waiting').length, 1, 'the old address can stop it');
  assert.equal(await isReadOnly(database, account.accountId), true);
  const code = to('+6281370000021', 'desk_new_address')[0]?.parameters['go_on'] ?? assert.fail();
  const token = (await recoveryTokenOfDeskCode(sso, code)) ?? assert.fail();
  assert.deepEqual(await sendRecoveryCode(sso, token, '', testOrigin), {
    ok: false,
    refusal: { kind: 'not-ready' },
  });
  await proposed(parts, slip);
  const third = await propose(parts, slip);
  assert.equal(!third.ok && third.refusal.kind === 'limit' && third.refusal.limit, 'desk_checks_case');
});

test('an account that nobody on the register stands behind has the remedies of papers, and an officer’s has none', async () => {
  const papers = { picturePaper: 'identity_card', otherPaper: 'family_card' } as const;
  const contact = { kind: 'contact', address: '0813-7000-0022', papers } as const;
  const account = await newTestAccount(common);
  const parts = await held(account.accountId);
  assert.deepEqual(await askIdentity(services, parts.rina, parts.caseId), {
    ok: false,
    refusal: { kind: 'no-person' },
  });
  for (const kind of ['unlock', 'reset_link', 'factor'] as const)
    assert.deepEqual(
      await propose(parts, { kind, papers }),
      { ok: false, refusal: { kind: 'no-check' } },
      kind,
    );
  const slip = await propose(parts, { kind: 'slip', papers });
  assert.deepEqual(slip, { ok: false, refusal: { kind: 'no-person' } }, 'a slip asks for a member number');
  const role = (sqlOf: ReturnType<typeof sql>) => database.run(sqlOf);
  await role(
    sql`insert into accounts.account_role (account_id, role) values (${account.accountId}, 'auditor')`,
  );
  assert.deepEqual(await propose(parts, contact), { ok: false, refusal: { kind: 'works-here' } });
  await role(
    sql`delete from accounts.account_role where account_id = ${account.accountId} and role = 'auditor'`,
  );
  const noName = await propose(parts, contact);
  assert.deepEqual(noName, { ok: false, refusal: { kind: 'no-name' } }, 'nothing typed is no try');
  const failed = async () =>
    (await eventsOf(account.accountId)).filter((event) => event === 'identity_check_failed').length;
  const wrong = await propose(parts, { ...contact, nameOnPapers: 'Siti Rahmawati' });
  assert.deepEqual(wrong, { ok: false, refusal: { kind: 'wrong-name' } });
  assert.equal(await failed(), 1);
  const proposalId = await proposed(parts, { ...contact, nameOnPapers: ' SITI  ráhayu' });
  assert.doesNotMatch(
    JSON.stringify(await proposalById(database, house.keys, proposalId)),
    /rahayu|ráhayu/i,
    'nothing typed is kept',
  );
  const third = await propose(parts, { ...contact, nameOnPapers: 'Siti Rahayu' });
  assert.equal(!third.ok && third.refusal.kind === 'limit' && third.refusal.limit, 'desk_checks_case');
  const again = (who: DeskOfficer, nameOnPapers?: string) =>
    decideRemedy(services, who, proposalId, true, {
      sawPapers: true,
      ...(nameOnPapers === undefined ? {} : { nameOnPapers }),
    });
  assert.deepEqual(await decideRemedy(services, officer(), proposalId, true), {
    ok: false,
    refusal: 'not-seen',
  });
  assert.deepEqual(await again(parts.rina, 'Siti Rahayu'), { ok: false, refusal: 'same' });
  assert.deepEqual(await again(officer()), { ok: false, refusal: 'no-name' });
  assert.deepEqual(await again(officer(), 'Sri Rahayu'), { ok: false, refusal: 'wrong-name' });
  assert.deepEqual(await again(officer(), 'Siti Rahayu'), { ok: false, refusal: 'limit' }, 'three a day');
  assert.equal(await failed(), 2);
  await database.run(sql`delete from throttle.state where limit_name like 'desk_checks%'`);
  assert.ok((await again(officer(), 'Siti Rahayu')).ok);
  await applyProposal(worker, { proposalId });
  assert.equal((await proposalById(database, house.keys, proposalId))?.outcome, 'done');
  assert.equal(to(account.email, 'recovery_waiting').length, 1, 'the old address can stop it');
  assert.equal(to('+6281370000022', 'desk_new_address').length, 1);
  assert.equal(await isReadOnly(database, account.accountId), true);
});
