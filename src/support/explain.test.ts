import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  askForReset,
  codeView,
  disown,
  enrolmentOf,
  finishEnrolment,
  freezeForDeath,
  inviteOfficer,
  removeOfficer,
  resetPassword,
  sendReset,
  signIn,
  startRecovery,
  takeFinishedSignIn,
  useSession,
  verifyCode,
} from '#accounts';
import { activitySince, recentActivity } from '#activity';
import { casesOf } from '#cases';
import { newId } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { deliverMessage } from '#notifications';
import { type Config, openDatabase, sql } from '#platform';
import { type GateName, explainSignIn, explainTyped, gates } from '#support';
import { pino } from 'pino';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
  testPassword,
} from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { appCode } from '../../tests/support/officer.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';

const owner = await testDatabase();
const sso = openDatabase({ url: owner.url, role: 'goid_sso' });
const desk = openDatabase({ url: owner.url, role: 'goid_console' });
after(() => Promise.all([sso.close(), desk.close()]));
const log = pino({ level: 'silent' });

/** The sign-in face as it is served, and the desk that explains with the console's rights only. */
function house(settings: Partial<Config> = {}) {
  const services = accountServices(sso, settings);
  const all = { ...services, database: owner };
  const support = { ...services, database: desk, log };
  const explain = (accountId: string | undefined, personId?: string, roles = ['agent']) =>
    explainSignIn(support, { accountId, personId }, roles);
  let typed = 0;
  const wrong = (identifier: string, more = {}) =>
    signIn(services, signInRequest(identifier, { password: `Bukan-Sandinya-${(typed += 1)}`, ...more }));
  const account = (more: Parameters<typeof newTestAccount>[1] = {}) => newTestAccount(all, more);
  return { services, all, support, explain, wrong, account, clock: services.clock };
}
type House = ReturnType<typeof house>;

/** Signs in up to the code page and returns its interaction; a code by message has gone out by then. */
async function atCode({ services }: House, username: string): Promise<string> {
  const request = signInRequest(username);
  assert.ok((await signIn(services, request)).ok);
  await codeView(services, request.interactionUid, testOrigin);
  return request.interactionUid;
}

async function askedFor(
  { services }: House,
  accountId: string,
  email: string,
  purpose: 'password' | 'factor',
) {
  assert.ok((await askForReset(services, email, purpose, testOrigin)).ok);
  const { id } = await owner.one<{ id: string }>(
    sql`select request_id as id from accounts.reset_request where account_id = ${accountId}`,
  );
  await sendReset(services, { requestId: id });
  return services.outbox.sent.at(-1)?.parameters['token'] ?? assert.fail('no token');
}

/** The owner says of the last entry that it was somebody else. */
async function disowned({ services, clock }: House, accountId: string, username: string) {
  const request = signInRequest(username);
  assert.ok((await signIn(services, request)).ok);
  const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  const session = await useSession(sso, finished?.sessionId ?? '', clock.now());
  const [entry] = await recentActivity(sso, accountId, 1);
  assert.ok(session && entry);
  assert.ok((await disown(services, session, entry.id, testOrigin)).ok);
}

/** A deletion that ends in so many days. */
function asksForDeletion(accountId: string, now: Date, days: number): Promise<number> {
  const at = (day: number) => new Date(now.getTime() + day * 86_400_000);
  return owner.run(sql`
    insert into accounts.closing (account_id, asked_at, erase_after) values (${accountId}, ${at(days - 30)}, ${at(days)})`);
}

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

type Case = {
  readonly settings?: Partial<Config>;
  /** Brings somebody into the state by the verbs that bring members there; answers with whom to explain. */
  readonly arrange: (
    at: House,
  ) => Promise<{ readonly accountId: string | undefined; readonly personId?: string }>;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly untilSeconds?: number;
  /** An entry before it in the list is closed by the same event. */
  readonly notFirst?: true;
};

