import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  changeOfficerRoles,
  enrolmentOf,
  finishEnrolment,
  inviteOfficer,
  listOfficers,
  openInvitations,
  removeOfficer,
  signIn,
} from '#accounts';
import { recentActivity } from '#activity';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { appCode } from '../../tests/support/officer.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const owner = await testDatabase();
const face = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => face.close());
const services = accountServices(owner);
const sso = { ...services, database: face };
const { clock } = services;
const password = 'Rawa-Bening-Subuh-19';

let made = 0;
async function invited(roles: Parameters<typeof inviteOfficer>[1]['roles'] = ['agent']) {
  made += 1;
  const username = `petugas.baru${made}`;
  const officer = { username, displayName: 'Ratih Wulandari', roles, memberNumber: undefined };
  const link = await inviteOfficer(services, officer);
  assert.ok(link.ok);
  const { token } = link.value;
  const secret = (await enrolmentOf(sso, token))?.secret ?? assert.fail('no enrolment');
  const code = () => appCode(secret, clock.now().getTime());
  const finish = (typed: Partial<{ password: string; repeat: string; code: string }> = {}) =>
    finishEnrolment(sso, token, { password, repeat: password, code: code(), ...typed }, testOrigin);
  return { username, token, code, finish, officer };
}
const refusalOf = (result: Awaited<ReturnType<typeof finishEnrolment>>) =>
  result.ok ? 'made' : result.refusal.kind;

test('an officer chooses password and app behind the link, and both are asked for at the sign-in', async () => {
  const { username, token, finish } = await invited(['agent', 'supervisor']);
  const hashed = await owner.one<{ held: boolean }>(
    sql`select bool_or(encode(token_hash, 'escape') like ${`%${token}%`}) as held from accounts.officer_enrolment`,
  );
  assert.equal(hashed.held, false);
  assert.equal(refusalOf(await finish({ password: '' })), 'missing');
  assert.equal(refusalOf(await finish({ repeat: 'lain' })), 'differs');
  assert.equal(refusalOf(await finish({ password: 'Ratih12345!?', repeat: 'Ratih12345!?' })), 'faults');
  assert.equal(refusalOf(await finish({ code: '000000' })), 'code-wrong');
  assert.equal(refusalOf(await finish()), 'made');
  assert.equal(refusalOf(await finish()), 'link-gone');
  const step = await signIn(sso, signInRequest(username, { password, acrNeeded: '2' }));
  assert.ok(step.ok && step.value.step === 'second-factor');
  const listed = (await listOfficers(services)).find((one) => one.username === username);
  assert.deepEqual(listed?.roles, ['agent', 'supervisor']);
  const [entry] = await recentActivity(owner, listed?.accountId ?? '', 1);
  assert.equal(entry?.event, 'officer_enrolled');
});

test('a link is worth nothing when it is too old, after ten wrong codes, and when a newer one was made', async () => {
  const old = await invited();
  const tried = await invited();
  const replaced = await invited();
  assert.ok((await inviteOfficer(services, replaced.officer)).ok);
  assert.equal(refusalOf(await replaced.finish()), 'link-gone');
  for (let wrong = 0; wrong < 10; wrong += 1)
    assert.equal(refusalOf(await tried.finish({ code: '000000' })), 'code-wrong');
  assert.equal(refusalOf(await tried.finish()), 'link-gone');
  clock.advance(86_401);
  assert.equal(refusalOf(await old.finish()), 'link-gone');
  assert.equal(await enrolmentOf(sso, old.token), undefined);
});

test('an invitation is listed while it lives, and one that was taken back is on record and never works', async () => {
  const { username, token, finish } = await invited(['supervisor']);
  const open = async () => (await openInvitations(services)).filter((one) => one.username === username);
  const [listed] = await open();
  assert.deepEqual(
    [listed?.displayName, listed?.roles, listed?.expiresAt],
    ['Ratih Wulandari', ['supervisor'], new Date(clock.now().getTime() + 86_400_000)],
  );
  clock.advance(60);
  const removed = await removeOfficer(services, username);
  assert.deepEqual(removed, { ok: true, value: 'invitation' });
  assert.deepEqual(await open(), []);
  assert.equal(await enrolmentOf(sso, token), undefined);
  assert.equal(refusalOf(await finish()), 'link-gone');
  // Somebody who had begun before it was taken back comes later to the end.
  const { used } = await owner.one<{ used: string | null }>(sql`
    select accounts.use_officer_enrolment((select token_hash from accounts.officer_enrolment
      where enrolment_id = ${listed?.invitationId ?? ''}), gen_random_uuid(), ${new Date(clock.now().getTime() - 500)}) as used`);
  assert.equal(used, null);
  const entries = await owner.many(sql`
    select event, details from activity.entry where details ->> 'invitation' = ${listed?.invitationId ?? ''}
    order by entry_id`);
  const details = { roles: 'supervisor', invitation: listed?.invitationId };
  assert.deepEqual(entries, [
    { event: 'officer_invited', details },
    { event: 'officer_invitation_withdrawn', details },
  ]);
  assert.deepEqual(await removeOfficer(services, username), { ok: false, refusal: 'unknown_officer' });
});

