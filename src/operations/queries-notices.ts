import { type Executor, sql, type Statement, type Transaction } from '#platform';
import type { Impact, Notice, NoticeKind, NoticeState, ReadOnly, ReadOnlyScope, Words } from './types.ts';

export type NewNotice = {
  readonly noticeId: string;
  readonly kind: NoticeKind;
  readonly impact: Impact;
  readonly components: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date | undefined;
  readonly title: Words;
};

export async function insertNotice(tx: Transaction, notice: NewNotice): Promise<void> {
  await tx.run(sql`
    insert into operations.notice (notice_id, kind, impact, components, starts_at, ends_at, title_id, title_en)
    values (${notice.noticeId}, ${notice.kind}, ${notice.impact}, ${notice.components}, ${notice.startsAt},
      ${notice.endsAt ?? null}, ${notice.title.id}, ${notice.title.en})`);
}

export type NewUpdate = {
  readonly updateId: string;
  readonly noticeId: string;
  readonly state: NoticeState;
  readonly at: Date;
  readonly words: Words;
  readonly writtenBy: string | undefined;
};

export async function insertUpdate(tx: Transaction, update: NewUpdate): Promise<void> {
  await tx.run(sql`
    insert into operations.notice_update (update_id, notice_id, state, at, text_id, text_en, written_by)
    values (${update.updateId}, ${update.noticeId}, ${update.state}, ${update.at}, ${update.words.id},
      ${update.words.en}, ${update.writtenBy ?? null})`);
}

/** Moves an open notice of that kind; 0 when there is none or it is closed already. */
export function moveNotice(
  tx: Transaction,
  noticeId: string,
  kind: NoticeKind,
  change: { readonly endsAt: Date | undefined; readonly closedAt: Date | undefined },
): Promise<number> {
  return tx.run(sql`
    update operations.notice set ends_at = coalesce(${change.endsAt ?? null}::timestamptz, ends_at),
      closed_at = ${change.closedAt ?? null}::timestamptz
    where notice_id = ${noticeId} and kind = ${kind} and closed_at is null`);
}

type NoticeRow = Omit<Notice, 'endsAt' | 'closedAt' | 'title' | 'updates'> & {
  readonly endsAt: Date | null;
  readonly closedAt: Date | null;
  readonly titleId: string;
  readonly titleEn: string;
  readonly updates: readonly { state: NoticeState; at: string; id: string; en: string }[];
};

async function noticesWhere(executor: Executor, condition: Statement): Promise<Notice[]> {
  const rows = await executor.many<NoticeRow>(sql`
    select notice_id as "noticeId", kind, impact, components, starts_at as "startsAt", ends_at as "endsAt",
      closed_at as "closedAt", title_id as "titleId", title_en as "titleEn",
      (select coalesce(json_agg(json_build_object('state', state, 'at', at, 'id', text_id, 'en', text_en)
          order by at desc, update_id desc), '[]')
        from operations.notice_update where notice_update.notice_id = notice.notice_id) as updates
    from operations.notice where ${condition} order by starts_at desc, notice_id desc limit 200`);
  return rows.map(({ titleId, titleEn, updates, endsAt, closedAt, ...row }) => ({
    ...row,
    endsAt: endsAt ?? undefined,
    closedAt: closedAt ?? undefined,
    title: { id: titleId, en: titleEn },
    updates: updates.map(({ state, at, id, en }) => ({ state, at: new Date(at), words: { id, en } })),
  }));
}

export function selectOpenNotices(executor: Executor): Promise<Notice[]> {
  return noticesWhere(executor, sql`closed_at is null`);
}

export function selectNoticesSince(executor: Executor, since: Date): Promise<Notice[]> {
  return noticesWhere(executor, sql`closed_at is null or starts_at >= ${since}`);
}

export async function selectNotice(executor: Executor, noticeId: string): Promise<Notice | undefined> {
  const [notice] = await noticesWhere(executor, sql`notice_id = ${noticeId}::uuid`);
  return notice;
}

export type NewReadOnly = ReadOnly & {
  readonly readOnlyId: string;
  readonly noticeId: string | undefined;
  readonly setBy: string | undefined;
  readonly setAt: Date;
};

export async function insertReadOnly(tx: Transaction, row: NewReadOnly): Promise<void> {
  await tx.run(sql`
    insert into operations.read_only (read_only_id, scope, starts_at, until, reason_id, reason_en, notice_id, set_by, set_at)
    values (${row.readOnlyId}, ${row.scope}, ${row.startsAt}, ${row.until}, ${row.reason.id}, ${row.reason.en},
      ${row.noticeId ?? null}, ${row.setBy ?? null}, ${row.setAt})`);
}

/** Lifts what holds now; what is planned for later stays. */
export function liftHolding(tx: Transaction, now: Date): Promise<number> {
  return tx.run(sql`
    update operations.read_only set lifted_at = ${now} where lifted_at is null and starts_at <= ${now}`);
}

export function liftOfNotice(tx: Transaction, noticeId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update operations.read_only set lifted_at = ${now} where lifted_at is null and notice_id = ${noticeId}`);
}

export function extendOfNotice(tx: Transaction, noticeId: string, until: Date): Promise<number> {
  return tx.run(sql`
    update operations.read_only set until = ${until} where lifted_at is null and notice_id = ${noticeId}`);
}

type ReadOnlyRow = Omit<ReadOnly, 'reason'> & { readonly reasonId: string; readonly reasonEn: string };

/** Every switch that is set and not lifted, also those that begin later. */
export async function selectReadOnly(executor: Executor): Promise<ReadOnly[]> {
  const rows = await executor.many<ReadOnlyRow & { scope: ReadOnlyScope }>(sql`
    select scope, starts_at as "startsAt", until, reason_id as "reasonId", reason_en as "reasonEn"
    from operations.read_only where lifted_at is null order by starts_at, read_only_id limit 50`);
  return rows.map(({ reasonId, reasonEn, ...row }) => ({ ...row, reason: { id: reasonId, en: reasonEn } }));
}
