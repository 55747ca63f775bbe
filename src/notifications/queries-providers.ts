import { type Executor, sql } from '#platform';
import type { Channel } from './message.ts';

type Answers = { readonly accepted: number; readonly refused: number; readonly unavailable: number };

export async function addToMinute(
  executor: Executor,
  rows: readonly (Answers & { readonly provider: string; readonly channel: string })[],
  now: Date,
): Promise<void> {
  await executor.run(sql`
    insert into notifications.provider_minute as kept (provider, channel, minute, accepted, refused, unavailable)
    select provider, channel, date_trunc('minute', ${now}::timestamptz), accepted, refused, unavailable
    from unnest(${rows.map(({ provider }) => provider)}::text[], ${rows.map(({ channel }) => channel)}::text[],
      ${rows.map(({ accepted }) => accepted)}::int[], ${rows.map(({ refused }) => refused)}::int[],
      ${rows.map(({ unavailable }) => unavailable)}::int[]) as said (provider, channel, accepted, refused, unavailable)
    on conflict (provider, channel, minute) do update set accepted = kept.accepted + excluded.accepted,
      refused = kept.refused + excluded.refused, unavailable = kept.unavailable + excluded.unavailable`);
}

export type ProviderAnswers = Answers & { readonly provider: string; readonly channel: Channel };

export function selectAnswersSince(executor: Executor, since: Date): Promise<ProviderAnswers[]> {
  return executor.many(sql`
    select provider, channel, sum(accepted)::int as accepted, sum(refused)::int as refused,
      sum(unavailable)::int as unavailable
    from notifications.provider_minute where minute >= ${since} group by provider, channel order by provider, channel`);
}

export function deleteMinutesBefore(executor: Executor, before: Date): Promise<number> {
  return executor.run(sql`delete from notifications.provider_minute where minute < ${before}`);
}

/** When the oldest message was written that nobody has tried to hand over yet. */
export async function selectOldestUntried(executor: Executor): Promise<Date | undefined> {
  const { oldest } = await executor.one<{ oldest: Date | null }>(sql`
    select min(queued_at) as oldest from notifications.message where state = 'queued' and tried_at is null`);
  return oldest ?? undefined;
}
