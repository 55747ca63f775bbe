import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSigningKeys, listSigningKeys, retireSigningKeys } from '#sso';
import { newTestAccount, testPassword } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, sso, clock, config } = faces;

type Published = { readonly keys: readonly { readonly kid: string; readonly alg: string }[] };
const published = async () => {
  const answer = await fetch(`${config.origins.sso}/oauth/jwks`);
  return ((await answer.json()) as Published).keys.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid);
};
const statesOf = async () =>
  (await listSigningKeys(database, clock.now()))
    .filter(({ algorithm }) => algorithm === 'ES256')
    .map(({ state }) => state);

test('the next signing key is published ahead, signs from its time on, and the old one goes when its tokens are over', async () => {
  const [old] = await published();
  const later = new Date(clock.now().getTime() + 360_000);
  assert.equal(await addSigningKeys(services, later), 'added');
  assert.equal(await addSigningKeys(services, later), 'waiting', 'never two that wait');
  await sso.refreshKeys();
  assert.equal((await published())[0], old, 'the old one still signs');
  assert.equal((await published()).length, 2);
  const account = await newTestAccount(services);
  const typed = { identifier: account.username, password: testPassword };
  const first = await signInByForms(`${config.origins.portal}/`, typed);
  assert.match(first.page.body, /masuk sebagai/);
  clock.advance(361);
  await sso.refreshKeys();
  assert.notEqual((await published())[0], old, 'the new one signs');
  assert.deepEqual(await statesOf(), ['past', 'signs']);
  const second = await signInByForms(`${config.origins.portal}/`, typed);
  assert.match(second.page.body, /masuk sebagai/);
  const stays = await first.browser.get(`${config.origins.portal}/`);
  assert.match(stays.body, /masuk sebagai/, 'a session from before goes on');
  assert.equal(await retireSigningKeys(database, clock.now(), later), 2, 'one of each kind');
  await sso.refreshKeys();
  assert.deepEqual(await statesOf(), ['signs']);
  assert.equal((await published()).length, 1);
});
