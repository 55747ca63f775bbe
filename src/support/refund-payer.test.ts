import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { recentActivity } from '#activity';
import { newId } from '#kernel';
import { findPersonByMemberNumber, membershipsOf } from '#members';
import { openDatabase } from '#platform';
import { showRefundPayer } from '#support';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { fillRegister, registerPerson } from '../../tests/support/registering.ts';

const owner = await testDatabase();
const desk = openDatabase({ url: owner.url, role: 'goid_console' });
after(() => desk.close());

test('an officer sees the whole name of who asks for a refund, the member sees that, and the day has its limit', async () => {
  const services = accountServices(owner, { CONSOLE_LOOKS_PER_DAY: 1 });
  const support = { ...services, database: desk, log: { warn: () => undefined } };
  const person = registerPerson({ name: 'Siti Rahayu' });
  await fillRegister(owner, [person]);
  const personId = (await findPersonByMemberNumber(owner, person.kpj)) ?? '';
  const [card] = await membershipsOf(owner, personId);
  const { accountId } = await newTestAccount(services, { personId });
  const { accountId: officerId } = await newTestAccount(services, { roles: ['supervisor'] });
  const officer = { officerId, sessionId: newId(services.clock.now()) };
  const payer = { membershipId: card?.membershipId ?? '', accountId };
  const shown = async () => {
    const entries = await recentActivity(owner, accountId, 20);
    return entries.filter(({ event }) => event === 'refund_name_shown').length;
  };
  const unknown = { ...payer, membershipId: newId(services.clock.now()) };
  assert.deepEqual(await showRefundPayer(support, officer, unknown), {
    ok: false,
    refusal: { kind: 'gone' },
  });
  const own = { ...officer, officerId: accountId };
  assert.deepEqual(await showRefundPayer(support, own, payer), { ok: false, refusal: { kind: 'own' } });
  assert.equal(await shown(), 0);
  assert.deepEqual(await showRefundPayer(support, officer, payer), {
    ok: true,
    value: { name: 'Siti Rahayu', memberNumber: person.kpj },
  });
  assert.equal(await shown(), 1);
  const more = await showRefundPayer(support, officer, payer);
  assert.ok(!more.ok && more.refusal.kind === 'limit');
  assert.equal(await shown(), 1);
});
