import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import {
  addClaimContact,
  answerClaim,
  askForClaimCode,
  askToRegister,
  claimContactsEnough,
  claimView,
  confirmClaimContact,
  freezeForDeath,
  keepRegisterContact,
  openClaimedAccount,
  signIn,
  verifyClaimCode,
} from '#accounts';
import { newId } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { openDatabase, sql } from '#platform';
import {
  accountServices,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import {
  begin,
  fillRegister,
  identityOf,
  registerPerson,
  runClaimJobs,
  servicesLike,
} from '../../tests/support/registering.ts';

const owner = await testDatabase();
const sso = openDatabase({ url: owner.url, role: 'goid_sso' });
const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
after(() => Promise.all([sso.close(), worker.close()]));

const fresh = () => {
  const services = { ...accountServices(sso), memberRegister: { findPersonByMemberNumber } };
  return {
    services,
    sent: services.outbox.sent,
    work: () => runClaimJobs(servicesLike(services, worker), owner),
  };
};
/** What was found for the one registration that there is. */
const outcomeOfOnly = async () =>
  (await owner.one<{ outcome: string }>(sql`select outcome from accounts.claim`)).outcome;
beforeEach(() => owner.run(sql`delete from accounts.claim`));

test('a person on the register opens an account with own contacts, and the register’s contact stays behind', async () => {
  const person = registerPerson({ email: 'siti.lama@contoh.id' });
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const token = await begin(services, person);
  assert.equal(sent.length, 0, 'the page itself sends nothing');
  await work();
  assert.deepEqual(
    sent.map(({ template, channel, to }) => [template, channel, to]),
    [['register_code', 'sms', person.phone]],
  );
  assert.deepEqual(await verifyClaimCode(services, token, sent[0]?.parameters['code'] ?? ''), {
    ok: true,
    value: undefined,
  });
  assert.equal(await claimContactsEnough(services, token), false, 'a contact is needed');
  // No message that costs money goes to a country that the operator did not name.
  const abroad = await addClaimContact(services, token, '+44 7700 900123', testOrigin);
  assert.deepEqual(abroad, { ok: false, refusal: { kind: 'not-possible' } });
  assert.ok((await addClaimContact(services, token, ' Baru@Contoh.ID ', testOrigin)).ok);
  assert.equal(sent[1]?.to, 'baru@contoh.id');
  assert.ok((await confirmClaimContact(services, token, sent[1]?.parameters['code'] ?? '', testOrigin)).ok);
  assert.equal(await claimContactsEnough(services, token), true);
  const opened = await openClaimedAccount(
    services,
    token,
    { username: 'siti.baru', password: testPassword },
    testOrigin,
  );
  assert.ok(opened.ok);
  const contacts = await owner.many(sql`
    select channel from accounts.contact where account_id = ${opened.value.accountId}`);
  assert.deepEqual(contacts, [{ channel: 'email' }]);
  assert.deepEqual(
    sent.slice(2).map(({ template, to }) => [template, to]),
    [
      ['account_opened', 'baru@contoh.id'],
      ['account_opened', person.phone],
      ['account_opened', 'siti.lama@contoh.id'],
    ],
  );
  for (const name of ['siti.baru', 'baru@contoh.id', person.kpj])
    assert.ok((await signIn(services, signInRequest(name))).ok, name);
  assert.equal((await signIn(services, signInRequest(person.phone))).ok, false);
  assert.equal((await claimView(services, token))?.state, 'done');
});

test('nobody opens an account in the name of somebody who was reported dead', async () => {
  const person = registerPerson({ email: 'almarhum@contoh.id' });
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const personId = await findPersonByMemberNumber(owner, identityOf(person).memberNumber);
  const now = services.clock.now();
  const report = { caseId: newId(now), caseNumber: 'K-2222-2222', officerId: newId(now), now };
  await owner.transaction((tx) =>
    freezeForDeath({ ...services, database: owner }, tx, { accountId: undefined, personId, ...report }),
  );
  await begin(services, person);
  await work();
  assert.deepEqual([await outcomeOfOnly(), sent.length], ['account-frozen', 0]);
});

test('the typed numbers are wiped when they were looked at, and the page’s rights do not reach what was found', async () => {
  const { services, work } = fresh();
  await begin(services, registerPerson());
  await work();
  const rows = await owner.many(sql`select 1 from accounts.claim where typed is not null`);
  assert.deepEqual(rows, []);
  await assert.rejects(sso.many(sql`select outcome from accounts.claim`), { code: '42501' });
  await assert.rejects(sso.many(sql`select typed from accounts.claim`), { code: '42501' });
  await assert.rejects(sso.many(sql`select email_hash from members.person`), { code: '42501' });
});

test('no code is right for somebody who is not on the register, and nothing is sent', async () => {
  const { services, sent, work } = fresh();
  const token = await begin(services, registerPerson());
  await work();
  assert.equal(sent.length, 0);
  assert.equal(await outcomeOfOnly(), 'not-on-register');
  const refused = await verifyClaimCode(services, token, '123456');
  assert.deepEqual(refused, { ok: false, refusal: { kind: 'wrong', triesLeft: 4 } });
});

const sharedPhone = '+6281277770001';

/** Who asks, what is on the register, what is found, and which message goes to whom. */
const cases = [
  {
    name: 'another birth date than on the register',
    on: [registerPerson()],
    typed: { birthDate: '1988-05-18' },
    outcome: 'not-on-register',
    sent: [],
  },
  {
    name: 'the NIK of one person and the card of another',
    on: [registerPerson(), registerPerson()],
    typed: { memberNumber: 'of the second' },
    outcome: 'not-on-register',
    sent: [],
  },
  {
    name: 'no contact on the register',
    on: [registerPerson({ phone: '' })],
    typed: {},
    outcome: 'no-contact',
    sent: [],
  },
  {
    name: 'a phone that two people have',
    on: [registerPerson({ phone: sharedPhone }), registerPerson({ phone: sharedPhone })],
    typed: {},
    outcome: 'contact-shared',
    sent: [['register_shared', sharedPhone]],
  },
  {
    name: 'the mailbox of the employer’s office',
    on: [registerPerson({ phone: '', email: 'HRD@pabrik.contoh.id' })],
    typed: {},
    outcome: 'contact-shared',
    sent: [['register_shared', 'HRD@pabrik.contoh.id']],
  },
  {
    name: 'a shared phone and a mailbox of one’s own',
    on: [
      registerPerson({ phone: '+6281277770002', email: 'sendiri@contoh.id' }),
      registerPerson({ phone: '+6281277770002' }),
    ],
    typed: {},
    outcome: 'fits',
    sent: [['register_code', 'sendiri@contoh.id']],
  },
] as const;

for (const { name, on, typed, outcome, sent: expected } of cases)
  test(`${name}: ${outcome}`, async () => {
    await fillRegister(owner, on);
    const { services, sent, work } = fresh();
    const identity = {
      ...identityOf(on[0]),
      ...typed,
      ...('memberNumber' in typed ? { memberNumber: on[1]?.kpj ?? '' } : {}),
    };
    const asked = await askToRegister(services, identity, testOrigin);
    assert.ok(asked.ok);
    await work();
    assert.equal(await outcomeOfOnly(), outcome);
    assert.deepEqual(
      sent.map(({ template, to }) => [template, to]),
      expected,
    );
    const view = await claimView(services, asked.value.token);
    const cases = await owner.many(sql`
      select case_number from cases.case where case_number = ${view?.caseNumber ?? ''} and kind = 'shared_contact'`);
    assert.equal(
      cases.length,
      outcome === 'contact-shared' || outcome === 'no-contact' ? 1 : 0,
      'support finds the number that the page told, when there is something to do',
    );
    assert.equal(view?.state, 'code');
    assert.equal(view?.registerContact, undefined);
  });

test('somebody who has an account is told at the account’s own address, and no code leads on', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const personId = await findPersonByMemberNumber(owner, person.kpj);
  const account = await newTestAccount({ ...services, database: owner }, personId ? { personId } : {});
  await begin(services, person);
  await work();
  assert.deepEqual(
    sent.map(({ template, to }) => [template, to]),
    [['register_exists', account.phone]],
  );
});

