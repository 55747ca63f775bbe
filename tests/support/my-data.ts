import { after } from 'node:test';
import { fixedClock, newId } from '#kernel';
import { askForCopy, type Asker, makeExport } from '#privacy';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount } from './accounts.ts';
import { cards, importPeople, importRows, personOf } from './contributions.ts';
import { testDatabase } from './database.ts';

/** Near the machine's own time: the functions that delete look at the database's clock too. */
export const dataNow = new Date(Date.now() - (Date.now() % 1000));

/** A database with the faces' own rights, people with contributions, and accounts behind two of them. */
export async function openDataHouse() {
  const owner = await testDatabase();
  const as = (role: 'goid_portal' | 'goid_worker' | 'goid_console' | 'goid_sso') => {
    const database = openDatabase({ url: owner.url, role });
    after(() => database.close());
    const { outbox: _, ...services } = accountServices(database);
    return { ...services, clock: fixedClock(dataNow.toISOString()) };
  };
  const setUp = accountServices(owner);
  await importPeople(owner);
  await importRows(owner, [
    `1001,${cards.siti},2026-01,6000000,2026-02-03,2026-02-05,2026-02-10,2026-02-11`,
    `1001,${cards.siti},2026-02,6000000,2026-03-03,2026-03-05,,`,
    `1001,${cards.budi},2026-01,7777777,2026-02-03,2026-02-05,2026-02-10,2026-02-11`,
  ]);
  const memberOf = async (card: string, displayName: string) => {
    const personId = await personOf(owner, card);
    const account = await newTestAccount(setUp, { personId, displayName });
    return { ...account, personId, asker: askerOf(account.accountId, personId) };
  };
  return {
    owner,
    portal: as('goid_portal'),
    worker: as('goid_worker'),
    desk: as('goid_console'),
    sso: as('goid_sso'),
    siti: await memberOf(cards.siti, 'Siti Aminah'),
    budi: await memberOf(cards.budi, 'Budi Santoso'),
  };
}

export type DataHouse = Awaited<ReturnType<typeof openDataHouse>>;

function askerOf(accountId: string, personId: string): Asker {
  return { accountId, personId, address: '203.0.113.9', userAgent: 'Firefox di Ubuntu' };
}

/** A copy that waits to be fetched; answers the id of its request. */
export async function madeCopy({ owner, portal, worker }: DataHouse, asker: Asker): Promise<string> {
  const asked = await askForCopy(portal, asker);
  if (!asked.ok) throw new Error(asked.refusal);
  const { id } = await owner.one<{ id: string }>(
    sql`select request_id as id from privacy.request where account_id = ${asker.accountId} and kind = 'export' and state = 'open'`,
  );
  await makeExport(worker, id);
  return id;
}

/** A session of the account, open. */
export async function openSession({ owner }: DataHouse, accountId: string): Promise<string> {
  const sessionId = newId(dataNow);
  await owner.run(sql`
    insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
      last_seen_at, idle_seconds, expires_at)
    values (${sessionId}, ${accountId}, '1', '{pwd}', false, '203.0.113.9', 'Firefox di Ubuntu', ${dataNow}, ${dataNow},
      900, ${new Date(dataNow.getTime() + 3_600_000)})`);
  return sessionId;
}
