import { type Executor, type KeyRing, unseal } from '#platform';
import { emailPlace } from './invite.ts';
import * as queries from './queries-held.ts';

export type HeldWork = {
  readonly appointments: readonly queries.HeldAppointment[];
  /** Those that the account accepted, with the address that each went to. */
  readonly invitations: readonly (Omit<queries.HeldInvitationRow, 'email'> & { readonly email: string })[];
};

/** For which employers an account acts or acted, for its holder's copy. Whom it invited is the data of others. */
export async function heldWork(executor: Executor, keys: KeyRing, accountId: string): Promise<HeldWork> {
  const invitations = await queries.heldInvitations(executor, accountId);
  return {
    appointments: await queries.heldAppointments(executor, accountId),
    invitations: invitations.map((row) => ({
      ...row,
      email: unseal(keys, 'filing', emailPlace(row.invitationId), row.email).toString(),
    })),
  };
}

/**
 * The account is erased, and acts for nobody any more, so that the last who may approve is counted right. Where that was the
 * last, an officer checks who comes after. Answers how many appointments ended.
 */
export function endWorkOf(tx: Executor, accountId: string, now: Date): Promise<number> {
  return queries.endAppointments(tx, accountId, now);
}
