import { type Executor, sql } from '#platform';

export type FreezeRow = {
  readonly freeze_id: string;
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly case_id: string;
  readonly frozen_by: string;
  readonly frozen_at: Date;
  readonly objected_at: Date | null;
};

const columns = sql`freeze_id, account_id, person_id, case_id, frozen_by, frozen_at, objected_at`;

export type NewFreeze = {
  readonly freezeId: string;
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
  readonly caseId: string;
  readonly officerId: string;
  readonly linkHash: Buffer;
  readonly codeHash: Buffer;
  readonly now: Date;
};

/** The sessions that it ended; undefined when nothing was frozen: it was before, or there is no such account. */
export async function freezeForDeath(
  tx: Executor,
  freeze: NewFreeze,
): Promise<readonly string[] | undefined> {
  const { ended } = await tx.one<{ readonly ended: string[] | null }>(sql`
    select accounts.freeze_for_death(${freeze.freezeId}::uuid, ${freeze.accountId ?? null}::uuid, ${freeze.personId ?? null}::uuid,
      ${freeze.caseId}::uuid, ${freeze.officerId}::uuid, ${freeze.linkHash}::bytea, ${freeze.codeHash}::bytea,
      ${freeze.now}::timestamptz) as ended`);
  return ended ?? undefined;
}

export async function liftFreeze(
  tx: Executor,
  subject: { readonly accountId: string | undefined; readonly personId: string | undefined },
  officers: readonly string[],
  now: Date,
): Promise<boolean> {
  const { lifted } = await tx.one<{ readonly lifted: boolean }>(sql`
    select accounts.lift_freeze(${subject.accountId ?? null}::uuid, ${subject.personId ?? null}::uuid, ${officers}::uuid[],
      ${now}::timestamptz) as lifted`);
  return lifted;
}

export function livingFreeze(
  executor: Executor,
  subject: { readonly accountId: string | undefined; readonly personId: string | undefined },
): Promise<FreezeRow | undefined> {
  return executor.maybe<FreezeRow>(sql`
    select ${columns} from accounts.freeze where lifted_at is null
      and (account_id = ${subject.accountId ?? null}::uuid or person_id = ${subject.personId ?? null}::uuid)
    order by frozen_at desc limit 1`);
}

/** By what the owner was sent: a link's token or a code. */
export function freezeToObject(executor: Executor, hash: Buffer): Promise<FreezeRow | undefined> {
  return executor.maybe<FreezeRow>(sql`
    select ${columns} from accounts.freeze
    where lifted_at is null and (objection_hash = ${hash} or objection_code_hash = ${hash})`);
}

/** Said once: of several at once, the first. */
export function objectToFreeze(tx: Executor, hash: Buffer, now: Date): Promise<FreezeRow | undefined> {
  return tx.maybe<FreezeRow>(sql`
    update accounts.freeze set objected_at = coalesce(objected_at, ${now}::timestamptz)
    where lifted_at is null and (objection_hash = ${hash} or objection_code_hash = ${hash}) returning ${columns}`);
}
