import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endSession } from '#accounts';
import { sql } from '#platform';
import { newTestAccount, testOrigin, testPassword } from '../../../tests/support/accounts.ts';
import { formOf, locationOf, newBrowser } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const portal = config.origins.portal;

async function signedIn(account: { username: string }, options: { shared?: boolean } = {}) {
  return signInByForms(`${portal}/riwayat?tahun=2026`, {
    identifier: account.username,
    password: testPassword,
    ...options,
  });
}

test('a member who asks for a page signs in and lands on that page', async () => {
  const account = await newTestAccount(services);
  const { page } = await signedIn(account);
  assert.equal(page.url.href, `${portal}/riwayat?tahun=2026`);
  assert.equal(page.status, 200);
  assert.match(page.body, /masuk sebagai Siti Rahayu, acr 1/);
});