test('of 16 at once behind one link on two processes one makes an account', async () => {
  const { token, code } = await invited();
  const before = (await listOfficers(services)).length;
  const answers = await raceOverTwoProcesses(owner.url, {
    verb: 'finishEnrolment',
    token,
    code: code(),
    now: clock.now(),
  });
  assert.equal(answers.filter((answer) => (answer as { ok?: boolean }).ok === true).length, 1);
  assert.equal(answers.filter((answer) => answer === 'threw').length, 0);
  assert.equal((await listOfficers(services)).length, before + 1);
});

test('only roles of officers are given, only to officers, and a removed one is out at once', async () => {
  const { username, finish } = await invited();
  await finish();
  const member = await newTestAccount(services);
  const refused = async (result: ReturnType<typeof changeOfficerRoles | typeof removeOfficer>) => {
    const settled = await result;
    return settled.ok ? 'done' : settled.refusal;
  };
  assert.equal(await refused(changeOfficerRoles(services, username, ['member'])), 'role_unknown');
  assert.equal(await refused(changeOfficerRoles(services, username, [])), 'role_unknown');
  assert.equal(await refused(changeOfficerRoles(services, member.username, ['agent'])), 'unknown_officer');
  assert.equal(await refused(changeOfficerRoles(services, username, ['auditor'])), 'done');
  const found = async () => (await listOfficers(services)).find((one) => one.username === username);
  assert.deepEqual((await found())?.roles, ['auditor']);
  const { accountId = '' } = (await found()) ?? {};
  await owner.run(sql`
    insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
      last_seen_at, idle_seconds, expires_at)
    values (gen_random_uuid(), ${accountId}, '2', '{}', false, '', '', ${clock.now()}, ${clock.now()}, 900,
      ${new Date(clock.now().getTime() + 9e6)})`);
  assert.equal(await refused(removeOfficer(services, username)), 'done');
  const open = await owner.many(
    sql`select from accounts.session where account_id = ${accountId} and ended_at is null`,
  );
  assert.equal(open.length, 0);
  assert.deepEqual([(await found())?.roles, (await found())?.removedAt], [[], clock.now()]);
  const step = await signIn(sso, signInRequest(username, { password }));
  assert.ok(!step.ok && step.refusal.kind === 'wrong');
  assert.equal(await refused(removeOfficer(services, username)), 'unknown_officer');
});

test('who lost the app is removed and added again: the same username, a new account, the old one out', async () => {
  const { username, finish, officer } = await invited();
  await finish();
  assert.ok((await removeOfficer(services, username)).ok);
  const link = await inviteOfficer(services, officer);
  assert.ok(link.ok);
  const { token } = link.value;
  const secret = (await enrolmentOf(sso, token))?.secret ?? assert.fail('no enrolment');
  const code = appCode(secret, clock.now().getTime());
  const other = 'Sawah-Padi-Senja-27';
  assert.ok((await finishEnrolment(sso, token, { password: other, repeat: other, code }, testOrigin)).ok);
  const old = await signIn(sso, signInRequest(username, { password }));
  assert.ok(!old.ok && old.refusal.kind === 'wrong');
  const step = await signIn(sso, signInRequest(username, { password: other, acrNeeded: '2' }));
  assert.ok(step.ok && step.value.step === 'second-factor');
  const rows = (await listOfficers(services)).filter((one) => one.username === username);
  assert.deepEqual(
    rows
      .map(({ removedAt }) => (removedAt ? 'removed' : 'works'))
      .toSorted((one, other) => (one < other ? -1 : 1)),
    ['removed', 'works'],
    'both came at one instant of the test',
  );
});

test('no link is made for a username that is taken, or for somebody who is not on the register', async () => {
  const member = await newTestAccount(services);
  const officer = { username: member.username, displayName: 'X', roles: ['agent'] as const };
  const refusal = async (more: Partial<Parameters<typeof inviteOfficer>[1]>) => {
    const link = await inviteOfficer(services, { ...officer, memberNumber: undefined, ...more });
    return link.ok ? 'made' : link.refusal;
  };
  assert.equal(await refusal({}), 'username_taken');
  assert.equal(await refusal({ username: '0812' }), 'username_unusable');
  assert.equal(await refusal({ username: 'calon', memberNumber: '09999999999' }), 'member_unknown');
});
