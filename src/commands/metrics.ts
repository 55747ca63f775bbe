import { eventCounts, sealingBacklog } from '#activity';
import { outboxAgeSeconds, providerAnswers } from '#notifications';
import { readOnlyNow, readSnapshot } from '#operations';
import type { Database, DatabasePool, HashPool, Logger, Seen } from '#platform';
import { queueState } from '#worker';
import type { Clock } from '#kernel';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The window of figures that are read from the database, because every process sees them alike. */
const windowMinutes = 5;

/** Sign-ins by outcome, and locks: the events of the activity log that are counted. A closed list. */
export const countedEvents = [
  'sign_in_succeeded',
  'sign_in_refused',
  'code_refused',
  'password_closed',
  'password_disabled',
  'passkey_refused',
  'recovery_started',
  'disowned',
] as const;

export type Metrics = {
  /** All of them in the text format of Prometheus, those that processes share read now. */
  read(): Promise<string>;
  readonly contentType: string;
  note(seen: Seen): void;
};

export type MetricSources = {
  readonly hashPool: HashPool;
  /** The pools of this process by role, as they are now. */
  readonly pools: () => ReadonlyMap<string, DatabasePool>;
  /** With the rights of the worker, when this process runs it: it reads what all processes share. */
  readonly shared: () => Database | undefined;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Figures for the operator. Labels are from closed lists and route patterns; none says anything of a person. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'goid_' });
  const registers = [registry];
  const requests = new Counter({
    name: 'goid_http_requests_total',
    help: 'Requests answered',
    labelNames: ['face', 'route', 'method', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'goid_http_request_seconds',
    help: 'How long an answer took',
    labelNames: ['face', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const refused = new Counter({
    name: 'goid_writes_refused_total',
    help: 'Forms turned away because of read-only mode',
    labelNames: ['face'],
    registers,
  });
  poolFigures(sources, registry);
  const readShared = sharedFigures(sources, registry);
  return {
    contentType: registry.contentType,
    read: async () => {
      await readShared();
      return registry.metrics();
    },
    note: ({ site, route, method, status, seconds: took, writeRefused }) => {
      requests.inc({ face: site, route, method, status: String(status) });
      seconds.observe({ face: site, route }, took);
      if (writeRefused) refused.inc({ face: site });
    },
  };
}

function poolFigures({ hashPool, pools }: MetricSources, registry: Registry): void {
  registry.registerMetric(
    new Gauge({
      name: 'goid_hash_waiting',
      help: 'Sign-ins that wait for a slot of the password hash pool',
      registers: [],
      collect() {
        this.set(hashPool.waiting);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'goid_hash_running',
      help: 'Password hashes being made now',
      registers: [],
      collect() {
        this.set(hashPool.running);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'goid_database_connections',
      help: 'Connections of this process, and requests that wait for one',
      labelNames: ['role', 'state'],
      registers: [],
      collect() {
        this.reset();
        for (const [role, database] of pools()) {
          const { open, idle, waiting } = database.connections();
          this.set({ role, state: 'busy' }, open - idle);
          this.set({ role, state: 'idle' }, idle);
          this.set({ role, state: 'waiting' }, waiting);
        }
      },
    }),
  );
}

/** What is read from the database at each look, by the process that runs the worker. Silent while it is away. */
function sharedFigures(sources: MetricSources, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const figures = {
    due: gauge('goid_jobs_due', 'Jobs that wait although they are due'),
    oldest: gauge('goid_jobs_oldest_seconds', 'How long the oldest of them waits'),
    givenUp: gauge('goid_jobs_given_up', 'Jobs that were tried for the last time and are left for a person'),
    outbox: gauge('goid_outbox_oldest_seconds', 'How long the oldest message waits that nobody has tried'),
    messages: gauge('goid_messages', `Hand-overs in ${windowMinutes} minutes by provider and answer`, [
      'provider',
      'channel',
      'answer',
    ]),
    events: gauge('goid_events', `Sign-ins by outcome, and locks, in ${windowMinutes} minutes`, ['event']),
    components: gauge('goid_component_state', '0 works, 1 has trouble, 2 is away', ['component']),
    readOnly: gauge('goid_read_only', '1 while writes are refused', ['scope']),
    unsealed: gauge(
      'goid_activity_unsealed',
      'Entries of the activity that wait to be sealed, at most 100000',
    ),
    unsealedOldest: gauge('goid_activity_unsealed_oldest_seconds', 'How long the first of them waits'),
    overdue: gauge('goid_read_only_overdue_seconds', 'How long past its promised end read-only mode is'),
  };
  const up = gauge('goid_shared_figures_up', '1 when the figures that all processes share could be read');
  return async () => {
    const database = sources.shared();
    if (!database) return;
    try {
      await readShared(database, sources.clock.now(), figures);
      up.set(1);
    } catch (error) {
      sources.log.debug({ error }, 'the shared figures could not be read');
      up.set(0);
    }
  };
}

type SharedFigures = Record<
  | 'due'
  | 'oldest'
  | 'givenUp'
  | 'outbox'
  | 'messages'
  | 'events'
  | 'components'
  | 'readOnly'
  | 'overdue'
  | 'unsealed'
  | 'unsealedOldest',
  Gauge
>;

const levels = { operational: 0, degraded: 1, down: 2 } as const;

async function readShared(database: Database, now: Date, figures: SharedFigures): Promise<void> {
  const queue = await queueState(database, now);
  figures.due.set(queue.due);
  figures.oldest.set(queue.oldestSeconds);
  figures.givenUp.set(queue.givenUp);
  figures.outbox.set(await outboxAgeSeconds(database, now));
  figures.messages.reset();
  for (const { provider, channel, accepted, refused, unavailable } of await providerAnswers(
    database,
    now,
    windowMinutes,
  ))
    for (const [answer, count] of Object.entries({ accepted, refused, unavailable }))
      figures.messages.set({ provider, channel, answer }, count);
  const counts = await eventCounts(database, new Date(now.getTime() - windowMinutes * 60_000));
  for (const event of countedEvents) figures.events.set({ event }, counts.get(event) ?? 0);
  const { waiting, oldestSeconds } = await sealingBacklog(database, now);
  figures.unsealed.set(waiting);
  figures.unsealedOldest.set(oldestSeconds);
  figures.components.reset();
  const { components } = await readSnapshot(database);
  for (const { component, state } of components) figures.components.set({ component }, levels[state]);
  const readOnly = await readOnlyNow(database, now);
  for (const scope of ['records', 'site'] as const)
    figures.readOnly.set({ scope }, readOnly?.scope === scope ? 1 : 0);
  figures.overdue.set(readOnly ? Math.max(0, (now.getTime() - readOnly.until.getTime()) / 1000) : 0);
}
