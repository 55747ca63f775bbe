import { holdingAt } from './read-only.ts';
import type { Component, ComponentState, Notice, ReadOnly } from './types.ts';
import { fixedComponents } from './types.ts';
import type { Known } from './watch.ts';

/** A measurement older than this says nothing of now: the worker that measures is not there. */
const staleSeconds = 300;

/** `maintenance`: away or read-only because somebody works on it. `unknown`: nobody measures it just now. */
export type ShownState = ComponentState | 'maintenance' | 'unknown';

export type ShownComponent = {
  readonly component: string;
  readonly state: ShownState;
  /** Since when, where that is known. */
  readonly since: Date | undefined;
  readonly measuredAt: Date | undefined;
};

export type StatusView = {
  readonly overall: ShownState;
  readonly components: readonly ShownComponent[];
  readonly incidents: readonly Notice[];
  /** Under way. */
  readonly maintenance: readonly Notice[];
  readonly planned: readonly Notice[];
  readonly readOnly: ReadOnly | undefined;
  readonly known: Known;
};

/** The worst first. */
const order: readonly ShownState[] = ['down', 'degraded', 'maintenance', 'unknown', 'operational'];

export function worst(states: readonly ShownState[]): ShownState {
  return order.find((state) => states.includes(state)) ?? 'unknown';
}

/** What is true at an instant by what is known: measured, announced by operators, or not to be told. */
export function viewAt(known: Known, now: Date): StatusView {
  const { components = [], notices = [], readOnly = [] } = known.snapshot ?? {};
  const begun = notices.filter(({ startsAt }) => startsAt <= now);
  const incidents = begun.filter(({ kind }) => kind === 'incident');
  const maintenance = begun.filter(({ kind }) => kind === 'maintenance');
  const held = holdingAt(readOnly, now);
  const shown = inOrder(components).map((name) =>
    shownComponent(
      name,
      components.find(({ component }) => component === name),
      {
        known,
        now,
        incidents,
        worked: [...maintenance.flatMap((notice) => notice.components), ...(held ? ['records'] : [])],
      },
    ),
  );
  return {
    overall: worst(shown.map(({ state }) => state)),
    components: shown,
    incidents,
    maintenance,
    planned: notices.filter(({ startsAt }) => startsAt > now),
    readOnly: held,
    known,
  };
}

/** The fixed parts always, in their order; providers of SMS and WhatsApp behind e-mail. */
function inOrder(components: readonly Component[]): string[] {
  const fixed: readonly string[] = fixedComponents;
  const providers = components.map(({ component }) => component).filter((name) => !fixed.includes(name));
  return fixed.flatMap((name) => (name === 'email' ? [name, ...providers.toSorted()] : [name]));
}

type Around = {
  readonly known: Known;
  readonly now: Date;
  readonly incidents: readonly Notice[];
  /** Components that somebody works on. */
  readonly worked: readonly string[];
};

function shownComponent(
  component: string,
  row: Component | undefined,
  { known, now, incidents, worked }: Around,
): ShownComponent {
  const concerned = incidents.filter(({ components }) => components.includes(component));
  const measured = measuredState(component, row, known, now);
  const state = worst([
    worked.includes(component) ? 'maintenance' : measured.state,
    ...concerned.map(({ impact }) => impact),
  ]);
  return {
    component,
    state,
    since: state === measured.state ? measured.since : undefined,
    measuredAt: row?.measuredAt,
  };
}

function measuredState(
  component: string,
  row: Component | undefined,
  { silentSince }: Known,
  now: Date,
): { readonly state: ShownState; readonly since: Date | undefined } {
  // Without the database nobody signs in and no record is read; what becomes of messages is not known.
  if (silentSince)
    return component === 'sign_in' || component === 'records'
      ? { state: 'down', since: silentSince }
      : { state: 'unknown', since: undefined };
  if (!row) return { state: 'unknown', since: undefined };
  if (now.getTime() - row.measuredAt.getTime() <= staleSeconds * 1000) return row;
  // It is the background jobs that measure.
  return component === 'jobs'
    ? { state: 'down', since: row.measuredAt }
    : { state: 'unknown', since: undefined };
}
