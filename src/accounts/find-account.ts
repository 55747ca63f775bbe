import { type Identifier, identifierHashes, readIdentifier } from './identifier.ts';
import { memberRegisterOf } from './neighbours.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/**
 * The open account behind what was typed, and whether it knows one of the devices that the browser presents; an
 * identifier that nobody has costs the same statements.
 */
export async function findAccount(
  services: AccountServices,
  readings: readonly Identifier[],
  presentedDevices: readonly Buffer[] = [],
  frozenToo = false,
): Promise<queries.SignInRow | undefined> {
  const { database, keys } = services;
  const memberNumber = readings.find(({ kind }) => kind === 'member_number');
  const personId =
    memberNumber && (await memberRegisterOf(services).findPersonByMemberNumber(database, memberNumber.value));
  const hashes = readings
    .filter(({ kind }) => kind !== 'member_number')
    .flatMap((reading) => identifierHashes(keys, reading));
  return queries.findSignInAccount(database, {
    identifierHashes: hashes,
    personId,
    presentedDevices,
    frozenToo,
    now: services.clock.now(),
  });
}

/** The id of the open account behind what an operator typed; undefined when there is none. */
export async function accountOfIdentifier(
  services: AccountServices,
  typed: string,
): Promise<string | undefined> {
  return (await findAccount(services, readIdentifier(typed)))?.account_id;
}
