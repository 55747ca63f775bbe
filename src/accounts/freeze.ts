import { record } from '#activity';
import { newId, spokenCharacters } from '#kernel';
import { addJob, type Executor, type KeyRing, keyedHash, type Transaction } from '#platform';
import { cleanCode } from './clean-code.ts';
import { notifyOwner } from './notify-owner.ts';
import * as queries from './queries.ts';
import { recoveryStep } from './recovery-journey.ts';
import { sessionEndedTask } from './session.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** Whom a freeze is about: an account, a person on the register, or both. */
export type FrozenSubject = {
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
};

/** Computed, so that every notice can carry it and none is stored. */
const objectionToken = (keys: KeyRing, freezeId: string) =>
  keyedHash(keys, 'link', 'freeze-objection', freezeId).toString('base64url');

const codeLength = 12;

/** The same for an SMS, which holds no link: 24^12, about 55 bits, typed by hand behind a limit. */
function objectionCode(keys: KeyRing, freezeId: string): string {
  const bytes = keyedHash(keys, 'link', 'freeze-objection-code', freezeId).subarray(0, codeLength);
  return Array.from(bytes, (byte) => spokenCharacters.charAt(byte % spokenCharacters.length)).join('');
}

/** Of a link's token or of a code as it may be typed. */
export const objectionHash = (typed: string) =>
  tokenHash('freeze-objection', typed.length > 20 ? typed : cleanCode(typed));

export type DeathFreeze = FrozenSubject & {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly officerId: string;
  readonly now: Date;
};

/**
 * After a reported death that an officer has looked into: nobody signs in, every session ends and with it the linked
 * services, links and waits for a new way in are worth nothing. Contacts stay as they are, and every address is told how to
 * say that it is wrong. `nothing`: it stood still before.
 */
export async function freezeForDeath(
  services: AccountServices,
  tx: Transaction,
  { accountId, personId, caseId, caseNumber, officerId, now }: DeathFreeze,
): Promise<'done' | 'nothing'> {
  const { keys } = services;
  const freezeId = newId(now);
  const ended = await queries.freezeForDeath(tx, {
    freezeId,
    accountId,
    personId,
    caseId,
    officerId,
    linkHash: objectionHash(objectionToken(keys, freezeId)),
    codeHash: objectionHash(objectionCode(keys, freezeId)),
    now,
  });
  if (!ended) return 'nothing';
  for (const sessionId of ended) await addJob(tx, sessionEndedTask, { sessionId });
  await record(tx, {
    event: 'account_frozen',
    actor: { kind: 'officer', accountId: officerId },
    accountId,
    personId,
    at: now,
    details: { reason: 'death', case: caseNumber },
  });
  if (accountId === undefined) return 'done';
  const recovery = await queries.newestRecovery(tx, accountId, now);
  if (recovery && !recovery.closed_at)
    await queries.moveRecovery(tx, recovery.recovery_id, recoveryStep('stopped'), now);
  await notifyOwner(services, tx, {
    accountId,
    template: 'account_frozen',
    parameters: {
      case_number: caseNumber,
      token: objectionToken(keys, freezeId),
      alive: objectionCode(keys, freezeId),
    },
    now,
  });
  return 'done';
}

export type LiftedFreeze = FrozenSubject & {
  /** Who proposed it and who approved it. */
  readonly officers: readonly [string, string];
  readonly caseNumber: string;
  readonly now: Date;
};

/** The report was wrong: the account is open again as it was, with its password and factors; its owner is told. */
export async function liftFreeze(
  services: AccountServices,
  tx: Transaction,
  { accountId, personId, officers, caseNumber, now }: LiftedFreeze,
): Promise<'done' | 'nothing'> {
  if (!(await queries.liftFreeze(tx, { accountId, personId }, officers, now))) return 'nothing';
  await record(tx, {
    event: 'account_unfrozen',
    actor: { kind: 'officer', accountId: officers[1] },
    accountId,
    personId,
    at: now,
    details: { case: caseNumber },
  });
  if (accountId !== undefined)
    await notifyOwner(services, tx, {
      accountId,
      template: 'account_unfrozen',
      parameters: { case_number: caseNumber },
      now,
    });
  return 'done';
}

export type Freeze = {
  readonly freezeId: string;
  readonly caseId: string;
  readonly frozenBy: string;
  readonly frozenAt: Date;
  /** Since when somebody with an address of the account says that it is wrong. */
  readonly objectedAt: Date | undefined;
};

/** The freeze that holds now; undefined when there is none. */
export async function freezeOf(executor: Executor, subject: FrozenSubject): Promise<Freeze | undefined> {
  const row = await queries.livingFreeze(executor, subject);
  return (
    row && {
      freezeId: row.freeze_id,
      caseId: row.case_id,
      frozenBy: row.frozen_by,
      frozenAt: row.frozen_at,
      objectedAt: row.objected_at ?? undefined,
    }
  );
}
