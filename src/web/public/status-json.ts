import type { History, Notice, StatusView, Words } from '#operations';
import type { Visit } from '#platform';

/**
 * GET /status.json. Instants are RFC 3339 in UTC, texts stand in both languages. The shape is a promise: fields are
 * added, never changed. docs/operations.md describes it.
 */
export type StatusJson = {
  readonly version: 1;
  readonly at: string;
  readonly overall: string;
  /** Null while the database answers; otherwise since when everything below is only the last that was known. */
  readonly databaseSilentSince: string | null;
  readonly readAt: string | null;
  readonly readOnly: { readonly scope: string; readonly until: string; readonly reason: Words } | null;
  readonly components: readonly {
    readonly component: string;
    readonly state: string;
    readonly since: string | null;
    readonly measuredAt: string | null;
    /** The 90 days that were measured, oldest first. */
    readonly days: readonly {
      readonly day: string;
      readonly measuredMinutes: number;
      readonly degradedMinutes: number;
      readonly downMinutes: number;
    }[];
  }[];
  readonly notices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly impact: string;
    readonly components: readonly string[];
    readonly startsAt: string;
    readonly endsAt: string | null;
    readonly closedAt: string | null;
    readonly title: Words;
    readonly updates: readonly { readonly state: string; readonly at: string; readonly text: Words }[];
  }[];
};

export function statusJson({ now }: Visit, view: StatusView, history: History | undefined): StatusJson {
  const { known, readOnly } = view;
  const days = history?.days ?? [];
  return {
    version: 1,
    at: now.toISOString(),
    overall: view.overall,
    databaseSilentSince: written(known.silentSince),
    readAt: written(known.readAt),
    readOnly: readOnly
      ? { scope: readOnly.scope, until: readOnly.until.toISOString(), reason: readOnly.reason }
      : null,
    components: view.components.map(({ component, state, since, measuredAt }) => ({
      component,
      state,
      since: written(since),
      measuredAt: written(measuredAt),
      days: days
        .filter((day) => day.component === component)
        .map(({ day, measuredMinutes, degradedMinutes, downMinutes }) => ({
          day,
          measuredMinutes,
          degradedMinutes,
          downMinutes,
        })),
    })),
    notices: (history?.notices ?? [...view.incidents, ...view.maintenance, ...view.planned]).map(noticeJson),
  };
}

function noticeJson(notice: Notice): StatusJson['notices'][number] {
  return {
    id: notice.noticeId,
    kind: notice.kind,
    impact: notice.impact,
    components: notice.components,
    startsAt: notice.startsAt.toISOString(),
    endsAt: written(notice.endsAt),
    closedAt: written(notice.closedAt),
    title: notice.title,
    updates: notice.updates.map(({ state, at, words }) => ({ state, at: at.toISOString(), text: words })),
  };
}

function written(instant: Date | undefined): string | null {
  return instant?.toISOString() ?? null;
}
