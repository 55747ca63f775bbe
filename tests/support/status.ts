import type { History, Known, Notice, Snapshot, StatusWatch } from '#operations';
import { testNow } from './visit.ts';

const minutesAgo = (minutes: number) => new Date(testNow.getTime() - minutes * 60_000);

/** Maintenance that is planned for the night after the test's day, with a mark that markup must write out. */
export const plannedNotice: Notice = {
  noticeId: '019aa000-0000-7000-8000-0000000000a1',
  kind: 'maintenance',
  impact: 'down',
  components: ['records'],
  startsAt: new Date('2026-11-21T15:00:00Z'),
  endsAt: new Date('2026-11-21T19:00:00Z'),
  closedAt: undefined,
  title: { id: 'Pembaruan basis data <besar> & aman', en: 'Database renewal <large> & safe' },
  updates: [
    {
      state: 'planned',
      at: minutesAgo(600),
      words: { id: 'Saldo hanya dapat dilihat.', en: 'The balance can only be read.' },
    },
  ],
};

export const incidentNotice: Notice = {
  ...plannedNotice,
  noticeId: '019aa000-0000-7000-8000-0000000000a2',
  kind: 'incident',
  components: ['sms_1', 'email'],
  startsAt: minutesAgo(40),
  endsAt: undefined,
  title: { id: 'SMS terlambat', en: 'SMS is late' },
  updates: [
    { state: 'identified', at: minutesAgo(10), words: { id: 'Operator penuh.', en: 'A carrier is full.' } },
    { state: 'investigating', at: minutesAgo(40), words: { id: 'Kami periksa.', en: 'We look into it.' } },
  ],
};

const component = (name: string, state: 'operational' | 'degraded' | 'down' = 'operational') => ({
  component: name,
  provider: name.startsWith('sms') ? 'ssmpp://rahasia.example:2775' : undefined,
  state,
  since: minutesAgo(90),
  measuredAt: minutesAgo(1),
});

export const wellSnapshot: Snapshot = {
  components: ['email', 'jobs', 'records', 'sign_in', 'sms_1'].map((name) => component(name)),
  notices: [],
  readOnly: [],
};

export const troubledSnapshot: Snapshot = {
  components: [...wellSnapshot.components.slice(0, 4), component('sms_1', 'down'), component('sms_2')],
  notices: [incidentNotice, plannedNotice],
  readOnly: [
    {
      scope: 'records',
      startsAt: minutesAgo(5),
      until: new Date(testNow.getTime() + 3_600_000),
      reason: { id: 'Basis data diperbarui.', en: 'The database is being renewed.' },
    },
  ],
};

export const testHistory: History = {
  since: '2026-08-23',
  days: [
    { component: 'sms_1', day: '2026-11-10', measuredMinutes: 1440, degradedMinutes: 30, downMinutes: 14 },
    { component: 'sms_1', day: '2026-11-19', measuredMinutes: 1440, degradedMinutes: 0, downMinutes: 0 },
    { component: 'sign_in', day: '2026-11-19', measuredMinutes: 1440, degradedMinutes: 1, downMinutes: 0 },
  ],
  notices: [
    incidentNotice,
    plannedNotice,
    {
      ...incidentNotice,
      noticeId: '019aa000-0000-7000-8000-0000000000a3',
      startsAt: minutesAgo(9000),
      closedAt: minutesAgo(8900),
      title: { id: 'Email tertahan', en: 'E-mail was held up' },
    },
  ],
};

/** A watch that knows what a test says. */
export function watchKnowing(
  snapshot: Snapshot | undefined,
  rest: Partial<Known> & { readonly history?: History } = {},
): StatusWatch {
  const { history = testHistory, ...known } = rest;
  return {
    known: () => ({ snapshot, readAt: snapshot && minutesAgo(0), silentSince: undefined, ...known }),
    history: () => Promise.resolve(snapshot && history),
    look: () => Promise.resolve(),
    start: () => {},
    stop: () => Promise.resolve(),
  };
}
