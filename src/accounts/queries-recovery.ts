import { type Executor, sql } from '#platform';
import type { ChallengeRow } from './queries-challenges.ts';
import type { ResetPurpose } from './queries-reset.ts';
import type { SecondFactorMethod } from './strength.ts';
import { openRecoveryStates, type RecoveryState, type RecoveryStep } from './recovery-journey.ts';

/** What waits: what its owner asked for, or what two officers of the desk decided. */
export type RecoveryKind = ResetPurpose | 'desk_factor' | 'desk_lock';

export type RecoveryRow = {
  readonly recovery_id: string;
  readonly account_id: string;
  readonly kind: RecoveryKind;
  /** The desk began it, with the new address. */
  readonly by_desk: boolean;
  readonly state: Exclude<RecoveryState, 'none'>;
  readonly started_at: Date;
  readonly ends_at: Date;
  readonly noticed_at: Date;
  readonly closed_at: Date | null;
  readonly new_channel: 'email' | 'sms' | null;
  readonly new_address: Buffer | null;
  readonly code_key_id: string | null;
  readonly code_number: number;
  readonly code_expires_at: Date | null;
  readonly code_previous_expires_at: Date | null;
  readonly code_tries: number;
  readonly code_message_id: string | null;
  readonly removed_methods: readonly SecondFactorMethod[];
  readonly cancel_hash: Buffer;
};

const columns = sql`recovery_id, account_id, kind, desk_code_hash is not null as by_desk, state, started_at, ends_at, noticed_at, closed_at, new_channel,
  new_address, code_key_id, code_number, code_expires_at, code_previous_expires_at, code_tries, code_message_id, removed_methods, cancel_hash`;

type NewRecovery = Pick<RecoveryRow, 'recovery_id' | 'account_id' | 'kind' | 'ends_at'> & {
  readonly tokenHash: Buffer;
  readonly cancelHash: Buffer;
  readonly cancelCodeHash: Buffer;
  readonly step: RecoveryStep;
  readonly now: Date;
};

/**
 * Begins a recovery. One that is open of the same kind goes on with a new cookie, and its wait is not begun anew; one of
 * the other kind stays as it is, and no row comes back.
 */
export function putRecovery(tx: Executor, row: NewRecovery): Promise<RecoveryRow | undefined> {
  return tx.maybe<RecoveryRow>(sql`
    insert into accounts.recovery as open
      (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash, started_at, ends_at, noticed_at)
    values (${row.recovery_id}, ${row.account_id}, ${row.kind}, ${row.step.to}, ${row.tokenHash}, ${row.cancelHash}, ${row.cancelCodeHash},
      ${row.now}, ${row.ends_at}, ${row.now})
    on conflict (account_id) where closed_at is null do update set token_hash = excluded.token_hash
      where open.kind = excluded.kind
    returning ${columns}`);
}

type DeskWait = NewRecovery & {
  readonly deskCodeHash: Buffer | null;
  readonly newChannel: 'email' | 'sms' | null;
  readonly newAddress: Buffer | null;
};

/** The same for what the desk decided; nothing when any recovery is open. */
export function putDeskWait(tx: Executor, row: DeskWait): Promise<RecoveryRow | undefined> {
  return tx.maybe<RecoveryRow>(sql`
    insert into accounts.recovery (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash, started_at,
      ends_at, noticed_at, desk_code_hash, new_channel, new_address)
    values (${row.recovery_id}, ${row.account_id}, ${row.kind}, ${row.step.to}, ${row.tokenHash}, ${row.cancelHash},
      ${row.cancelCodeHash}, ${row.now}, ${row.ends_at}, ${row.now}, ${row.deskCodeHash}, ${row.newChannel}, ${row.newAddress}::bytea)
    on conflict (account_id) where closed_at is null do nothing
    returning ${columns}`);
}

export function recoveryByDeskCode(executor: Executor, codeHash: Buffer): Promise<RecoveryRow | undefined> {
  return executor.maybe<RecoveryRow>(
    sql`select ${columns} from accounts.recovery where desk_code_hash = ${codeHash} and closed_at is null`,
  );
}

export function recoveryByToken(executor: Executor, tokenHash: Buffer): Promise<RecoveryRow | undefined> {
  return executor.maybe<RecoveryRow>(
    sql`select ${columns} from accounts.recovery where token_hash = ${tokenHash}`,
  );
}

export function recoveryByCancelHash(
  executor: Executor,
  cancelHash: Buffer,
): Promise<RecoveryRow | undefined> {
  return executor.maybe<RecoveryRow>(
    sql`select ${columns} from accounts.recovery where cancel_hash = ${cancelHash}`,
  );
}

export function recoveryByCancelCode(
  executor: Executor,
  cancelCodeHash: Buffer,
): Promise<RecoveryRow | undefined> {
  return executor.maybe<RecoveryRow>(
    sql`select ${columns} from accounts.recovery where cancel_code_hash = ${cancelCodeHash}`,
  );
}

/** The open one, or the newest of the last month. */
export function newestRecovery(
  executor: Executor,
  accountId: string,
  since: Date,
): Promise<RecoveryRow | undefined> {
  return executor.maybe<RecoveryRow>(sql`
    select ${columns} from accounts.recovery
    where account_id = ${accountId} and (closed_at is null or closed_at > ${since})
    order by started_at desc limit 1`);
}

