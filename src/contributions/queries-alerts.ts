import type { IsoDate } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import type { AlertChannel, AlertChoice, AlertFact, AlertKind, Subscriber } from './alert-types.ts';

export function selectChoice(executor: Executor, accountId: string): Promise<AlertChoice | undefined> {
  return executor.maybe<AlertChoice>(sql`
    select kinds, channel, chosen_at as "chosenAt" from contributions.alert_choice where account_id = ${accountId}::uuid`);
}

type NewChoice = {
  readonly accountId: string;
  readonly personId: string;
  readonly kinds: readonly AlertKind[];
  readonly channel: AlertChannel;
  readonly chosenOn: IsoDate;
  readonly now: Date;
};

/** A change looks back a few days, and never behind the first choice. Nothing when it stands like this already. */
export function putChoice(tx: Transaction, choice: NewChoice, lookedBack: number): Promise<number> {
  return tx.run(sql`
    insert into contributions.alert_choice as old (account_id, person_id, kinds, channel, chosen_on, chosen_at)
    values (${choice.accountId}::uuid, ${choice.personId}::uuid, ${choice.kinds}::text[], ${choice.channel},
      ${choice.chosenOn}::date, ${choice.now})
    on conflict (account_id) do update set person_id = excluded.person_id, kinds = excluded.kinds, channel = excluded.channel,
      chosen_on = greatest(old.chosen_on, excluded.chosen_on - ${lookedBack}::int), chosen_at = excluded.chosen_at
    where (old.person_id, old.kinds, old.channel) is distinct from (excluded.person_id, excluded.kinds, excluded.channel)`);
}

/** True for the one that ends it. */
export async function deleteChoice(tx: Transaction, accountId: string): Promise<boolean> {
  return (
    (await tx.run(sql`delete from contributions.alert_choice where account_id = ${accountId}::uuid`)) > 0
  );
}

export async function deleteTold(tx: Transaction, accountId: string): Promise<void> {
  await tx.run(sql`delete from contributions.alert_told where account_id = ${accountId}::uuid`);
}

/** Whose alerts the token of a message ends. */
export async function accountOfStop(executor: Executor, hash: Buffer): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly account_id: string }>(
    sql`select account_id from contributions.alert_told where stop_hash = ${hash} limit 1`,
  );
  return row?.account_id;
}

/** The next subscribers, by account. */
export function nextSubscribers(executor: Executor, after: string, limit: number): Promise<Subscriber[]> {
  return executor.many<Subscriber>(sql`
    select account_id as "accountId", person_id as "personId", kinds, channel, chosen_on as "chosenOn"
    from contributions.alert_choice where account_id > ${after}::uuid order by account_id limit ${limit}::int`);
}

/** Of these accounts, those that were sent so many messages since then. */
export async function oftenTold(
  executor: Executor,
  accountIds: readonly string[],
  since: Date,
  most: number,
): Promise<Set<string>> {
  const rows = await executor.many<{ readonly account_id: string }>(sql`
    select account_id from contributions.alert_told where account_id = any(${accountIds}::uuid[]) and told_at > ${since}
    group by account_id having count(distinct told_at) >= ${most}::int`);
  return new Set(rows.map((row) => row.account_id));
}

/** Takes note of what is told now; answers with what had not been told. Of two processes at once each fact goes to one. */
export function insertTold(
  tx: Transaction,
  facts: readonly (AlertFact & { readonly stopHash: Buffer })[],
  now: Date,
): Promise<AlertFact[]> {
  return tx.many<AlertFact>(sql`
    insert into contributions.alert_told (account_id, membership_id, month, kind, told_at, stop_hash)
    select account_id, membership_id, month, kind, ${now}, stop_hash
    from unnest(${facts.map(({ accountId }) => accountId)}::uuid[], ${facts.map(({ membershipId }) => membershipId)}::uuid[],
      ${facts.map(({ month }) => month)}::text[], ${facts.map(({ kind }) => kind)}::text[],
      ${facts.map(({ stopHash }) => stopHash)}::bytea[]) as f (account_id, membership_id, month, kind, stop_hash)
    order by account_id, membership_id, month, kind
    on conflict do nothing
    returning account_id as "accountId", membership_id as "membershipId", month, kind`);
}
