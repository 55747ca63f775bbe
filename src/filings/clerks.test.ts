import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  acceptInvitation,
  clerkOf,
  chooseTwo,
  clerksOf,
  employersOfClerk,
  invitationBehind,
  inviteClerk,
  removeClerk,
  waitingInvitations,
  withdrawFiling,
  withdrawInvitation,
} from '#filings';
import { month, newId } from '#kernel';
import { employerByNumber } from '#members';
import { openDatabase, sql, unseal } from '#platform';
import { cards, importPeople, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { approve, filed, filingServices, newClerk } from '../../tests/support/filings.ts';
import { testKeys } from '../../tests/support/keys.ts';

const database = await testDatabase();
const services = filingServices(database);
before(() => importPeople(database));

const employerOf = async (npp: string) => {
  const employer = await employerByNumber(database, npp);
  assert.ok(employer);
  return employer;
};

/** The token of the newest invitation, from the message as it waits to be sent. */
async function newestToken(from = database): Promise<string> {
  const { id, sealed } = await from.one<{ id: string; sealed: Buffer }>(sql`
    delete from notifications.message where template = 'clerk_invitation' returning id, sealed`);
  const content = unseal(testKeys, 'message', `notifications.message.sealed/${id}`, sealed).toString();
  return (JSON.parse(content) as { parameters: { token: string } }).parameters.token;
}

async function invite(npp: string, rights = { mayFile: true, mayApprove: false }) {
  const clerk = await newClerk(database, npp);
  const employer = await employerOf(npp);
  const invited = await inviteClerk(services, {
    clerk,
    employer,
    email: 'Juru@Contoh.Example',
    ...rights,
    language: 'id',
  });
  assert.ok(invited.ok);
  return { clerk, employer, token: await newestToken() };
}

test('an invited clerk has the rights of the invitation, with the account that opened the link', async () => {
  const { clerk, employer, token } = await invite('1001');
  const [waiting] = await waitingInvitations(database, testKeys, employer.employerId, now);
  assert.match(waiting?.maskedEmail ?? '', /^j.*@/);
  assert.deepEqual(await invitationBehind(services, token), {
    employerId: employer.employerId,
    mayFile: true,
    mayApprove: false,
    invitedBy: clerk.accountId,
  });
  const accountId = newId(now);
  assert.ok((await acceptInvitation(services, { token, accountId, npp: '1001' })).ok);
  const appointed = await clerkOf(database, accountId, employer.employerId);
  assert.deepEqual([appointed?.mayFile, appointed?.mayApprove], [true, false]);
  assert.deepEqual(await employersOfClerk(database, accountId), [employer.employerId]);
  assert.equal(await invitationBehind(services, token), undefined);
  const { employerId } = employer;
  const by = { kind: 'member', accountId: clerk.accountId } as const;
  const clerkId = appointed?.clerkId ?? '';
  assert.ok((await removeClerk(database, { clerkId, employerId, npp: '1001', by, now })).ok);
  assert.equal(await clerkOf(database, accountId, employerId), undefined, 'ended, from the next page on');
});

test('of sixteen who open one link at once in two processes, one becomes a clerk', async () => {
  const { employer, token } = await invite('1002');
  const other = openDatabase({ url: database.url, poolSize: 8 });
  const before = (await clerksOf(database, employer.employerId)).length;
  const results = await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      acceptInvitation(
        { ...services, database: index % 2 === 0 ? database : other },
        { token, accountId: newId(now), npp: '1002' },
      ),
    ),
  );
  await other.close();
  assert.equal(results.filter(({ ok }) => ok).length, 1);
  assert.equal((await clerksOf(database, employer.employerId)).length, before + 1);
});