const states: Readonly<Record<GateName, Case>> = {
  known: { arrange: async () => ({ accountId: undefined }) },
  no_account: {
    arrange: async () => {
      const person = registerPerson();
      await fillRegister(owner, [person]);
      return { accountId: undefined, personId: (await findPersonByMemberNumber(owner, person.kpj)) ?? '' };
    },
  },
  reported_death: {
    arrange: async ({ all, account, clock }) => {
      const { accountId } = await account();
      const now = clock.now();
      const report = { caseId: newId(now), caseNumber: 'K-2222-2222', officerId: newId(now), now };
      await owner.transaction((tx) => freezeForDeath(all, tx, { accountId, personId: undefined, ...report }));
      return { accountId };
    },
    values: { by: 'officer', since: '2026-11-20T03:00:00.000Z', objected: 0 },
  },
  being_deleted: {
    arrange: async ({ account, clock }) => {
      const { accountId } = await account();
      await asksForDeletion(accountId, clock.now(), -1);
      await owner.run(sql`select accounts.close_account(${accountId}, ${clock.now()})`);
      await owner.run(
        sql`update accounts.closing set closed_at = ${clock.now()} where account_id = ${accountId}`,
      );
      return { accountId };
    },
    values: { since: '2026-11-20T03:00:00.000Z' },
  },
  deletion_waits: {
    arrange: async ({ account, clock }) => {
      const { accountId } = await account();
      await asksForDeletion(accountId, clock.now(), 30);
      return { accountId };
    },
    untilSeconds: 30 * 86_400,
  },
  frozen: {
    arrange: async ({ all }) => {
      const officer = { username: 'petugas.lama', displayName: 'Lama', roles: ['agent'] as const };
      await inviteAndEnrol(all, { ...officer, memberNumber: undefined });
      const { accountId } = await owner.one<{ accountId: string }>(
        sql`select account_id as "accountId" from accounts.officer`,
      );
      assert.ok((await removeOfficer(all, 'petugas.lama')).ok);
      return { accountId };
    },
    values: { by: 'system' },
  },
  password_disabled: {
    settings: { PASSWORD_FAILURES: 3 },
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      for (let tried = 0; tried < 3; tried += 1) await at.wrong(username);
      return { accountId };
    },
  },
  password_closed: {
    settings: { PASSWORD_TRIES: 2 },
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      for (let tried = 0; tried < 2; tried += 1) await at.wrong(username);
      return { accountId };
    },
    values: { limit: 'password_identifier', at: 'username' },
    untilSeconds: 900,
  },
  password_day: {
    settings: { PASSWORD_TRIES_PER_DAY: 2 },
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      for (let tried = 0; tried < 2; tried += 1) await at.wrong(username);
      return { accountId };
    },
    untilSeconds: 86_400,
  },
  device_closed: {
    settings: { PASSWORD_TRIES: 2 },
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      const origin = { ...testOrigin, device: await knownDeviceOf(at.services, accountId) };
      for (let tried = 0; tried < 2; tried += 1) await at.wrong(username, { origin });
      return { accountId };
    },
    untilSeconds: 900,
  },
  reset_due: {
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      await disowned(at, accountId, username);
      return { accountId };
    },
    values: { reason: 'not_me' },
  },
  new_password_due: {
    settings: { PASSWORD_MAX_AGE_DAYS: 1 },
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      at.clock.advance(2 * 86_400);
      assert.ok((await signIn(at.services, signInRequest(username))).ok);
      return { accountId };
    },
    values: { reason: 'old' },
  },
  codes_closed: {
    settings: { CODE_WRONG_PER_HOUR: 2 },
    arrange: async (at) => {
      const { accountId, username } = await at.account({ secondFactor: ['sms'] });
      const uid = await atCode(at, username);
      const options = { remember: false, origin: testOrigin };
      for (const code of ['000001', '000002']) await verifyCode(at.services, uid, code, options);
      return { accountId };
    },
    untilSeconds: 3600,
  },
  sends_closed: {
    settings: { CODE_SENDS_PER_HOUR: 1 },
    arrange: async (at) => {
      const { accountId, username } = await at.account({ secondFactor: ['sms'] });
      await atCode(at, username);
      return { accountId };
    },
    untilSeconds: 3600,
  },
  mailbox_only: {
    arrange: async (at) => {
      const { accountId, email } = await at.account({ secondFactor: ['email'] });
      const token = await askedFor(at, accountId, email, 'password');
      const password = 'Rawa-Bening-Subuh-19';
      assert.ok((await resetPassword(at.services, token, { password, repeat: password }, testOrigin)).ok);
      return { accountId };
    },
  },
  provider_outage: {
    arrange: async (at) => {
      const { accountId, username } = await at.account({ secondFactor: ['sms'] });
      await atCode(withPost(at), username);
      // Nobody comes for the message.
      at.clock.advance(180);
      return { accountId };
    },
    values: { channels: 'sms' },
  },
  code_not_delivered: {
    arrange: async (at) => {
      const { accountId, username } = await at.account({ secondFactor: ['email'] });
      await atCode(withPost(at), username);
      const { id } = await owner.one<{ id: string }>(
        sql`select id from notifications.message where account_id = ${accountId}`,
      );
      const carriers = {
        longestSeconds: 1,
        handOver: async () => ({ kind: 'refused', error: 'address_refused' }) as const,
        close: async () => {},
      };
      await deliverMessage(
        { ...at.all, log, carriers } as unknown as Parameters<typeof deliverMessage>[0],
        id,
      );
      return { accountId };
    },
    values: { channels: 'email' },
  },
  app_clock: {
    arrange: async (at) => {
      const { accountId, username } = await at.account({ secondFactor: ['totp'], totpSecret: secret });
      const uid = await atCode(at, username);
      const late = appCode(secret, at.clock.now().getTime() - 240_000);
      await verifyCode(at.services, uid, late, { remember: false, origin: testOrigin });
      return { accountId };
    },
    values: { seconds: 240 },
  },
  number_stale: {
    arrange: async (at) => {
      const { accountId } = await at.account({ secondFactor: ['sms'] });
      at.clock.advance(91 * 86_400);
      return { accountId };
    },
  },
  recovery_waits: {
    arrange: async (at) => {
      const { accountId, email } = await at.account({ secondFactor: ['sms'] });
      const token = await askedFor(at, accountId, email, 'factor');
      const origin = { ...testOrigin, device: await knownDeviceOf(at.services, accountId) };
      assert.ok((await startRecovery(at.services, token, origin)).ok);
      return { accountId };
    },
    values: { ready: 0 },
    untilSeconds: 72 * 3600,
  },
  contacts_frozen: {
    arrange: async (at) => {
      const { accountId, username } = await at.account();
      await disowned(at, accountId, username);
      return { accountId };
    },
    notFirst: true,
    untilSeconds: 72 * 3600,
  },
};

