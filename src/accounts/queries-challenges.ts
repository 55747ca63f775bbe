import { type Executor, sql } from '#platform';
import type { MessageMethod } from './strength.ts';

/** A code that went out: which one, how, and the last message that carried it. */
export type Sending = {
  readonly number: number;
  readonly method: MessageMethod;
  readonly message_id: string;
  readonly sent_at: Date;
};
export type ChallengeRow = {
  readonly account_id: string;
  readonly challenge_id: string;
  readonly key_id: string;
  readonly last_number: number;
  readonly expires_at: Date;
  readonly previous_expires_at: Date | null;
  readonly tries: number;
  readonly consumed_at: Date | null;
};
/** With its sendings, the newest first. */
export type Challenge = ChallengeRow & { readonly sendings: readonly Sending[] };

/** More than three ways and ten sends a day can make. */
const mostSendings = 50;

/** An account's own: at the sign-in of another account its codes are worth nothing. */
export async function challengeOf(
  executor: Executor,
  accountId: string,
  purpose: string,
): Promise<Challenge | undefined> {
  const rows = await executor.many<ChallengeRow & { [Name in keyof Sending]: Sending[Name] | null }>(sql`
    select account_id, challenge_id, key_id, last_number, expires_at, previous_expires_at, tries, consumed_at,
      number, method, message_id, sent_at
    from accounts.challenge left join accounts.challenge_sending using (account_id, challenge_id)
    where account_id = ${accountId} and purpose = ${purpose} order by sent_at desc limit ${mostSendings}`);
  const [first] = rows;
  return first && { ...first, sendings: rows.flatMap((row) => (row.method ? [row as Sending] : [])) };
}

/** Writes the challenge as it stands after a sending, and the sending. */
export function putChallenge(
  tx: Executor,
  purpose: string,
  row: Omit<ChallengeRow, 'consumed_at'>,
  sending: Sending,
): Promise<number> {
  return tx.run(sql`
    with challenge as (
      insert into accounts.challenge (account_id, challenge_id, purpose, key_id, last_number, expires_at,
        previous_expires_at, tries)
      values (${row.account_id}, ${row.challenge_id}, ${purpose}, ${row.key_id}, ${row.last_number}, ${row.expires_at},
        ${row.previous_expires_at}, ${row.tries})
      on conflict (account_id, purpose) do update set key_id = excluded.key_id, last_number = excluded.last_number,
        expires_at = excluded.expires_at, previous_expires_at = excluded.previous_expires_at, tries = excluded.tries,
        consumed_at = null
      returning account_id, challenge_id
    )
    insert into accounts.challenge_sending (account_id, challenge_id, number, method, message_id, sent_at)
    select account_id, challenge_id, ${sending.number}::int, ${sending.method}::text, ${sending.message_id}::uuid,
      ${sending.sent_at}::timestamptz
    from challenge
    on conflict (account_id, challenge_id, number, method) do update
      set message_id = excluded.message_id, sent_at = excluded.sent_at`);
}

/**
 * One try at a code: counts it, and consumes the challenge when the code is right. No row when nothing can be tried
 * any more, so that of simultaneous right codes one wins and of simultaneous wrong ones no more than `tries` count.
 */
export function tryCode(
  tx: Executor,
  challenge: ChallengeRow,
  right: boolean,
  tries: number,
  now: Date,
): Promise<{ readonly tries: number; readonly consumed: boolean } | undefined> {
  return tx.maybe<{ readonly tries: number; readonly consumed: boolean }>(sql`
    update accounts.challenge set tries = tries + 1, consumed_at = case when ${right}::boolean then ${now}::timestamptz end
    where account_id = ${challenge.account_id} and challenge_id = ${challenge.challenge_id}
      and last_number = ${challenge.last_number} and consumed_at is null and tries < ${tries}
      and greatest(expires_at, previous_expires_at) > ${now}::timestamptz
    returning tries, consumed_at is not null as consumed`);
}