test('an invitation that was withdrawn or is too old leads nowhere', async () => {
  const { clerk, employer, token } = await invite('1003');
  const [waiting] = await waitingInvitations(database, testKeys, employer.employerId, now);
  const later = { ...services, clock: { now: () => new Date(now.getTime() + 8 * 86_400_000) } };
  assert.equal(await invitationBehind(later, token), undefined);
  assert.deepEqual(await acceptInvitation(later, { token, accountId: newId(now), npp: '1003' }), {
    ok: false,
    refusal: 'gone',
  });
  const stranger = await newClerk(database, '1001');
  const invitationId = waiting?.invitationId ?? '';
  const gone = { ok: false, refusal: 'gone' };
  assert.deepEqual(await withdrawInvitation(services, { clerk: stranger, employer, invitationId }), gone);
  assert.ok((await withdrawInvitation(services, { clerk, employer, invitationId })).ok);
  assert.equal(await invitationBehind(services, token), undefined);
});

test('an invitation ends with the work of who sent it, and calling back makes no room for more within a day', async () => {
  const { clerk, employer, token } = await invite('1002');
  const { clerkId, employerId, accountId } = clerk;
  const officer = { kind: 'officer', accountId: newId(now) } as const;
  const again = await newClerk(database, '1002');
  const asked = { clerk: again, employer, mayFile: true, mayApprove: false, language: 'id' } as const;
  for (let sent = 0; sent < 30; sent += 1) {
    const invited = await inviteClerk(services, { ...asked, email: `a${sent}@contoh.example` });
    if (!invited.ok) {
      assert.ok(sent < 20);
      break;
    }
    assert.ok(sent < 20, 'as many messages as somebody likes');
    const last = (await waitingInvitations(database, testKeys, employerId, now)).find(({ maskedEmail }) =>
      maskedEmail.startsWith('a'),
    );
    await withdrawInvitation(services, { clerk: again, employer, invitationId: last?.invitationId ?? '' });
  }
  assert.ok(await invitationBehind(services, token));
  assert.ok((await removeClerk(database, { clerkId, employerId, npp: '1002', by: officer, now })).ok);
  assert.equal(await invitationBehind(services, token), undefined);
  assert.deepEqual(await acceptInvitation(services, { token, accountId, npp: '1002' }), {
    ok: false,
    refusal: 'gone',
  });
});

test('who may not approve invites nobody, and the last who may approve is not removed by clerks', async () => {
  const employer = await employerOf('1003');
  const files = await newClerk(database, '1003', { mayFile: true, mayApprove: false });
  const asked = {
    employer,
    email: 'a@contoh.example',
    mayFile: true,
    mayApprove: true,
    language: 'id',
  } as const;
  assert.deepEqual(await inviteClerk(services, { clerk: files, ...asked }), {
    ok: false,
    refusal: 'not_allowed',
  });
  const [first] = (await clerksOf(database, employer.employerId)).filter(({ mayApprove }) => mayApprove);
  assert.ok(first);
  const typed = await inviteClerk(services, { clerk: first, ...asked, email: 'tanpa-at' });
  assert.deepEqual(typed, { ok: false, refusal: 'email_wrong' });
  const { employerId } = employer;
  const removal = { clerkId: first.clerkId, employerId, npp: '1003', now };
  const by = { kind: 'member', accountId: files.accountId } as const;
  assert.deepEqual(await removeClerk(database, { ...removal, by }), { ok: false, refusal: 'last_approver' });
  const officer = { kind: 'officer', accountId: newId(now) } as const;
  assert.ok((await removeClerk(database, { ...removal, by: officer })).ok);
});

