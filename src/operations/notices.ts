import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Database, Executor, Transaction } from '#platform';
import { actorOf } from './actor.ts';
import * as queries from './queries-notices.ts';
import {
  type By,
  closingStates,
  type Impact,
  type Notice,
  type NoticeKind,
  type NoticeState,
  noticeStates,
  type ReadOnlyScope,
  type Words,
} from './types.ts';
import { areWords } from './words.ts';

const longestTitle = 120;
const componentName = /^(?:sign_in|records|email|jobs|(?:sms|whatsapp)_\d{1,2})$/;

export type NoticeRefusal = 'words_missing' | 'components_missing' | 'times_out_of_order';

type Announced = {
  readonly impact: Impact;
  readonly components: readonly string[];
  readonly title: Words;
  /** The first update. */
  readonly words: Words;
};

/** Tells everybody of an incident that goes on now. The value is the notice's id. */
export function announceIncident(
  database: Database,
  incident: Announced,
  by: By,
  now: Date,
): Promise<Result<string, NoticeRefusal>> {
  return announce(database, { ...incident, kind: 'incident', startsAt: now, endsAt: undefined }, by, now);
}

/**
 * Tells everybody of planned maintenance ahead of time. With `readOnly`, writes are refused from its start until an
 * operator says that it is over.
 */
export function planMaintenance(
  database: Database,
  plan: Announced & {
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly readOnly: ReadOnlyScope | undefined;
  },
  by: By,
  now: Date,
): Promise<Result<string, NoticeRefusal>> {
  return announce(database, { ...plan, kind: 'maintenance' }, by, now);
}

type AnyAnnounced = Announced & {
  readonly kind: NoticeKind;
  readonly startsAt: Date;
  readonly endsAt: Date | undefined;
  readonly readOnly?: ReadOnlyScope | undefined;
};

async function announce(
  database: Database,
  notice: AnyAnnounced,
  by: By,
  now: Date,
): Promise<Result<string, NoticeRefusal>> {
  const { kind, components, title, words, startsAt, endsAt } = notice;
  if (!areWords(title, longestTitle) || !areWords(words)) return refused('words_missing');
  if (components.length === 0 || !components.every((name) => componentName.test(name)))
    return refused('components_missing');
  if (endsAt !== undefined && (endsAt <= startsAt || endsAt <= now)) return refused('times_out_of_order');
  const noticeId = newId(now);
  await database.transaction(async (tx) => {
    await queries.insertNotice(tx, { ...notice, noticeId });
    await addUpdate(tx, noticeId, { state: noticeStates[kind][0], words }, by, now);
    if (notice.readOnly && endsAt)
      await queries.insertReadOnly(tx, {
        readOnlyId: newId(now),
        scope: notice.readOnly,
        startsAt,
        until: endsAt,
        reason: title,
        noticeId,
        setBy: by.officer,
        setAt: now,
      });
    await record(tx, { event: 'notice_announced', actor: actorOf(by), at: now, details: { kind, noticeId } });
  });
  return ok(noticeId);
}

type NewWords = { readonly state: NoticeState; readonly words: Words };

async function addUpdate(
  tx: Transaction,
  noticeId: string,
  said: NewWords,
  by: By,
  now: Date,
): Promise<void> {
  await queries.insertUpdate(tx, {
    ...said,
    updateId: newId(now),
    noticeId,
    at: now,
    writtenBy: by.officer,
  });
}

export type UpdateRefusal = 'words_missing' | 'closed' | 'state_unknown' | 'times_out_of_order';

/**
 * Says how far it is. `resolved`, `finished` and `cancelled` end it and lift the read-only switch that belongs to it;
 * `endsAt` moves its promised end, and that of the switch.
 */
export async function updateNotice(
  database: Database,
  notice: Pick<Notice, 'noticeId' | 'kind' | 'startsAt'>,
  said: NewWords & { readonly endsAt?: Date | undefined },
  by: By,
  now: Date,
): Promise<Result<undefined, UpdateRefusal>> {
  const { noticeId, kind, startsAt } = notice;
  const { state, endsAt } = said;
  if (!areWords(said.words)) return refused('words_missing');
  if (!noticeStates[kind].some((known) => known === state)) return refused('state_unknown');
  if (endsAt !== undefined && (endsAt <= now || endsAt <= startsAt)) return refused('times_out_of_order');
  const closes = closingStates.includes(state);
  const moved = await database.transaction(async (tx) => {
    const change = { endsAt, closedAt: closes ? now : undefined };
    if ((await queries.moveNotice(tx, noticeId, kind, change)) === 0) return false;
    await addUpdate(tx, noticeId, { state, words: said.words }, by, now);
    if (closes) await queries.liftOfNotice(tx, noticeId, now);
    else if (endsAt) await queries.extendOfNotice(tx, noticeId, endsAt);
    await record(tx, { event: 'notice_updated', actor: actorOf(by), at: now, details: { state, noticeId } });
    return true;
  });
  return moved ? ok(undefined) : refused('closed');
}

/** One notice with all that was written about it. */
export function noticeById(executor: Executor, noticeId: string): Promise<Notice | undefined> {
  return queries.selectNotice(executor, noticeId);
}
