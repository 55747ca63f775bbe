import { newCaseNumber } from '#cases';
import { type Result, newId, newToken, ok, refused } from '#kernel';
import { type TypedIdentity, identityHash } from '#members';
import { type KeyRing, addJob } from '#platform';
import { type Counted, type LimitName, addressSubject, networkSubject, takeEach } from '#throttle';
import { claimJourney } from './claim-journey.ts';
import { nextChallenge } from './issue-code.ts';
import { stepIn } from './journey.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { sealForClaim } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** How long a registration may take. */
export const claimLifeSeconds = 3600;
/** Task name of the job that checks what was typed and sends the code. */
export const claimAskedTask = 'accounts.claim_asked';

export type ClaimRefusal = { readonly kind: 'too-many'; readonly at: Date };

/**
 * Begins a registration: keeps what was typed, sealed, and queues the job that looks at the register. Nothing here
 * reads the register, so that the answer and the work are the same for everybody. Returns the cookie's value.
 */
export async function askToRegister(
  services: AccountServices,
  typed: TypedIdentity,
  origin: Origin,
): Promise<Result<{ readonly token: string }, ClaimRefusal>> {
  const { database, keys } = services;
  const now = services.clock.now();
  const taken = (await takeEach(database, services, limitsOf(keys, typed, origin), now)).at(-1);
  if (taken?.allowed === false) return refused({ kind: 'too-many', at: taken.until });
  const claimId = newId(now);
  const token = newToken();
  await database.transaction(async (tx) => {
    await queries.insertClaim(tx, {
      ...nextChallenge(services, undefined, claimId, now),
      sent_at: now,
      claimId,
      tokenHash: claimTokenHash(token),
      caseNumber: newCaseNumber(),
      step: stepIn(claimJourney, 'identity_sent'),
      identityHash: identityHash(keys, typed.nationalNumber),
      typed: sealForClaim(keys, 'typed', claimId, JSON.stringify(typed)),
      language: origin.language,
      address: origin.address,
      now,
      claimExpiresAt: new Date(now.getTime() + claimLifeSeconds * 1000),
    });
    await addJob(tx, claimAskedTask, { claimId }, { key: claimId });
  });
  return ok({ token });
}

/** The narrow limits first: what they refuse is not counted for everybody. */
function limitsOf(keys: KeyRing, typed: TypedIdentity, origin: Origin): readonly Counted[] {
  const subjects = [
    identitySubject(identityHash(keys, typed.nationalNumber)),
    `member_number:${typed.memberNumber}`,
  ];
  const ofIdentity = (name: LimitName) => subjects.map((subject) => ({ name, subject }));
  return [
    { name: 'register_address', subject: addressSubject(origin.address) },
    { name: 'register_network', subject: networkSubject(origin.address) },
    ...ofIdentity('register_identity_hour'),
    ...ofIdentity('register_identity_day'),
    { name: 'register_everybody', subject: everybody },
  ];
}

/** What a limit over all people counts. */
export const everybody = 'everybody';

/** What limits about one typed NIK count, on the register or not. */
export function identitySubject(hash: Buffer): string {
  return `claim:${hash.toString('hex')}`;
}

export function claimTokenHash(token: string): Buffer {
  return tokenHash('claim', token);
}

/** The registration behind a cookie; undefined when there is none or its hour is over. */
export function liveClaim(
  services: AccountServices,
  token: string | undefined,
): Promise<queries.ClaimRow | undefined> {
  if (!token) return Promise.resolve(undefined);
  return queries.claimByToken(services.database, claimTokenHash(token), services.clock.now());
}
