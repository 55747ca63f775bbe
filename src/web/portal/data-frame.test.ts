import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel';
import { sql, type Visit } from '#platform';
import { dataNow, openDataHouse, openSession } from '../../../tests/support/my-data.ts';
import { isConfirmedHere } from './data-frame.ts';

const house = await openDataHouse();
const { owner, portal, siti } = house;

test('a copy and a deletion ask for the strength of the account, as a correction does', async () => {
  const sessionId = await openSession(house, siti.accountId);
  const visit = { session: { sessionId, accountId: siti.accountId }, now: dataNow } as unknown as Visit;
  assert.ok(await isConfirmedHere(portal, visit), 'the password is all there is');
  await owner.run(sql`
    insert into accounts.authenticator (authenticator_id, account_id, method, position, bound_at, seed)
    values (${newId(dataNow)}, ${siti.accountId}, 'totp', 1, ${new Date(dataNow.getTime() - 60_000)}, '1')`);
  assert.ok(!(await isConfirmedHere(portal, visit)), 'the password alone is less than the account has');
});
