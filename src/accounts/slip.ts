import { record } from '#activity';
import { AppError, type Result, newId, newSpokenCode, ok, refused } from '#kernel';
import { isPersonsOwn } from '#members';
import type { Transaction } from '#platform';
import { addressSubject, networkSubject, takeEach } from '#throttle';
import { cleanCode } from './clean-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { beginRecovery } from './recovery.ts';
import { personOf, type RegisterAnswer } from './stale-number.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** 24^16, about 73 bits: typed from paper, in four groups of four. */
const codeLength = 16;

/** Wrong member numbers and birth dates that one slip takes. */
const slipTries = 5;

const slipHash = (code: string) => tokenHash('slip', code);

export type PrintedSlip = { readonly code: string; readonly expiresAt: Date };

/**
 * Makes the code of a slip for the page that is printed, once for each decision of two officers; undefined when it was
 * printed before. Nobody can show it again: only its hash is kept.
 */
export async function printSlip(
  services: AccountServices,
  tx: Transaction,
  slip: {
    readonly accountId: string;
    readonly proposalId: string;
    readonly printedBy: string;
    readonly now: Date;
  },
): Promise<PrintedSlip | undefined> {
  const { now } = slip;
  const code = newSpokenCode(codeLength);
  const expiresAt = new Date(now.getTime() + services.config.SLIP_DAYS * 86_400_000);
  const row = { ...slip, slipId: newId(now), codeHash: slipHash(code), expiresAt };
  if ((await queries.insertSlip(tx, row)) === 0) return undefined;
  await record(tx, {
    event: 'slip_printed',
    actor: { kind: 'officer', accountId: slip.printedBy },
    accountId: slip.accountId,
    at: now,
  });
  return { code: code.replaceAll(/(.{4})(?=.)/g, '$1-'), expiresAt };
}

/** `wrong`: no such slip, used, too old, or not with this member number and birth date; one answer for all. */
export type SlipRefusal = 'wrong' | 'other-open';

/**
 * Uses a slip up with what stands on the register beside it, and begins the wait after which a new password is chosen:
 * answers with the cookie that goes on. Throws AppError `too_many_requests` when the address or its network tried too often.
 */
export async function useSlip(
  services: AccountServices,
  typed: RegisterAnswer & { readonly code: string },
  origin: Origin,
): Promise<Result<{ readonly token: string }, SlipRefusal>> {
  const { database } = services;
  const now = services.clock.now();
  await takeSlipTry(services, origin, now);
  const hash = slipHash(cleanCode(typed.code));
  const slip = await queries.livingSlip(database, hash, slipTries, now);
  const personId = slip && (await personOf(services, slip.account_id));
  if (!slip || !personId || !(await isPersonsOwn(database, personId, typed))) {
    if (slip) await queries.countSlipTry(database, hash);
    return refused('wrong');
  }
  return database.transaction(async (tx): Promise<Result<{ token: string }, SlipRefusal>> => {
    const used = await queries.consumeSlip(tx, hash, slipTries, now);
    if (!used) return refused('wrong');
    const accountId = used.account_id;
    const token = await beginRecovery(services, tx, { accountId, kind: 'password', origin, now });
    if (token === undefined) return refused('other-open');
    await record(tx, {
      event: 'slip_used',
      actor: { kind: 'unknown' },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
    });
    return ok({ token });
  });
}

async function takeSlipTry(services: AccountServices, { address }: Origin, now: Date): Promise<void> {
  const answers = await takeEach(
    services.database,
    services,
    [
      { name: 'slip_address', subject: addressSubject(address) },
      { name: 'slip_network', subject: networkSubject(address) },
    ],
    now,
  );
  const last = answers.at(-1);
  if (!last || last.allowed) return;
  throw new AppError('too_many_requests', 'limit of slips', {
    retryAfterSeconds: Math.max(1, Math.ceil((last.until.getTime() - now.getTime()) / 1000)),
  });
}
