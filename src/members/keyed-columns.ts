import {
  type Database,
  type HashedColumn,
  hashSteps,
  type KeyRing,
  seal,
  type SealedColumn,
  unseal,
} from '#platform';
import * as queries from './queries-keys.ts';
import { correctedPlace, placeAt, purposeOf, type SealedColumnName, sealedColumnNames } from './sealed.ts';

/** A sealed value is bound to the person's blind index, which stands in another table. */
const indexOfPerson =
  "select encode(index, 'hex') from members.national_number as n where n.person_id = person.person_id";

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  ...sealedColumnNames.map((name): SealedColumn => ({
    table: 'members.person',
    column: `${name}_sealed`,
    purpose: purposeOf(name),
    of: indexOfPerson,
    place: (of: string) => placeAt(name, of),
  })),
  {
    table: 'members.correction',
    column: 'national_number_before',
    purpose: 'national-number',
    of: 'correction_id',
    place: correctedPlace,
  },
];

const hashed = (column: string): HashedColumn => ({
  table: 'members.person',
  column,
  purpose: 'contact-index',
});

/** What is compared by a keyed hash; the blind index of the NIK goes its own way (`rehashNationalNumbers`). */
export const hashedColumns: readonly (readonly [HashedColumn, ...HashedColumn[]])[] = [
  [hashed('email_hash'), hashed('phone_hash'), hashed('sealed_digest')],
  [{ table: 'members.correction', column: 'index_before', purpose: 'national-number-index' }],
];

export const nationalNumberColumn: HashedColumn = {
  table: 'members.national_number',
  column: 'index',
  purpose: 'national-number-index',
};

/**
 * Brings the blind indexes in these pages to the next key of the look-ups, and with each the values that are sealed to
 * it, in one transaction. Returns how many people it brought.
 */
export async function rehashNationalNumbers(
  database: Database,
  keys: KeyRing,
  to: string,
  from: number,
): Promise<number> {
  return database.transaction(async (tx) => {
    const people = await queries.peopleToRehash(tx, to, from);
    if (people.length === 0) return 0;
    const moved = people.map((person) => {
      const index = hashSteps(keys, 'national-number-index', [to], person.index);
      const rebound = (name: SealedColumnName, sealed: Buffer | null) =>
        sealed && rebind(keys, name, sealed, person.index, index);
      return {
        ...person,
        next: index,
        nationalNumber: rebound('national_number', person.nationalNumber),
        motherName: rebound('mother_name', person.motherName),
        email: rebound('email', person.email),
        phone: rebound('phone', person.phone),
      };
    });
    await queries.writeRehashed(tx, moved, to);
    return people.length;
  });
}

function rebind(keys: KeyRing, name: SealedColumnName, sealed: Buffer, from: Buffer, to: Buffer): Buffer {
  const plain = unseal(keys, purposeOf(name), placeAt(name, from.toString('hex')), sealed);
  return seal(keys, purposeOf(name), placeAt(name, to.toString('hex')), plain);
}
