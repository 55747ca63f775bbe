import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel';
import { sql, type Visit } from '#platform';
import { saveCorrectionDraft } from '#privacy';
import { correctionsPages, homeAddressPage } from '#web/portal';
import { dataNow, openDataHouse, openSession } from '../../../tests/support/my-data.ts';
import { openPage, testSession } from '../../../tests/support/visit.ts';
import { isConfirmedHere } from './confirmed-here.ts';

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

// what the page has as long as nothing holds the account back
const forms = [
  ['/details/address', 'name="home_address"'],
  ['/corrections', 'name="full_name"'],
  ['/corrections/family', 'name="relation"'],
] as const;

test('a page says before its form that “this was not me” holds the account back, as its verb would refuse', async () => {
  const { accountId, personId } = house.budi;
  const sessionId = await openSession(house, accountId);
  const asking = { accountId, personId, address: '203.0.113.9', userAgent: 'Uji/1' };
  const draft = await saveCorrectionDraft(portal, asking, {
    values: { fullName: 'Budi S' },
    reason: 'Salah ketik',
  });
  assert.ok(draft.ok);
  const request = `/corrections/${draft.value.correctionId}`;
  const pages = [homeAddressPage(portal), ...correctionsPages(portal)];
  const session = { ...testSession, sessionId, accountId, personId };
  const opened = async (path: string, now: Date) => (await openPage(pages, path, { session, now })).text();
  await owner.run(sql`
    update accounts.account set contacts_frozen_until = ${new Date(dataNow.getTime() + 60_000)}
    where account_id = ${accountId}`);
  for (const [path, field] of [...forms, [request, 'value="send"']] as const)
    for (const isHeldBack of [true, false]) {
      const markup = await opened(path, new Date(dataNow.getTime() + (isHeldBack ? 0 : 60_000)));
      assert.equal(markup.includes(field), !isHeldBack, path);
      assert.equal(/ada laporan “bukan saya”|kontak akun ditahan/.test(markup), isHeldBack, path);
    }
});