export async function hasOpenRecovery(executor: Executor, accountId: string): Promise<boolean> {
  const rows = await executor.many(
    sql`select from accounts.recovery where account_id = ${accountId} and closed_at is null`,
  );
  return rows.length > 0;
}

/** Moves it along one line of the table, in one statement; nothing when it stands elsewhere. */
export function moveRecovery(
  tx: Executor,
  recoveryId: string,
  step: RecoveryStep,
  now: Date,
): Promise<RecoveryRow | undefined> {
  return tx.maybe<RecoveryRow>(sql`
    update accounts.recovery set state = ${step.to}::text,
      closed_at = case when ${step.to}::text = any(${openRecoveryStates}) then null else ${now}::timestamptz end
    where recovery_id = ${recoveryId} and state = any(${step.from})
    returning ${columns}`);
}

/** The wait is over: of the job and of whoever opens the page, the first moves it. */
export function endWait(
  tx: Executor,
  recoveryId: string,
  step: RecoveryStep,
  now: Date,
): Promise<RecoveryRow | undefined> {
  return tx.maybe<RecoveryRow>(sql`
    update accounts.recovery set state = ${step.to}, noticed_at = ${now}
    where recovery_id = ${recoveryId} and state = any(${step.from}) and ends_at <= ${now}
    returning ${columns}`);
}

/** Those whose wait is over, whose time to finish is over, or whose owner has not been told for a day. */
export function dueRecoveries(
  executor: Executor,
  before: { readonly now: Date; readonly readyBefore: Date; readonly noticedBefore: Date },
  limit: number,
): Promise<RecoveryRow[]> {
  return executor.many<RecoveryRow>(sql`
    select ${columns} from accounts.recovery
    where closed_at is null and ((state = 'waiting' and ends_at <= ${before.now}) or noticed_at <= ${before.noticedBefore}
      or ends_at <= ${before.readyBefore})
    order by noticed_at limit ${limit}`);
}

/** Takes one daily notice, once. */
export function takeNotice(
  tx: Executor,
  recoveryId: string,
  noticedBefore: Date,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.recovery set noticed_at = ${now}
    where recovery_id = ${recoveryId} and closed_at is null and noticed_at <= ${noticedBefore}`);
}

export function setNewAddress(
  tx: Executor,
  recoveryId: string,
  step: RecoveryStep,
  to: Omit<ChallengeRow, 'account_id' | 'challenge_id' | 'consumed_at'> & {
    readonly channel: 'email' | 'sms';
    readonly address: Buffer;
  },
): Promise<number> {
  return tx.run(sql`
    update accounts.recovery set new_channel = ${to.channel}, new_address = ${to.address}, code_key_id = ${to.key_id},
      code_number = ${to.last_number}, code_expires_at = ${to.expires_at},
      code_previous_expires_at = ${to.previous_expires_at}, code_tries = ${to.tries}
    where recovery_id = ${recoveryId} and state = any(${step.from})`);
}

export function noteRecoveryMessage(tx: Executor, recoveryId: string, messageId: string): Promise<number> {
  return tx.run(
    sql`update accounts.recovery set code_message_id = ${messageId} where recovery_id = ${recoveryId}`,
  );
}

/** One try at the code to the new address; a right one finishes the recovery. One statement, so that one of many wins. */
export function tryRecoveryCode(
  tx: Executor,
  recovery: Pick<RecoveryRow, 'recovery_id' | 'code_number'>,
  step: RecoveryStep,
  right: boolean,
  tries: number,
  now: Date,
): Promise<{ readonly done: boolean; readonly code_tries: number } | undefined> {
  return tx.maybe<{ readonly done: boolean; readonly code_tries: number }>(sql`
    update accounts.recovery set code_tries = code_tries + 1,
      state = case when ${right}::boolean then ${step.to}::text else state end,
      closed_at = case when ${right}::boolean then ${now}::timestamptz end
    where recovery_id = ${recovery.recovery_id} and state = any(${step.from}) and code_number = ${recovery.code_number}
      and code_expires_at > ${now} and code_tries < ${tries}
    returning closed_at is not null as done, code_tries`);
}

/** Takes every second factor away, and the addresses of one channel with their identifiers. */
export async function dropFactors(
  tx: Executor,
  { recovery_id: recoveryId, account_id: accountId }: Pick<RecoveryRow, 'recovery_id' | 'account_id'>,
  channel: 'email' | 'sms',
): Promise<void> {
  await tx.run(sql`
    update accounts.recovery set removed_methods = array(
      select method from accounts.authenticator where account_id = ${accountId} order by position, method)
    where recovery_id = ${recoveryId}`);
  await tx.run(sql`delete from accounts.challenge where account_id = ${accountId}`);
  await tx.run(sql`delete from accounts.authenticator where account_id = ${accountId}`);
  await tx.run(sql`
    delete from accounts.identifier
    where account_id = ${accountId} and kind = ${channel === 'email' ? 'email' : 'phone'}`);
  await tx.run(sql`delete from accounts.contact where account_id = ${accountId} and channel = ${channel}`);
}
