import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { importAccounts, signIn } from '#accounts';
import { openDatabase } from '#platform';
import { accountServices, newTestAccount, signInRequest } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';
import { foreignFloorMs } from './foreign-time.ts';

const owner = await testDatabase();
const freshly = () => {
  const database = openDatabase({ url: owner.url, role: 'goid_sso' });
  after(() => database.close());
  return accountServices(database, { PASSWORD_TRIES: 1000, PASSWORD_TRIES_PER_DAY: 1000 });
};
/** The published hash of `password` at cost 10: some 100 ms. */
const bcrypt = '$2b$10$cgT08pfGUo9SUIIvXrIJ1uSXp0VJmOIKgEC6vqGvqRddK4Z3JB28G';

const median = (values: readonly number[]) =>
  values.toSorted((one, another) => one - another)[Math.floor(values.length / 2)] ?? 0;

test('a wrong password takes as long for an account of ours, for nobody’s and for one with a foreign hash', async () => {
  const before = freshly();
  assert.equal(await foreignFloorMs(before.database), 0, 'nobody waits while there are none');
  const own = await newTestAccount({ ...before, database: owner });
  const person = registerPerson();
  await fillRegister(owner, [person]);
  await importAccounts(
    owner,
    Readable.from([`username,email,phone,kpj,nik,password_hash\nasing.satu,,,${person.kpj},,${bcrypt}\n`]),
    { keys: testKeys, now: before.clock.now(), onRefusal: () => assert.fail() },
  );
  const services = freshly();
  const took: Record<string, number[]> = {};
  for (let round = 0; round < 8; round += 1)
    for (const name of ['asing.satu', own.username, 'tidak.ada']) {
      const start = performance.now();
      const result = await signIn(services, signInRequest(name, { password: `Salah-${round}` }));
      assert.equal(result.ok, false);
      (took[name] ??= []).push(performance.now() - start);
    }
  const [foreign, ours, nobodys] = Object.values(took).map(median) as [number, number, number];
  // Without the wait the other two take a twentieth; the rest is room for a busy machine.
  for (const other of [ours, nobodys])
    assert.ok(other > 0.6 * foreign && other < 1.7 * foreign, `${foreign} ${ours} ${nobodys}`);
  const start = performance.now();
  assert.ok((await signIn(services, signInRequest(own.username))).ok);
  assert.ok(performance.now() - start < 0.8 * ours, 'a right password waits for nobody');
  assert.ok((await signIn(services, signInRequest('asing.satu', { password: 'password' }))).ok);
  assert.equal(await foreignFloorMs(freshly().database), 0, 'when the last is replaced, nobody waits');
});