test('while two persons are needed the last two who may approve stay, also when they remove each other at once', async () => {
  const elsewhere = await testDatabase();
  await importPeople(elsewhere);
  const [one, two] = [await newClerk(elsewhere, '1003'), await newClerk(elsewhere, '1003')];
  const { employerId } = one;
  const choose = (twoPerson: boolean) => chooseTwo(elsewhere, { clerk: one, npp: '1003', twoPerson, now });
  assert.ok((await choose(true)).ok);
  const removeBy = (by: typeof one, whom: typeof one) =>
    removeClerk(elsewhere, {
      clerkId: whom.clerkId,
      employerId,
      npp: '1003',
      by: { kind: 'member', accountId: by.accountId },
      now,
    });
  assert.deepEqual(await removeBy(one, two), { ok: false, refusal: 'two_needed' });
  const third = await newClerk(elsewhere, '1003');
  const both = await Promise.all([removeBy(one, two), removeBy(two, third), removeBy(third, one)]);
  assert.equal(both.filter(({ ok }) => ok).length, 1, 'one of three may go');
  await choose(false);
  const left = (await clerksOf(elsewhere, employerId)).filter(({ mayApprove }) => mayApprove);
  assert.equal(left.length, 2);
});

test('while a recovery of the account of a clerk waits the clerk approves nothing and changes no clerk', async () => {
  const elsewhere = await testDatabase();
  await importPeople(elsewhere);
  const there = filingServices(elsewhere);
  const [clerk, other] = [await newClerk(elsewhere, '1001'), await newClerk(elsewhere, '1001')];
  const { accountId, employerId } = clerk;
  const employer = (await employerByNumber(elsewhere, '1001')) ?? assert.fail('no employer');
  const { filing } = await filed(there, { clerk, bytes: `KPJ,UPAH\n${cards.siti},7500000\n` });
  const asked = { employer, mayFile: true, mayApprove: true, language: 'id' } as const;
  assert.ok((await inviteClerk(there, { clerk: other, ...asked, email: 'a@contoh.example' })).ok);
  const [waiting] = await waitingInvitations(elsewhere, testKeys, employerId, now);
  const token = await newestToken(elsewhere);
  const november = { clerk, bytes: `KPJ,UPAH\n${cards.siti},7600000\n`, of: month('2026-11') };
  const { filing: second } = await filed(there, november);
  const face = openDatabase({ url: elsewhere.url, role: 'goid_employer' });
  const asClerk = { ...there, database: face };
  await elsewhere.run(sql`
    insert into accounts.account (account_id, subject, display_name, created_at)
    values (${accountId}, 'clerk', '\\x00', now()) on conflict do nothing`);
  await elsewhere.run(sql`
    insert into accounts.recovery (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash, started_at,
      ends_at, noticed_at) values (${newId(now)}, ${accountId}, 'password', 'waiting', '\\x00', '\\x00', '\\x00', now(), now(), now())`);
  const by = { kind: 'member', accountId } as const;
  const removal = { clerkId: other.clerkId, employerId, npp: '1001', now };
  const invitationId = waiting?.invitationId ?? '';
  const tries = {
    approveFiling: () => approve(face, { clerk, filingId: filing.filingId, now }),
    chooseTwo: () => chooseTwo(face, { clerk, npp: '1001', twoPerson: true, now }),
    removeClerk: () => removeClerk(face, { ...removal, by }),
    inviteClerk: () => inviteClerk(asClerk, { clerk, ...asked, email: 'b@contoh.example' }),
    withdrawFiling: () => withdrawFiling(face, { clerk, filingId: second.filingId, now }),
    acceptInvitation: () => acceptInvitation(asClerk, { token, accountId, npp: '1001' }),
    withdrawInvitation: () => withdrawInvitation(asClerk, { clerk, employer, invitationId }),
  };
  for (const [name, change] of Object.entries(tries))
    assert.deepEqual(await change(), { ok: false, refusal: 'recovery' }, name);
  await elsewhere.run(
    sql`update accounts.recovery set state = 'cancelled', closed_at = now() where account_id = ${accountId}`,
  );
  for (const [name, change] of Object.entries(tries))
    if (!['removeClerk', 'withdrawInvitation'].includes(name)) assert.ok((await change()).ok, name);
  await face.close();
});

