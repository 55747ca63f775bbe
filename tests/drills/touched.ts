import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { newId } from '#kernel';
import { type Database, sql } from '#platform';
import { sealContact, sealDisplayName } from '../../src/accounts/sealing.ts';
import { testDatabase } from '../support/database.ts';
import { testKeys, testMasterKeys } from '../support/keys.ts';
import { measure } from './scale.ts';

const perInsert = 20_000;

/** So many members with a name, a mailbox and a phone were looked at by one officer: the list for the notice is made of them. */
export async function listTouchedAtScale(members: number): Promise<void> {
  const database = await testDatabase({ statementTimeoutSeconds: 0 });
  const home = mkdtempSync(join(tmpdir(), 'goid-touched-'));
  after(() => rmSync(home, { recursive: true, force: true }));
  const officer = newId(new Date());
  for (let from = 0; from < members; from += perInsert)
    await insertMembers(database, officer, from, Math.min(members - from, perInsert));
  const environment = { DATABASE_URL: database.url, MASTER_KEYS: testMasterKeys, GOID_HOME: home };
  const listed = await measure(['touched', '--actor', officer, '--csv'], environment);
  const lines = listed.output.trimEnd().split('\r\n');
  assert.equal(lines.length - 1, members);
  assert.equal(new Set(lines.map((line) => line.split(',')[4])).size, members + 1, 'each has an own mailbox');
  console.log(`touched: ${members} members in ${listed.seconds.toFixed(1)} s, ${listed.peakMegabytes} MB`);
  assert.ok(listed.peakMegabytes < 500, `touched took ${listed.peakMegabytes} MB`);
}

async function insertMembers(
  database: Database,
  officer: string,
  from: number,
  count: number,
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const [accountId, email, phone] = [newId(new Date()), newId(new Date()), newId(new Date())];
    return {
      accountId,
      name: sealDisplayName(testKeys, accountId, `Peserta ${number}`),
      email: { id: email, address: sealContact(testKeys, email, `peserta.${number}@example.test`) },
      phone: { id: phone, address: sealContact(testKeys, phone, `+62812${String(number).padStart(8, '0')}`) },
    };
  });
  const ids = rows.map((row) => row.accountId);
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  await database.run(sql`
    insert into accounts.account (account_id, subject, display_name, created_at)
    select id, id::text, name, now() from unnest(${ids}::uuid[], ${rows.map(({ name }) => hex(name))}::bytea[]) as t(id, name)`);
  for (const channel of ['email', 'sms'] as const) {
    const contacts = rows.map((row) => (channel === 'email' ? row.email : row.phone));
    const hashes = contacts.map(({ id }) => hex(createHash('sha256').update(id).digest()));
    await database.run(sql`
      insert into accounts.contact (account_id, contact_id, channel, address, address_hash, confirmed_at, last_used_at)
      select account_id, contact_id, ${channel}, address, hash, now(), now()
      from unnest(${ids}::uuid[], ${contacts.map(({ id }) => id)}::uuid[],
        ${contacts.map(({ address }) => hex(address))}::bytea[], ${hashes}::bytea[]) as t(account_id, contact_id, address, hash)`);
  }
  await database.run(sql`
    insert into activity.entry (entry_id, account_id, event, actor_kind, actor_account_id, at)
    select gen_random_uuid(), id, 'session_ended', 'officer', ${officer}, now() from unnest(${ids}::uuid[]) as id`);
}