/** With the room that sends, whose messages wait in the outbox. */
function withPost(at: House): House {
  const { outbox, ...services } = at.services;
  assert.ok(outbox);
  return { ...at, services: services as House['services'] };
}

async function inviteAndEnrol(
  services: House['all'],
  officer: Parameters<typeof inviteOfficer>[1],
  face = { ...services, database: sso },
): Promise<void> {
  const invited = await inviteOfficer(services, officer);
  assert.ok(invited.ok);
  const view = await enrolmentOf(face, invited.value.token);
  const password = 'Rawa-Bening-Subuh-19';
  const code = appCode(view?.secret ?? '', services.clock.now().getTime());
  const made = await finishEnrolment(
    face,
    invited.value.token,
    { password, repeat: password, code },
    testOrigin,
  );
  assert.ok(made.ok);
}

for (const { name } of gates) {
  const { settings, arrange, values, untilSeconds, notFirst } = states[name];
  test(`the explainer says "${name}" of somebody who is in that state, and what an agent may offer`, async () => {
    await owner.run(sql`delete from throttle.state`);
    const at = house(settings);
    const { accountId, personId } = await arrange(at);
    const explained = await at.explain(accountId, personId);
    const found = explained.gates.find(({ gate }) => gate === name);
    assert.ok(found && !found.open, JSON.stringify(explained.first));
    if (!notFirst) assert.equal(explained.first?.gate, name);
    for (const [key, value] of Object.entries(values ?? {})) assert.equal(found.values?.[key], value, key);
    if (untilSeconds !== undefined) {
      const seconds = ((found.until?.getTime() ?? 0) - at.clock.now().getTime()) / 1000;
      assert.ok(seconds > untilSeconds * 0.9 && seconds <= untilSeconds * 4, String(seconds));
    }
    assert.ok(found.remedies.length > 0);
  });
}