/** An account row of its own, with a contact and a session, so that two can be compared. */
async function ownAccount(
  of: typeof database,
  accountId: string,
  has: { readonly contact: string; readonly device: string; readonly personId?: string },
) {
  await of.run(sql`
    insert into accounts.account (account_id, subject, person_id, display_name, created_at)
    values (${accountId}, ${accountId}, ${has.personId ?? null}::uuid, '\\x00', now())`);
  await of.run(sql`
    insert into accounts.contact (account_id, contact_id, channel, address, address_hash, confirmed_at)
    values (${accountId}, ${newId(now)}, 'sms', '\\x00', ${Buffer.from(has.contact)}, now())`);
  await of.run(sql`
    insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at, last_seen_at,
      idle_seconds, expires_at)
    values (${newId(now)}, ${accountId}, '2', '{pwd}', false, '192.0.2.7', ${has.device}, now(), now(), 900, now())`);
}

test('where two persons are needed, a second account of the same person neither joins nor approves', async () => {
  const elsewhere = await testDatabase();
  await importPeople(elsewhere);
  const there = filingServices(elsewhere);
  const face = openDatabase({ url: elsewhere.url, role: 'goid_employer' });
  const asClerk = { ...there, database: face };
  const [ann, bob, twin] = [
    await newClerk(elsewhere, '1001'),
    await newClerk(elsewhere, '1001'),
    await newClerk(elsewhere, '1001'),
  ];
  const { employerId } = ann;
  const employer = (await employerByNumber(elsewhere, '1001')) ?? assert.fail('no employer');
  await ownAccount(elsewhere, ann.accountId, { contact: 'a', device: 'x', personId: newId(now) });
  await ownAccount(elsewhere, twin.accountId, { contact: 'a', device: 'x' });
  await ownAccount(elsewhere, bob.accountId, { contact: 'a', device: 'y', personId: newId(now) });
  const asked = { clerk: ann, employer, mayFile: true, mayApprove: true, language: 'id' } as const;
  assert.ok((await inviteClerk(asClerk, { ...asked, email: 'a@contoh.example' })).ok);
  const token = await newestToken(elsewhere);
  const joining = newId(now);
  await ownAccount(elsewhere, joining, { contact: 'a', device: 'x' });
  const join = () => acceptInvitation(asClerk, { token, accountId: joining, npp: '1001' });
  assert.ok((await chooseTwo(face, { clerk: ann, npp: '1001', twoPerson: true, now })).ok);
  assert.deepEqual(await join(), { ok: false, refusal: 'same_person' });
  const { filing } = await filed(there, { clerk: ann, bytes: `KPJ,UPAH\n${cards.siti},7500000\n` });
  const approveBy = (clerk: typeof ann) => approve(face, { clerk, filingId: filing.filingId, now });
  assert.deepEqual(await approveBy(twin), { ok: false, refusal: 'same_person' });
  // The twin chooses the rule away: Ann is bound as if she had.
  assert.ok((await chooseTwo(face, { clerk: twin, npp: '1001', twoPerson: false, now })).ok);
  assert.deepEqual(await approveBy(ann), { ok: false, refusal: 'own_filing' });
  assert.deepEqual(await approveBy(twin), { ok: false, refusal: 'same_person' });
  // The register knows Ann and Bob as two persons, whatever telephone they share.
  assert.ok((await approveBy(bob)).ok);
  assert.ok((await join()).ok, 'the link was not used up, and the rule is off');
  const noted = await elsewhere.many<{ event: string; signs: string }>(sql`
    select event, details ->> 'in_common' as signs from activity.entry
    where details ? 'in_common' order by event`);
  assert.deepEqual(noted, [
    { event: 'clerk_added', signs: 'contact device' },
    { event: 'filing_approved', signs: 'contact' },
  ]);
  assert.equal((await clerksOf(elsewhere, employerId)).length, 4);
  await face.close();
});
