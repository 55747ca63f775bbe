import assert from 'node:assert/strict';
import type { AccountServices } from '#accounts';
import { newId } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { sql } from '#platform';
import type { DeskOfficer, DeskServices } from '#support';
import { accountServices, keepingOutbox, newTestAccount } from './accounts.ts';
import { movingClock } from './faces.ts';
import { demonstrationAccount } from './officer.ts';
import { startWholeHouse } from './whole-house.ts';

/** The whole house as tests of the desk use it: each face with its own rights, one clock, and a person to work for. */
export async function startDeskHouse() {
  const { house, database } = await startWholeHouse();
  const clock = movingClock();
  const outbox = keepingOutbox();
  const common = {
    ...accountServices(database),
    keys: house.keys,
    clock,
    outbox,
    log: { warn: () => {} },
  };
  const desk: DeskServices = { ...common, database: house.open('goid_console') };
  const worker: AccountServices = { ...common, database: house.open('goid_worker') };
  const sso: AccountServices = { ...common, database: house.open('goid_sso') };
  const portal: AccountServices = { ...common, database: house.open('goid_portal') };
  const officer = (roles: DeskOfficer['roles'] = ['agent']): DeskOfficer => ({
    officerId: newId(clock.now()),
    sessionId: newId(clock.now()),
    roles,
  });
  const memberNumber = demonstrationAccount('siti.rahayu').memberNumber ?? assert.fail();
  const personId = (await findPersonByMemberNumber(database, memberNumber)) ?? assert.fail();

  /** A new account of a person, the demonstration's own unless another is meant; limits of an account start afresh. */
  async function member(account: Parameters<typeof newTestAccount>[1] = {}, of = personId) {
    await database.run(sql`update accounts.account set person_id = null where person_id = ${of}`);
    const made = await newTestAccount(common, account);
    await database.run(
      sql`update accounts.account set person_id = ${of} where account_id = ${made.accountId}`,
    );
    return made;
  }

  return {
    house,
    database,
    clock,
    outbox,
    common,
    desk,
    worker,
    sso,
    portal,
    officer,
    memberNumber,
    personId,
    member,
  };
}
