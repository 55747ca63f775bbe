import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { contactsFrozenUntil } from './disown.ts';
import { notifyOwner } from './notify-owner.ts';
import * as queries from './queries.ts';
import {
  newRecoveryCode,
  newRecoverySet,
  readRecoveryCode,
  recoveryCodeHash,
  type RecoverySet,
} from './recovery-code.ts';
import { type Origin, setUpBy } from './origin.ts';
import type { AccountServices } from './types.ts';

/** In one set; they are typed from paper, one after the other. */
const codesPerSet = 10;

/**
 * Makes ten recovery codes in the place of those before, and returns them in clear, this once (NIST SP 800-63B-4
 * §3.1.2). `no-factor`: there is nothing that they could stand in for. `frozen`: not now. All addresses of the account are told.
 */
export async function makeRecoveryCodes(
  services: AccountServices,
  accountId: string,
  origin: Origin,
): Promise<Result<string[], 'no-factor' | 'frozen'>> {
  const now = services.clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  const codes = Array.from({ length: codesPerSet }, newRecoveryCode);
  const set = newRecoverySet(services.keys);
  const hashes = await services.hashPool.run(accountId, () => hashesOf(services, accountId, codes, set));
  return services.database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    if (await contactsFrozenUntil({ ...services, database: tx }, accountId)) return refused('frozen');
    const factors = await queries.factorsOf(tx, accountId);
    if (factors.every(({ method }) => method === 'recovery')) return refused('no-factor');
    await queries.replaceRecoveryCodes(tx, accountId, newId(now), { hashes, ...set }, now);
    await record(tx, {
      event: 'recovery_codes_made',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: setUpBy(origin),
    });
    await notifyOwner(services, tx, { accountId, template: 'recovery_codes_made', now });
    return ok(codes);
  });
}

/** One after the other, in one slot of the pool. */
async function hashesOf(
  services: AccountServices,
  accountId: string,
  codes: readonly string[],
  set: RecoverySet,
): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (const code of codes)
    hashes.push(await recoveryCodeHash(services, accountId, readRecoveryCode(code) ?? '', set));
  return hashes;
}

/** Records that a recovery code let somebody in, and tells every address how many are left. */
export async function recoveryCodeUsed(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
  origin: Origin,
  now: Date,
): Promise<void> {
  const left = await queries.recoveryCodesLeft(tx, accountId);
  await record(tx, {
    event: 'recovery_code_used',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { left },
  });
  const parameters = { left: String(left) };
  await notifyOwner(services, tx, { accountId, template: 'recovery_code_used', parameters, now });
}
