import type { Executor } from './database.ts';
import { keyKinds, type KeyKind } from './crypto.ts';
import type { KeyRing, KeyUses } from './key-ring.ts';
import { sql } from './sql.ts';

export type KeyUseRow = {
  readonly kind: KeyKind;
  readonly step: number;
  readonly key_id: string;
  readonly state: 'in_use' | 'moving' | 'past';
  readonly used_from: Date;
  readonly used_until: Date | null;
};

export function keyUseRows(executor: Executor): Promise<KeyUseRow[]> {
  return executor.many<KeyUseRow>(sql`
    select kind, step, key_id, state, used_from, used_until from platform.key_use order by kind, step limit 1000`);
}

/** Undefined while the database says nothing and the ring's own order decides. */
export function usesOf(rows: readonly KeyUseRow[]): KeyUses | undefined {
  if (rows.length === 0) return undefined;
  const inUse = (kind: KeyKind) =>
    rows.find((row) => row.kind === kind && row.state === 'in_use')?.key_id ?? '';
  const index = rows.filter((row) => row.kind === 'index' && row.state !== 'moving');
  return {
    data: inUse('data'),
    cookie: inUse('cookie'),
    pepper: inUse('pepper'),
    head: inUse('head'),
    index: index.map(({ key_id: id }) => id),
    movingTo: rows.find((row) => row.kind === 'index' && row.state === 'moving')?.key_id,
  };
}

/** Reads the uses and lets the ring act by them. */
export async function readKeyUses(executor: Executor, keys: KeyRing): Promise<void> {
  keys.use(usesOf(await keyUseRows(executor)));
}

/** As one word, by which processes are compared. */
export function wordOf({ data, cookie, pepper, head, index, movingTo }: KeyUses): string {
  return [data, cookie, pepper, head, index.join('+'), movingTo ?? ''].join('/');
}

/** Writes down what is used now, so that a key in front of the ring changes nothing by itself. As the database's owner. */
export async function pinKeyUses(executor: Executor, uses: KeyUses, now: Date): Promise<void> {
  for (const kind of keyKinds) {
    const id = kind === 'index' ? uses.index[0] : uses[kind];
    await executor.run(sql`
      insert into platform.key_use (kind, step, key_id, state, used_from)
      select ${kind}, 1, ${id}, 'in_use', ${now}::timestamptz
      where not exists (select from platform.key_use where kind = ${kind})`);
  }
}

/** Another key takes the place of the one in use; look-ups go over `beginMoving` instead. */
export async function useKey(executor: Executor, kind: KeyKind, id: string, now: Date): Promise<void> {
  await executor.run(sql`
    update platform.key_use set state = 'past', used_until = ${now} where kind = ${kind} and state = 'in_use'`);
  await executor.run(
    sql`delete from platform.key_use where kind = ${kind} and key_id = ${id} and state = 'moving'`,
  );
  await addStep(executor, kind, id, 'in_use', now);
}

/** Look-ups find by this key too from now on, and rows may be brought to it. */
export async function beginMoving(executor: Executor, id: string, now: Date): Promise<void> {
  await executor.run(sql`
    insert into platform.key_use (kind, step, key_id, state, used_from)
    select 'index', max(step) + 1, ${id}, 'moving', ${now}::timestamptz from platform.key_use where kind = 'index'`);
}

async function addStep(
  executor: Executor,
  kind: KeyKind,
  id: string,
  state: KeyUseRow['state'],
  now: Date,
): Promise<void> {
  await executor.run(sql`
    insert into platform.key_use (kind, step, key_id, state, used_from)
    select ${kind}, coalesce(max(step), 0) + 1, ${id}, ${state}, ${now}::timestamptz from platform.key_use where kind = ${kind}`);
}

export type KeyHolder = {
  readonly holder_id: string;
  readonly parts: string;
  readonly key_ids: readonly string[];
  readonly uses: string;
};

/** A process that has not said for so long that it lives is gone. */
const silentSeconds = 20;

export function keyHolders(executor: Executor): Promise<KeyHolder[]> {
  return executor.many<KeyHolder>(sql`
    select holder_id, parts, key_ids, uses from platform.key_holder
    where seen_at > clock_timestamp() - make_interval(secs => ${silentSeconds}) order by parts, holder_id limit 1000`);
}

/** Says which keys this process holds and which uses it acts by; forgets those that are long gone. */
export async function noteHolder(executor: Executor, holder: KeyHolder): Promise<void> {
  await executor.run(sql`
    with gone as (delete from platform.key_holder where seen_at < clock_timestamp() - interval '1 day'
      and holder_id <> ${holder.holder_id}::uuid)
    insert into platform.key_holder (holder_id, parts, key_ids, uses, seen_at)
    values (${holder.holder_id}, ${holder.parts}, ${holder.key_ids}, ${holder.uses}, clock_timestamp())
    on conflict (holder_id) do update
      set key_ids = excluded.key_ids, uses = excluded.uses, seen_at = excluded.seen_at`);
}

export async function forgetHolder(executor: Executor, holderId: string): Promise<void> {
  await executor.run(sql`delete from platform.key_holder where holder_id = ${holderId}`);
}

/** Heads of the activity are sealed with one key for good, so that one is never too old. */
export async function kindsWithOldKeys(executor: Executor, before: Date): Promise<KeyKind[]> {
  const rows = await keyUseRows(executor);
  const { since } = await executor.one<{ since: Date | null }>(
    sql`select min(applied_at) as since from platform.migration`,
  );
  const kinds = keyKinds.filter((kind) => kind !== 'head');
  return kinds.filter((kind) => {
    const from = rows.find((row) => row.kind === kind && row.state === 'in_use')?.used_from ?? since;
    return from !== null && from < before;
  });
}