test('of an account that nothing is wrong with every gate is open', async () => {
  const at = house();
  const { accountId } = await at.account({ secondFactor: ['totp', 'sms'], totpSecret: secret });
  const explained = await at.explain(accountId);
  assert.deepEqual(
    explained.gates.filter(({ open }) => !open),
    [],
  );
  assert.equal(explained.first, undefined);
});

test('a lock ends in the explanation when it ends at the sign-in, and at once with a new password', async () => {
  const at = house({ PASSWORD_TRIES: 2 });
  const { accountId, username, email } = await at.account();
  for (let tried = 0; tried < 2; tried += 1) await at.wrong(username);
  assert.equal((await at.explain(accountId)).first?.gate, 'password_closed');
  const token = await askedFor(at, accountId, email, 'password');
  const password = 'Rawa-Bening-Subuh-19';
  assert.ok((await resetPassword(at.services, token, { password, repeat: password }, testOrigin)).ok);
  assert.equal((await at.explain(accountId)).first, undefined);
  for (let tried = 0; tried < 2; tried += 1) await at.wrong(username);
  at.clock.advance(901);
  assert.equal((await at.explain(accountId)).first, undefined);
});

test('a role is offered what it may do: an agent is sent to an operator, who is told what brings an officer back', async () => {
  const at = house();
  const { accountId } = await at.account();
  await owner.run(sql`update accounts.account set state = 'frozen' where account_id = ${accountId}`);
  const offered = async (...roles: string[]) =>
    (await at.explain(accountId, undefined, roles)).first?.remedies;
  assert.deepEqual(await offered('agent'), ['ask_operator']);
  assert.deepEqual(await offered('operator'), ['restore_officer']);
  assert.deepEqual(await offered('auditor'), []);
});

test('the command’s look is on record with a case, and what it answers holds no address and no secret', async () => {
  const at = house();
  const account = await at.account({ secondFactor: ['sms'] });
  const explained = await explainTyped({ ...at.all, log }, account.username, ['agent']);
  assert.ok(explained.ok);
  const [opened] = await casesOf(owner, account.accountId);
  assert.equal(explained.value.caseNumber, opened?.caseNumber);
  const since = { since: new Date(0), before: undefined, limit: 10 };
  const entries = await activitySince(owner, account.accountId, since);
  const entry = entries.find(({ event }) => event === 'support_looked');
  assert.deepEqual(
    [entry?.event, entry?.actor, entry?.details?.['case']],
    ['support_looked', { kind: 'officer' }, opened?.caseNumber],
  );
  const told = JSON.stringify(explained.value);
  for (const value of [account.email, account.phone, account.username, testPassword])
    assert.ok(!told.includes(value), value);
  const nobody = await explainTyped({ ...at.all, log }, 'tidak.ada.siapa', ['agent']);
  assert.ok(nobody.ok);
  assert.equal(nobody.value.first?.gate, 'known');
  // Of nobody nothing else can be asked: a gate that says "open" would be believed.
  assert.deepEqual([...new Set(nobody.value.gates.slice(1).map(({ open }) => open))], [undefined]);
  assert.equal(nobody.value.caseNumber, undefined);
});
