import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type FinishedSignIn, codeView, signIn, takeFinishedSignIn, useSession, verifyCode } from '#accounts';
import { recentActivity } from '#activity';
import { contributionHistory, importContributions, savingsOf } from '#contributions';
import { demonstrationCast, defaultUntil, generate } from '#generate';
import { dayIn } from '#kernel';
import {
  findPersonByMemberNumber,
  importEmployers,
  importFamilies,
  importMembers,
  personDetails,
} from '#members';
import { rescueMessages, send } from '#notifications';
import { openDatabase, sql } from '#platform';
import { forgetOldThrottles } from '#throttle';
import { installSchema } from '../src/commands/install-schema.ts';
import { accountServices, newTestAccount, signInRequest, testOrigin } from './support/accounts.ts';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';
import { differences } from './support/money.ts';
import { hasPostgres15, startPostgres15 } from './support/postgres-15.ts';

/** The oldest PostgreSQL that is promised, when it is installed; otherwise the one that the program brings along. */
async function oldestDatabase() {
  if (!hasPostgres15()) return { major: 18, database: await testDatabase() };
  const url = await startPostgres15();
  await installSchema(url);
  const database = openDatabase({ url });
  after(() => database.close());
  return { major: 15, database };
}

test('each room does its work on PostgreSQL 15 when it is installed, otherwise on 18', async () => {
  const { database, major } = await oldestDatabase();
  const { version } = await database.one<{ version: string }>(
    sql`select current_setting('server_version_num') as version`,
  );
  assert.equal(Math.floor(Number(version) / 10_000), major);

  const now = new Date('2026-11-23T03:00:00Z');
  const folder = mkdtempSync(join(tmpdir(), 'goid-files-15-'));
  after(() => rmSync(folder, { recursive: true }));
  await generate({ members: 100, months: 6, seed: 4, out: folder, cast: true });
  const options = {
    keys: testKeys,
    now,
    onRefusal: (refusal: unknown) => assert.fail(JSON.stringify(refusal)),
  };
  const imports = {
    employers: importEmployers,
    members: importMembers,
    families: importFamilies,
    contributions: importContributions,
  };
  for (const [name, take] of Object.entries(imports)) {
    const report = await take(database, createReadStream(join(folder, `${name}.csv`)), options);
    assert.ok(report.rowsWritten > 0, name);
  }
  assert.deepEqual(await differences(database), []);

  const [siti = assert.fail()] = demonstrationCast(defaultUntil);
  const personId = (await findPersonByMemberNumber(database, siti.kpj)) ?? assert.fail();
  assert.equal((await personDetails(database, testKeys, personId))?.fullName, siti.name);
  const today = dayIn(now);
  const history = await contributionHistory(database, personId, today, {}, { limit: 24, offset: 0 });
  assert.equal(history.rows.length, 24);
  assert.ok((await savingsOf(database, personId, today)).balance > 0n);

  const services = accountServices(database);
  const session = await signInWithCode(services);
  assert.equal((await useSession(database, session.sessionId, services.clock.now()))?.acr, '2r');
  assert.ok((await recentActivity(database, session.accountId, 10)).length >= 3);
  await forgetOldThrottles(database, now);
  await database.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'id',
      parameters: { code: '482913' },
      now,
    }),
  );
  await rescueMessages(database, new Date(now.getTime() + 3_600_000));
});

async function signInWithCode(services: ReturnType<typeof accountServices>): Promise<FinishedSignIn> {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const request = signInRequest(account.username);
  await signIn(services, request);
  await codeView(services, request.interactionUid, testOrigin);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok(
    (await verifyCode(services, request.interactionUid, code, { remember: false, origin: testOrigin })).ok,
  );
  return (await takeFinishedSignIn(services, request.interactionUid, testOrigin)) ?? assert.fail();
}
