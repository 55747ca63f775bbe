import { type Executor, sql, type Transaction } from '#platform';
import type { Held } from './hysteresis.ts';
import type { Pulse } from './pulse.ts';
import type { Component, ComponentDay, ComponentState } from './types.ts';

type ComponentRow = Held & { readonly component: string; readonly since: Date };

export async function lockComponents(tx: Transaction): Promise<ComponentRow[]> {
  const rows = await tx.many<
    Omit<ComponentRow, 'pendingState'> & { pendingState: ComponentState | null }
  >(sql`
    select component, state, since, pending_state as "pendingState", pending_count as "pendingCount"
    from operations.component order by component for update`);
  return rows.map((row) => ({ ...row, pendingState: row.pendingState ?? undefined }));
}

type NewComponentRow = ComponentRow & { readonly provider: string | undefined };

/** What was not measured now is not a part of the service any more. */
export async function writeComponents(
  tx: Transaction,
  rows: readonly NewComponentRow[],
  now: Date,
): Promise<void> {
  const names = rows.map(({ component }) => component);
  await tx.run(sql`delete from operations.component where component <> all (${names}::text[])`);
  await tx.run(sql`
    insert into operations.component (component, provider, state, since, measured_at, pending_state, pending_count)
    select component, provider, state, since, ${now}::timestamptz, pending_state, pending_count
    from unnest(${names}::text[], ${rows.map(({ provider }) => provider ?? null)}::text[],
      ${rows.map(({ state }) => state)}::text[], ${rows.map(({ since }) => since)}::timestamptz[],
      ${rows.map(({ pendingState }) => pendingState ?? null)}::text[], ${rows.map(({ pendingCount }) => pendingCount)}::int[])
      as measured (component, provider, state, since, pending_state, pending_count)
    on conflict (component) do update set provider = excluded.provider, state = excluded.state, since = excluded.since,
      measured_at = excluded.measured_at, pending_state = excluded.pending_state, pending_count = excluded.pending_count`);
}

export async function addMinute(
  tx: Transaction,
  rows: readonly { readonly component: string; readonly state: ComponentState }[],
  day: string,
): Promise<void> {
  await tx.run(sql`
    insert into operations.component_day as kept (component, day, measured_minutes, degraded_minutes, down_minutes)
    select component, ${day}::date, 1, (state = 'degraded')::int, (state = 'down')::int
    from unnest(${rows.map(({ component }) => component)}::text[], ${rows.map(({ state }) => state)}::text[])
      as measured (component, state)
    on conflict (component, day) do update set measured_minutes = kept.measured_minutes + 1,
      degraded_minutes = kept.degraded_minutes + excluded.degraded_minutes,
      down_minutes = kept.down_minutes + excluded.down_minutes`);
}

export function deleteDaysBefore(executor: Executor, day: string): Promise<number> {
  return executor.run(sql`delete from operations.component_day where day < ${day}::date`);
}

export function deletePulsesBefore(executor: Executor, before: Date): Promise<number> {
  return executor.run(sql`delete from operations.pulse where at < ${before}`);
}

export async function upsertPulses(
  executor: Executor,
  processId: string,
  pulses: readonly Pulse[],
  now: Date,
): Promise<void> {
  await executor.run(sql`
    insert into operations.pulse (process_id, face, at, requests, failures)
    select ${processId}::uuid, face, ${now}::timestamptz, requests, failures
    from unnest(${pulses.map(({ face }) => face)}::text[], ${pulses.map(({ requests }) => requests)}::int[],
      ${pulses.map(({ failures }) => failures)}::int[]) as said (face, requests, failures)
    on conflict (process_id, face) do update set at = excluded.at, requests = excluded.requests,
      failures = excluded.failures`);
}

export function sumPulses(
  executor: Executor,
  face: string,
  since: Date,
): Promise<{ processes: number; requests: number; failures: number }> {
  return executor.one(sql`
    select count(*)::int as processes, coalesce(sum(requests), 0)::int as requests,
      coalesce(sum(failures), 0)::int as failures
    from operations.pulse where face = ${face} and at >= ${since}`);
}

export async function selectComponents(executor: Executor): Promise<Component[]> {
  const rows = await executor.many<Component & { provider: string | null }>(sql`
    select component, provider, state, since, measured_at as "measuredAt" from operations.component order by component`);
  return rows.map((row) => ({ ...row, provider: row.provider ?? undefined }));
}

export function selectDays(executor: Executor, since: string): Promise<ComponentDay[]> {
  return executor.many(sql`
    select component, day, measured_minutes as "measuredMinutes", degraded_minutes as "degradedMinutes",
      down_minutes as "downMinutes"
    from operations.component_day where day >= ${since}::date order by component, day`);
}
