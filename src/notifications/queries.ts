import { type Executor, type Language, sql } from '#platform';
import type { ErrorClass } from './carrier.ts';
import type { Channel, DeliveryState, Template } from './message.ts';

export type MessageRow = {
  readonly id: string;
  readonly accountId: string | undefined;
  readonly template: Template;
  readonly channel: Channel;
  readonly language: Language;
  readonly reference: string;
  readonly sealed: Buffer;
  readonly queuedAt: Date;
  readonly expiresAt: Date;
};

/** False when the reference is already taken. */
export async function insertMessage(tx: Executor, row: MessageRow): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into notifications.message
      (id, account_id, template, channel, language, reference, sealed, queued_at, expires_at)
    values (${row.id}, ${row.accountId ?? null}, ${row.template}, ${row.channel}, ${row.language}, ${row.reference},
      ${row.sealed}, ${row.queuedAt}, ${row.expiresAt})
    on conflict (reference) do nothing`);
  return inserted === 1;
}

export type DeliveryRow = {
  readonly messageId: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly queuedAt: Date;
  readonly acceptedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly failedAt: Date | null;
};

export function selectDelivery(executor: Executor, messageId: string): Promise<DeliveryRow | undefined> {
  return executor.maybe(sql`
    select id as "messageId", channel, state, queued_at as "queuedAt", accepted_at as "acceptedAt",
      delivered_at as "deliveredAt", coalesce(failed_at, expired_at) as "failedAt"
    from notifications.message where id = ${messageId}`);
}

export type ReferencedRow = {
  readonly reference: string;
  readonly template: Template;
  readonly channel: Channel;
  readonly sentAt: Date;
};

/** The first of these references that stands under a message not older than that. */
export function selectByReference(
  executor: Executor,
  references: readonly string[],
  since: Date,
): Promise<ReferencedRow | undefined> {
  return executor.maybe(sql`
    select reference, template, channel, coalesce(accepted_at, queued_at) as "sentAt"
    from notifications.message
    where reference = any(${references}::text[]) and queued_at > ${since}::timestamptz
    order by array_position(${references}::text[], reference) limit 1`);
}

export type ClaimedRow = {
  readonly template: Template;
  readonly channel: Channel;
  readonly language: Language;
  readonly reference: string;
  /** Null when the message came too late: it is then expired and wiped. */
  readonly sealed: Buffer | null;
  readonly expiresAt: Date;
  /** Which hand-over this is; the number guards the row against an earlier one that is late. */
  readonly attempt: number;
};

/** Takes the message for one worker until `until`, in one statement; nothing when another has it or it has left. */
export function claimMessage(
  executor: Executor,
  messageId: string,
  now: Date,
  until: Date,
): Promise<ClaimedRow | undefined> {
  return executor.maybe(sql`
    update notifications.message set
      state = case when expires_at <= ${now} then 'expired' else 'queued' end,
      expired_at = case when expires_at <= ${now} then ${now}::timestamptz end,
      sealed = case when expires_at <= ${now} then null else sealed end,
      claimed_until = case when expires_at <= ${now} then null else ${until}::timestamptz end,
      tried_at = ${now}, attempts = attempts + 1
    where id = ${messageId} and state = 'queued' and (claimed_until is null or claimed_until <= ${now})
    returning template, channel, language, reference, sealed, expires_at as "expiresAt", attempts as attempt`);
}

export type Acceptance = {
  readonly provider: string;
  readonly providerMessageId: string | undefined;
  readonly at: Date;
};

export async function markAccepted(executor: Executor, messageId: string, by: Acceptance): Promise<void> {
  await executor.run(sql`
    update notifications.message set state = 'accepted', accepted_at = ${by.at}, sealed = null, claimed_until = null,
      provider = ${by.provider}, provider_message_id = ${by.providerMessageId ?? null}, last_error = null
    where id = ${messageId} and state = 'queued'`);
}

/** Refused for good: nobody takes it for this address. */
export async function markFailed(
  executor: Executor,
  messageId: string,
  attempt: number,
  error: ErrorClass,
  at: Date,
): Promise<void> {
  await executor.run(sql`
    update notifications.message set state = 'failed', failed_at = ${at}, sealed = null, claimed_until = null,
      last_error = ${error}
    where id = ${messageId} and state = 'queued' and attempts = ${attempt}`);
}

/** Gives the message back to the queue after a hand-over that did not succeed. */
export async function releaseMessage(
  executor: Executor,
  messageId: string,
  attempt: number,
  error: ErrorClass,
): Promise<void> {
  await executor.run(sql`
    update notifications.message set claimed_until = null, last_error = ${error}
    where id = ${messageId} and state = 'queued' and attempts = ${attempt}`);
}

/** The number of messages that the receipt is for: 0 when it came before our own record, or twice. */
export function markReceipt(
  executor: Executor,
  provider: string,
  providerMessageId: string,
  arrived: boolean,
  at: Date,
): Promise<number> {
  return executor.run(sql`
    update notifications.message set
      state = ${arrived ? 'delivered' : 'failed'},
      delivered_at = ${arrived ? at : null}::timestamptz,
      failed_at = ${arrived ? null : at}::timestamptz,
      last_error = ${arrived ? null : 'not_delivered'}::text
    where provider = ${provider} and provider_message_id = ${providerMessageId} and state = 'accepted'`);
}

/** Takes note of messages whose worker died, those first, and of ones that no job has touched for long. */
export function takeStranded(
  tx: Executor,
  now: Date,
  untouchedSince: Date,
  limit: number,
): Promise<{ id: string; queuedAt: Date; template: Template }[]> {
  return tx.many(sql`
    update notifications.message set claimed_until = null, tried_at = ${now}
    where id in (
      select id from notifications.message
      where state = 'queued'
        and (claimed_until <= ${now} or (claimed_until is null and coalesce(tried_at, queued_at) <= ${untouchedSince}))
      order by claimed_until, queued_at limit ${limit} for update skip locked)
    returning id, queued_at as "queuedAt", template`);
}

export function expireLate(executor: Executor, now: Date): Promise<number> {
  return executor.run(sql`
    update notifications.message set state = 'expired', expired_at = ${now}, sealed = null, claimed_until = null
    where state = 'queued' and expires_at <= ${now} and (claimed_until is null or claimed_until <= ${now})`);
}

export function deleteOlderThan(executor: Executor, before: Date): Promise<number> {
  return executor.run(sql`delete from notifications.message where queued_at < ${before}`);
}

export type SentRow = {
  readonly messageId: string;
  readonly template: Template;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly queuedAt: Date;
  readonly changedAt: Date;
};

/** What was sent about an account since then, the newest first; at most ten. */
export function messagesOf(executor: Executor, accountId: string, since: Date): Promise<SentRow[]> {
  return executor.many(sql`
    select id as "messageId", template, channel, state, queued_at as "queuedAt",
      coalesce(delivered_at, failed_at, expired_at, accepted_at, queued_at) as "changedAt"
    from notifications.message where account_id = ${accountId} and queued_at > ${since}
    order by queued_at desc limit 10`);
}

/** With the reference that stands in the message itself, for the member's own copy. */
export type KeptMessageRow = {
  readonly reference: string;
  readonly template: Template;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly queuedAt: Date;
};

export function keptMessages(
  executor: Executor,
  accountId: string,
  limit: number,
): Promise<KeptMessageRow[]> {
  return executor.many(sql`
    select reference, template, channel, state, queued_at as "queuedAt"
    from notifications.message where account_id = ${accountId} order by queued_at desc limit ${limit}`);
}

export type ChannelRow = {
  readonly channel: Channel;
  readonly taken: number;
  readonly troubled: number;
  readonly oldestWaitingAt: Date | null;
};

/** How the messages of the last minutes fared, by channel; an address that is wrong for good is nobody's outage. */
export function channelRows(executor: Executor, since: Date): Promise<ChannelRow[]> {
  return executor.many(sql`
    select channel, count(*) filter (where state in ('accepted', 'delivered'))::int as taken,
      count(*) filter (where state = 'expired' or (state = 'queued' and last_error is not null))::int as troubled,
      min(queued_at) filter (where state = 'queued') as "oldestWaitingAt"
    from notifications.message where queued_at > ${since} group by channel`);
}

/** When the first message that is still there was written. */
export async function oldestMessage(executor: Executor): Promise<Date | undefined> {
  const { oldest } = await executor.one<{ readonly oldest: Date | null }>(
    sql`select min(queued_at) as oldest from notifications.message`,
  );
  return oldest ?? undefined;
}

export function forgetAccountOf(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`update notifications.message set account_id = null where account_id = ${accountId}`);
}
