import type { Executor, KeyRing } from '#platform';
import * as queries from './queries.ts';
import { nationalNumberIndex, nationalNumberIndexes, openFor } from './sealed.ts';

/** What a person says to be found on the register; `birthDate` as YYYY-MM-DD. */
export type TypedIdentity = {
  readonly memberNumber: string;
  readonly nationalNumber: string;
  readonly birthDate: string;
};

export type RegisterContact = {
  readonly channel: 'email' | 'sms';
  readonly address: string;
  /** False when it stands for another person too, or is the mailbox of an office: then it proves nobody. */
  readonly provesPerson: boolean;
};

export type IdentifiedPerson = {
  readonly personId: string;
  readonly fullName: string;
  /** The contacts on the register, the phone first. */
  readonly contacts: readonly RegisterContact[];
};

/** What limits count an identity by, whether somebody has it or not. */
export function identityHash(keys: KeyRing, nationalNumber: string): Buffer {
  return nationalNumberIndex(keys, nationalNumber);
}

/** The mailboxes that an employer gives for its workers when they have none of their own. */
const officeMailbox =
  /^(?:hrd?|hrga|ga|sdm|personalia|kepegawaian|payroll|admin|info|office|kantor|finance|bpjs|jamsostek)(?:[._+-].*)?@/i;

/**
 * The person whom a member number (any of the person's cards), a NIK and a birth date name together; undefined when
 * they do not all name the same one.
 */
export async function findPersonByIdentity(
  executor: Executor,
  keys: KeyRing,
  typed: TypedIdentity,
): Promise<IdentifiedPerson | undefined> {
  const indexes = nationalNumberIndexes(keys, typed.nationalNumber);
  const row = await queries.personOfIdentity(executor, typed.memberNumber, indexes, typed.birthDate);
  if (!row) return undefined;
  const phone = openFor(keys, 'phone', row.index, row.phoneSealed);
  const email = openFor(keys, 'email', row.index, row.emailSealed);
  return {
    personId: row.personId,
    fullName: row.fullName,
    contacts: [
      ...(phone === undefined
        ? []
        : [{ channel: 'sms', address: phone, provesPerson: !row.phoneOfOthers } as const]),
      ...(email === undefined
        ? []
        : [
            {
              channel: 'email',
              address: email,
              provesPerson: !row.emailOfOthers && !officeMailbox.test(email),
            } as const,
          ]),
    ],
  };
}
