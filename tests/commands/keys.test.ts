import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  askForPasskey,
  askForReset,
  codeView,
  isIdentifierTaken,
  isResetLinkAlive,
  makeRecoveryCodes,
  recoveryOfStopLink,
  sendReset,
  signIn,
  signInByPasskey,
  startRecovery,
  verifyCode,
} from '#accounts';
import { verifyActivity } from '#activity';
import { demonstrationCast } from '#generate';
import { addMonths, dayIn, monthOf, newId } from '#kernel';
import { findPersonByNationalNumber, revealNationalNumber } from '#members';
import { setReadOnly } from '#operations';
import {
  beginMoving,
  forgetHolder,
  keyHolders,
  keyOfHash,
  noteHolder,
  openDatabase,
  readConfig,
  readKeyRing,
  readKeyUses,
  rehashPages,
  sealedByKey,
  sql,
} from '#platform';
import { listSigningKeys } from '#sso';
import { isKnownDevice } from '../../src/accounts/known-device.ts';
import { allHashedColumns, allSealedColumns } from '../../src/commands/keyed-columns.ts';
import { addKey } from '../../src/commands/key-rotate.ts';
import { allHold } from '../../src/commands/key-steps.ts';
import { loadDemonstration } from '../../src/commands/demonstration.ts';
import { openFaces, type OpenFaces } from '../../src/commands/faces.ts';
import { type House, openHouse } from '../../src/commands/house.ts';
import {
  accountServices,
  knownDeviceOf,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../support/accounts.ts';
import { runGoid } from '../support/command.ts';
import { type Browser, newBrowser } from '../support/cookie-jar.ts';
import { cloneDatabase } from '../support/database.ts';
import { movingClock } from '../support/faces.ts';
import { newPasskey, passwordSession } from '../support/passkeys.ts';
import { freePortBase } from '../support/ports.ts';
import { enter } from '../support/tour.ts';

const url = await cloneDatabase();
const file = join(mkdtempSync(join(tmpdir(), 'goid-keys-')), 'master-keys');
writeFileSync(file, `lama:${Buffer.alloc(32, 3).toString('base64')}\n`, { mode: 0o600 });
process.env['MASTER_KEYS_FILE'] = file;
const environment = {
  DATABASE_URL: url,
  MASTER_KEYS_FILE: file,
  NODE_ENV: 'test',
  TEST_HASH_COST: 'on',
  LOG_LEVEL: 'silent',
  METRICS_PORT: '0',
  PORT_BASE: String(await freePortBase()),
};
const config = readConfig(environment);
const goid = (...words: string[]) => runGoid(words, environment);
const ringInFile = () => readKeyRing(readFileSync(file, 'utf8').trim());
const owner = openDatabase({ url, poolSize: 3 });

/** Two processes with a ring each: what one of them knows the other has to learn. */
const houses: House[] = [];
const open: OpenFaces[] = [];
before(async () => {
  for (const wanted of [['sso', 'portal'], ['console']] as const) {
    const house = await openHouse(config, ringInFile(), url);
    if (houses.length === 0) await loadDemonstration(house, () => {});
    houses.push(house);
    open.push(await openFaces(house, wanted));
  }
});
after(async () => {
  for (const faces of open) await faces.close();
  for (const house of houses) await house.close();
  await owner.close();
});
const serving = () => houses[0] ?? assert.fail();

const services = () => ({ ...accountServices(owner, config), keys: serving().keys, clock: movingClock() });
type Services = ReturnType<typeof services>;

const [someone] = demonstrationCast(addMonths(monthOf(dayIn(new Date())), -1));
const nik = someone?.nik ?? '';

async function sentToken(house: Services, typed: string, purpose: 'password' | 'factor'): Promise<string> {
  assert.ok((await askForReset(house, typed, purpose, testOrigin)).ok);
  const { request_id: requestId } = await owner.one<{ readonly request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null limit 1`,
  );
  await sendReset(house, { requestId });
  return house.outbox.sent.at(-1)?.parameters['token'] ?? assert.fail('no link');
}

/** Everything that people have in hand while the keys change, and how to see that it is still good. */
async function thingsInHand() {
  const house = services();
  const browser = newBrowser();
  const entered = await enter(browser, await browser.get(`${config.origins.portal}/login`), 'siti.rahayu');
  assert.equal(entered.url.href, `${config.origins.portal}/dashboard`);
  const form = await newBrowserAt(`${config.origins.portal}/login`);
  const coded = await newTestAccount(house, { secondFactor: ['sms'] });
  const start = signInRequest(coded.username);
  await signIn(house, start);
  await codeView(house, start.interactionUid, testOrigin);
  const code = house.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const codes = await makeRecoveryCodes(house, coded.accountId, testOrigin);
  const keyed = await newTestAccount(house);
  const device = await newPasskey(house, await passwordSession(house, keyed.username));
  const interactionUid = newId(new Date());
  const challenge = device.get(await askForPasskey(house, { kind: 'sign-in', interactionUid }));
  const lost = await newTestAccount(house, { secondFactor: ['sms'] });
  const known = { ...testOrigin, device: await knownDeviceOf(house, lost.accountId) };
  const link = await sentToken(house, keyed.email, 'password');
  assert.ok((await startRecovery(house, await sentToken(house, lost.email, 'factor'), known)).ok);
  const stop =
    house.outbox.sent.findLast(({ template }) => template === 'recovery_waiting')?.parameters['token'] ?? '';
  const stillGood = async () => {
    const now = services();
    const page = await browser.get(`${config.origins.portal}/`);
    assert.ok(page.body.includes('Siti'), 'a signed-in member');
    const safety = await browser.get(`${config.origins.sso}/security`);
    assert.equal(safety.url.pathname, '/security', 'the provider knows the session too');
    const late = await enter(form.browser, form.page, 'rizky.pratama');
    assert.equal(late.url.origin, config.origins.portal, 'a form that was shown before');
    assert.ok(await isResetLinkAlive(now, link), 'a reset link');
    assert.ok(await isKnownDevice(owner, known, lost.accountId, new Date()), 'a known device');
    assert.ok(await recoveryOfStopLink(now, stop), 'a stop link');
    const options = { remember: true, origin: testOrigin };
    assert.ok((await verifyCode(now, start.interactionUid, code, options)).ok, 'a waiting code');
    const answer = {
      interactionUid,
      shared: false,
      acrNeeded: undefined,
      origin: testOrigin,
      answer: challenge,
    };
    assert.ok((await signInByPasskey(now, answer)).ok, 'a passkey');
    const again = signInRequest(coded.username);
    assert.ok((await signIn(now, again)).ok, 'a password');
    const recoveryCode = codes.ok ? (codes.value[0] ?? '') : '';
    const recovered = await verifyCode(now, again.interactionUid, recoveryCode, options);
    assert.ok(recovered.ok, 'a recovery code');
    const personId = (await findPersonByNationalNumber(owner, now.keys, nik)) ?? assert.fail('the NIK');
    assert.equal(await revealNationalNumber(owner, now.keys, personId), nik);
    assert.ok(await isIdentifierTaken(owner, now.keys, keyed.email));
  };
  return stillGood;
}

async function newBrowserAt(
  address: string,
): Promise<{ browser: Browser; page: Awaited<ReturnType<Browser['get']>> }> {
  const browser = newBrowser();
  return { browser, page: await browser.get(address) };
}

const sealedWith = async () => {
  const ids = new Set<string>();
  for (const spec of allSealedColumns) for (const id of (await sealedByKey(owner, spec)).keys()) ids.add(id);
  return [...ids];
};

test('signing, data, cookie and pepper change while two processes run, and nothing that people have in hand is lost', async () => {
  const stillGood = await thingsInHand();
  const rotated = await goid('keys', 'rotate');
  assert.equal(rotated.code, 0, rotated.fault);
  const { keys } = serving();
  const [fresh = ''] = keys.ids;
  assert.deepEqual(keys.ids, [fresh, 'lama']);
  assert.deepEqual([keys.inUse('data'), keys.inUse('cookie'), keys.inUse('pepper')], [fresh, fresh, fresh]);
  assert.deepEqual([keys.inUse('index'), keys.inUse('head')], ['lama', 'lama'], 'not asked for');
  assert.deepEqual(houses[1]?.keys.uses, keys.uses, 'the other process acts by the same');
  assert.deepEqual(await sealedWith(), [fresh], 'everything is sealed anew');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await stillGood();
  const signing = await listSigningKeys(owner, new Date());
  assert.deepEqual(signing.map(({ state }) => state).toSorted(), ['next', 'next', 'signs', 'signs']);
  const published = await fetch(`${config.origins.sso}/oauth/jwks`);
  assert.equal(
    ((await published.json()) as { keys: unknown[] }).keys.length,
    4,
    'the next ones are published ahead of their use',
  );
  const events = await owner.many<{ event: string }>(
    sql`select event from activity.entry where event like 'key\\_%' order by at`,
  );
  assert.deepEqual(new Set(events.map(({ event }) => event)), new Set(['key_added', 'key_used']));
});

test('look-ups move only while nothing is written; then both processes find by the new chain', async () => {
  const refused = await goid('keys', 'rotate', 'index');
  assert.match(refused.fault, /read-only site/);
  const stillGood = await thingsInHand();
  const now = new Date();
  const until = new Date(now.getTime() + 3_600_000);
  const wish = { scope: 'site', until, reason: { id: 'Uji', en: 'Trial' } } as const;
  assert.ok((await setReadOnly(owner, wish, { officer: undefined }, now)).ok);
  const rotated = await goid('keys', 'rotate', 'index');
  assert.equal(rotated.code, 0, rotated.fault);
  const { keys } = serving();
  const [fresh = ''] = keys.ids;
  assert.deepEqual(keys.indexIds, ['lama', fresh]);
  for (const [first] of allHashedColumns) {
    const { left } = await owner.one<{ left: number }>(sql`
      select count(*)::int as left from accounts.identifier where index_key_id is distinct from ${fresh}`);
    assert.equal(left, 0, first.table);
  }
  await stillGood();
});

test('a move of the look-ups that was killed goes on, and finds meanwhile by both', async () => {
  const before = ringInFile().ids.length;
  const work = { database: owner, keys: ringInFile(), now: () => new Date(), tell: () => {} };
  await addKey(work, config);
  const [fresh = ''] = work.keys.ids;
  await beginMoving(owner, fresh, new Date());
  await readKeyUses(owner, work.keys);
  const [identifiers] = allHashedColumns;
  assert.ok(identifiers);
  assert.ok((await rehashPages(owner, work.keys, identifiers, fresh, 0)) > 0);
  // Here it is killed: identifiers have moved, nothing else has.
  assert.ok(await isIdentifierTaken(owner, work.keys, 'siti.rahayu'));
  assert.ok(await findPersonByNationalNumber(owner, work.keys, nik));
  const again = await goid('keys', 'rotate', 'index');
  assert.equal(again.code, 0, again.fault);
  assert.equal(ringInFile().ids.length, before + 1, 'no further key was made');
  assert.equal(serving().keys.inUse('index'), fresh);
  assert.ok(await isIdentifierTaken(owner, serving().keys, 'siti.rahayu'));
  const personId = (await findPersonByNationalNumber(owner, serving().keys, nik)) ?? '';
  assert.equal(await revealNationalNumber(owner, serving().keys, personId), nik);
});

test('a key that something needs is not retired, and it says what needs it; one that nothing needs goes', async () => {
  const base = await goid('keys', 'retire', 'lama');
  assert.equal(base.code, 1);
  assert.match(base.fault, /Look-ups are made through it/);
  assert.match(base.fault, /\d+ rows need it: passwords/);
  assert.equal((await goid('keys', 'add')).code, 0);
  const [unused = ''] = ringInFile().ids;
  const retired = await goid('keys', 'retire', unused);
  assert.equal(retired.code, 0, retired.fault);
  assert.ok(!ringInFile().ids.includes(unused));
  const shown = await goid('keys');
  assert.match(shown.output, /key lama.*: in use for head\n(?:\s+\d+ .*\n)*\s+\d+ passwords/);
  assert.match(shown.output, /signing key .* \(ES256\): signs/);
});

test('nothing is made with a key that a running process does not have, and it says which', async () => {
  const holders = await keyHolders(owner);
  assert.deepEqual(holders.map(({ parts }) => parts).toSorted(), ['console', 'sso portal']);
  const late = { holder_id: newId(new Date()), parts: 'worker', key_ids: ['lama'], uses: '' };
  await noteHolder(owner, late);
  const work = { database: owner, keys: serving().keys, now: () => new Date(), tell: () => {} };
  const front = serving().keys.inUse('data');
  await assert.rejects(allHold(work, front, 300), /1 running processes do not have key .* \(worker\)/);
  await forgetHolder(owner, late.holder_id);
  await allHold(work, front, 300);
});

test('the record of activity stands as it was sealed, and a hash of one key is none of another', async () => {
  const differences = [];
  const { keys } = serving();
  for await (const difference of verifyActivity(owner, { keys, now: new Date(), heads: [] }))
    differences.push(difference);
  assert.deepEqual(differences, []);
  assert.equal(keyOfHash(keys, 'csrf', Buffer.alloc(32), 'a'), undefined);
});

test('every column of sealed values is one that a new key reaches', async () => {
  const columns = await owner.many<{ name: string }>(sql`
    select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
    where data_type = 'bytea' and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')`);
  const known = new Set([
    ...allSealedColumns.map(({ table, column }) => `${table}.${column}`),
    ...allHashedColumns.flat().map(({ table, column }) => `${table}.${column}`),
    'members.national_number.index',
  ]);
  const rest = columns
    .map(({ name }) => name)
    .filter((name) => !known.has(name))
    .toSorted();
  assert.deepEqual(rest, neitherSealedNorLookedUp);
});

/** Hashes of random tokens, public keys, seals of the activity, salts, and what the key itself has its own way for. */
const neitherSealedNorLookedUp = [
  'accounts.account.user_handle',
  'accounts.claim.token_hash',
  'accounts.contact_stop.token_hash',
  'accounts.credential.credential_id',
  'accounts.credential.public_key',
  'accounts.face_session.token_hash',
  'accounts.freeze.objection_code_hash',
  'accounts.freeze.objection_hash',
  'accounts.known_device.token_hash',
  'accounts.officer_enrolment.token_hash',
  'accounts.recovery.cancel_code_hash',
  'accounts.recovery.cancel_hash',
  'accounts.recovery.desk_code_hash',
  'accounts.recovery.token_hash',
  'accounts.recovery_code.code_hash',
  'accounts.recovery_code.salt',
  'accounts.remembered_browser.token_hash',
  'accounts.reset_link.token_hash',
  'accounts.reset_request.token_hash',
  'accounts.slip.code_hash',
  'accounts.used_challenge.challenge_hash',
  'accounts.wrong_password.subject',
  'activity.batch.head',
  'activity.batch.previous',
  'activity.batch.root',
  'activity.batch.signature',
  'activity.leaf.commitment',
  'activity.leaf.hash',
  'activity.leaf.salt',
  'cases.case.reader_hash',
  // Sealed with the data key of its owner, which is what a new key reaches.
  'cases.message.owned_words',
  'contributions.alert_told.stop_hash',
  'evidence.document.content',
  'evidence.document.content_hash',
  'filings.filing.digest',
  'filings.filing.preview_digest',
  'filings.filing.submission_key',
  'filings.invitation.token_hash',
  'platform.form_submission.key',
  'platform.key_check.probe',
  // Sealed with the data key of its owner too.
  'privacy.export_file.sealed',
  'privacy.keep_link.token_hash',
  'privacy.merging_stop.token_hash',
  'sso.authorization_code.id_hash',
  'sso.consumed_code.id_hash',
  'sso.interaction.id_hash',
  'sso.provider_session.id_hash',
  'sso.token.id_hash',
  // Sealed with the data key of its owner too.
  'statements.proof.facts',
  'throttle.state.subject',
];