test('the contact on the register is taken over only when the person says that it is her own', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const token = await begin(services, person);
  await work();
  assert.equal(await keepRegisterContact(services, token), false, 'not before its code was right');
  await verifyClaimCode(services, token, sent[0]?.parameters['code'] ?? '');
  assert.ok((await claimView(services, token))?.registerContact);
  assert.equal(await keepRegisterContact(services, token), true);
  assert.equal(await claimContactsEnough(services, token), true);
  const opened = await openClaimedAccount(
    services,
    token,
    { username: '', password: testPassword },
    testOrigin,
  );
  assert.ok(opened.ok);
  assert.ok((await signIn(services, signInRequest(person.phone))).ok);
});

test('a code that went to two contacts proves neither to be one’s own', async () => {
  const person = registerPerson({ email: 'dua@contoh.id' });
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const token = await begin(services, person);
  await work();
  services.clock.advance(61);
  assert.ok((await askForClaimCode(services, token, 'email')).ok);
  await work();
  assert.deepEqual(
    sent.map(({ to, parameters }) => [to, parameters['code']]),
    [
      [person.phone, sent[0]?.parameters['code']],
      ['dua@contoh.id', sent[0]?.parameters['code']],
    ],
  );
  await verifyClaimCode(services, token, sent[0]?.parameters['code'] ?? '');
  assert.equal((await claimView(services, token))?.registerContact, undefined);
  assert.equal(await keepRegisterContact(services, token), false);
});

