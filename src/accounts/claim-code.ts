import { type Result, ok, refused } from '#kernel';
import { addJob } from '#platform';
import { type Allowance, type Counted, giveBack, take } from '#throttle';
import { giveBackClaimSends } from './answer-claim.ts';
import { claimAskedTask, everybody, identitySubject, liveClaim } from './claim.ts';
import { claimJourney } from './claim-journey.ts';
import { nextChallenge } from './issue-code.ts';
import { stepIn } from './journey.ts';
import { matching, validCodes } from './one-time-code.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

export type ClaimCodeRefusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' | 'nothing-waits' }
  | { readonly kind: 'too-many' | 'too-soon'; readonly at: Date };

/** Which wrong codes count: those of one NIK, and those of everybody who opens an account. */
function wrongLimits(claim: queries.ClaimRow): readonly Counted[] {
  const subject = identitySubject(claim.identity_hash);
  return [
    { name: 'code_wrong_hour', subject },
    { name: 'code_wrong_day', subject },
    { name: 'register_wrong_codes', subject: everybody },
  ];
}

type CountedTry = { readonly givenBack: readonly Counted[]; readonly left: number };

/** Counts a try before it is looked at; what a refused limit leaves uncounted is given back by the caller. */
export async function takeTry(
  services: AccountServices,
  claim: queries.ClaimRow,
  now: Date,
): Promise<Result<CountedTry, ClaimCodeRefusal>> {
  const givenBack: Counted[] = [];
  let left = services.config.CODE_TRIES;
  for (const limit of wrongLimits(claim)) {
    const taken: Allowance = await take(services.database, services, limit.name, limit.subject, now);
    if (!taken.allowed) {
      for (const { name, subject } of givenBack) await giveBack(services.database, services, name, subject);
      return refused({ kind: 'too-many', at: taken.until });
    }
    givenBack.push(limit);
    if (limit.subject !== everybody) left = Math.min(left, taken.left);
  }
  return ok({ givenBack, left });
}

/** Six digits, or undefined: what cannot be a code is not a try. */
export function readCode(typed: string): string | undefined {
  const code = typed.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(code) ? code : undefined;
}

/**
 * Checks the code that went to the contact on the register. For somebody who is not on it, or whose contact proves
 * nothing, the same work is done and no code is right.
 */
export async function verifyClaimCode(
  services: AccountServices,
  token: string | undefined,
  code: string,
): Promise<Result<undefined, ClaimCodeRefusal>> {
  const now = services.clock.now();
  const claim = await liveClaim(services, token);
  if (claim?.state !== 'code') return refused({ kind: 'nothing-waits' });
  const counted = await takeTry(services, claim, now);
  if (!counted.ok) return counted;
  const tries = services.config.CODE_TRIES;
  const codes = validCodes(services.keys, claim, now);
  const right = matching(codes, code) !== undefined && claim.person_id !== null;
  const step = stepIn(claimJourney, 'code_right');
  const tried =
    codes.length === 0
      ? undefined
      : await queries.tryClaimCode(services.database, claim, { right, tries, step, now });
  if (tried?.consumed) await giveBackClaimSends(services, claim);
  return afterTry(services, tried, counted.value);
}

/** What a try came to. One that was right or that no code was there for is not counted. */
export async function afterTry(
  services: AccountServices,
  tried: queries.Tried | undefined,
  { givenBack, left }: CountedTry,
): Promise<Result<undefined, ClaimCodeRefusal>> {
  // One row at a time and outside any transaction: everybody shares one of them.
  if (!tried || tried.consumed)
    for (const { name, subject } of givenBack) await giveBack(services.database, services, name, subject);
  if (!tried) return refused({ kind: 'expired' });
  if (tried.consumed) return ok(undefined);
  return refused({ kind: 'wrong', triesLeft: Math.min(left, services.config.CODE_TRIES - tried.tries) });
}

/** Asks for the code once more, by the way that is wanted; a job sends it if there is anything to send. */
export async function askForClaimCode(
  services: AccountServices,
  token: string | undefined,
  channel: 'email' | 'sms',
): Promise<Result<undefined, ClaimCodeRefusal>> {
  const now = services.clock.now();
  const claim = await liveClaim(services, token);
  if (claim?.state !== 'code') return refused({ kind: 'nothing-waits' });
  const at = sendAgainAt(services, claim);
  if (at > now) return refused({ kind: 'too-soon', at });
  const subject = identitySubject(claim.identity_hash);
  for (const name of ['register_identity_hour', 'register_identity_day'] as const) {
    const taken = await take(services.database, services, name, subject, now);
    if (!taken.allowed) return refused({ kind: 'too-many', at: taken.until });
  }
  return services.database.transaction(async (tx) => {
    const next = { ...nextChallenge(services, claim, claim.claim_id, now), sent_at: now, channel };
    if ((await queries.askClaimCode(tx, claim, next)) === 0) return refused({ kind: 'too-soon', at });
    await addJob(tx, claimAskedTask, { claimId: claim.claim_id }, { key: claim.claim_id });
    return ok(undefined);
  });
}

export function sendAgainAt(services: AccountServices, { sent_at }: { readonly sent_at: Date }): Date {
  return new Date(sent_at.getTime() + services.config.CODE_SEND_GAP_SECONDS * 1000);
}