test('a job that runs again sends nothing twice', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  await begin(services, person);
  await work();
  const { claim_id: claimId } = await owner.one<{ claim_id: string }>(
    sql`select claim_id from accounts.claim`,
  );
  await answerClaim(servicesLike(services, worker), claimId);
  assert.equal(sent.length, 1);
});

test('asking and guessing are limited by what was typed, on the register or not', async () => {
  for (const known of [true, false]) {
    const person = registerPerson();
    if (known) await fillRegister(owner, [person]);
    const { services } = fresh();
    const tokens: string[] = [];
    for (let asked = 0; asked < 5; asked += 1) tokens.push(await begin(services, person));
    const sixth = await askToRegister(services, identityOf(person), testOrigin);
    assert.equal(sixth.ok ? '' : sixth.refusal.kind, 'too-many');
    const kinds: string[] = [];
    for (let tried = 0; tried < 6; tried += 1) {
      const result = await verifyClaimCode(services, tokens[tried % 5], '000000');
      kinds.push(result.ok ? 'right' : result.refusal.kind);
    }
    assert.deepEqual(kinds, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'too-many'], String(known));
  }
});

test('past the budget for SMS to a block of numbers a registration sends none, says nothing of it, and the job says why', async () => {
  const people = ['1', '2', '3'].map((last) => registerPerson({ phone: `+62856777000${last}` }));
  await fillRegister(owner, people);
  const { services, sent } = fresh();
  const tight = { ...services, config: { ...services.config, PAID_SENDS_PER_BLOCK_PER_HOUR: 1 } };
  const outcomes: unknown[] = [];
  const views: unknown[] = [];
  for (const person of people.slice(0, 2)) {
    const token = await begin(tight, person);
    const { claim_id: claimId } = await owner.one<{ claim_id: string }>(
      sql`select claim_id from accounts.claim where sends_done < sends_asked`,
    );
    outcomes.push(await answerClaim(servicesLike(tight, worker), claimId));
    const { caseNumber, ...view } = (await claimView(tight, token)) ?? assert.fail();
    assert.ok(caseNumber);
    views.push(view);
    if (outcomes.length === 2) continue;
    // What is used counts no more; here nobody uses it.
    assert.equal(sent.length, 1);
  }
  assert.deepEqual(outcomes, [undefined, 'way-closed']);
  assert.deepEqual(views[0], views[1], 'the page shows the same');
  assert.equal(sent.length, 1);
});

test('a code that opens a registration gives its SMS back to the budgets', async () => {
  const people = ['1', '2'].map((last) => registerPerson({ phone: `+62857777000${last}` }));
  await fillRegister(owner, people);
  const { services, sent } = fresh();
  const tight = { ...services, config: { ...services.config, PAID_SENDS_PER_BLOCK_PER_HOUR: 1 } };
  for (const person of people) {
    const token = await begin(tight, person);
    await runClaimJobs(servicesLike(tight, worker), owner);
    assert.ok((await verifyClaimCode(tight, token, sent.at(-1)?.parameters['code'] ?? '')).ok, person.phone);
  }
});

test('an own number gets codes within the budgets of all SMS, and in the countries of the setting only', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const { services, sent, work } = fresh();
  const tight = { ...services, config: { ...services.config, PAID_SENDS_PER_NUMBER_PER_DAY: 1 } };
  const token = await begin(tight, person);
  await work();
  assert.ok((await verifyClaimCode(tight, token, sent[0]?.parameters['code'] ?? '')).ok);
  const add = async (typed: string) => {
    const added = await addClaimContact(tight, token, typed, testOrigin);
    return added.ok ? 'sent' : added.refusal.kind;
  };
  assert.equal(await add('+13125550198'), 'not-possible');
  assert.equal(await add('081399990001'), 'sent');
  services.clock.advance(60);
  assert.equal(await add('081399990001'), 'way-closed');
  assert.equal(await add('murah@contoh.id'), 'sent');
});
