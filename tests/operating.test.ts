import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { test } from 'node:test';
import { announceIncident, recordMeasurements } from '#operations';
import { sql } from '#platform';
import { countedEvents } from '../src/commands/metrics.ts';
import { serveMetrics } from '../src/commands/metrics-server.ts';
import { newBrowser } from './support/cookie-jar.ts';
import { enter, takeTour } from './support/tour.ts';
import { ask, startWholeHouse } from './support/whole-house.ts';

const whole = await startWholeHouse();
const { house, faces, database } = whole;
const { config } = house;
const { member } = await takeTour(whole, 'auditor');
const outage = { id: 'Gangguan uji', en: 'Trial outage' };

test('/health and /ready answer on every face under any host name, and say nothing else', async () => {
  for (const face of faces) {
    for (const headers of [{}, { host: '10.1.2.3' }]) {
      assert.equal((await ask(whole, face, { path: '/health', headers })).body, 'alive\n');
      const ready = await ask(whole, face, { path: '/ready', headers });
      assert.deepEqual([ready.status, ready.body], [200, 'ready\n']);
    }
  }
});

test('/.well-known leads password managers and finders of weaknesses on every face', async () => {
  for (const face of faces) {
    const change = await ask(whole, face, { path: '/.well-known/change-password' });
    assert.equal(change.status, 303);
    assert.equal(change.headers.location, `${config.origins.sso}/security/password`);
    // W3C: by it a password manager learns whether an answer of this site means anything.
    const none = await ask(whole, face, {
      path: '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
    });
    assert.equal(none.status, 404);
    const text = await ask(whole, face, { path: '/.well-known/security.txt' });
    assert.match(text.headers['content-type'] ?? '', /^text\/plain; charset=utf-8/i);
    const fields = Object.fromEntries(
      text.body
        .trim()
        .split('\n')
        .map((line) => line.split(': ')),
    );
    assert.deepEqual(Object.keys(fields), ['Contact', 'Expires', 'Preferred-Languages', 'Canonical']);
    assert.equal(fields['Canonical'], `${face.origin}/.well-known/security.txt`);
    // RFC 9116 §2.5.5: less than a year ahead.
    const days = (Date.parse(fields['Expires'] ?? '') - Date.now()) / 86_400_000;
    assert.ok(days > 178 && days <= 180, String(days));
  }
});

/** Without a connection that lives on, because the server comes and goes. */
function fromMetrics(path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: config.ports.metrics, path, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

async function figures(): Promise<string> {
  const listener = await serveMetrics(config, house.metrics, house.log);
  try {
    assert.equal((await fromMetrics('/')).status, 404);
    return (await fromMetrics('/metrics')).text;
  } finally {
    await listener.close();
  }
}

test('[V13.4.5] /metrics has the figures of an operator and nothing of a person, on its own port only', async () => {
  house.open('goid_worker');
  const stranger = newBrowser();
  await enter(
    stranger,
    await stranger.get(`${config.origins.portal}/login`),
    'kenari@rahasia.example',
    'Salah-Sekali-1',
  );
  await member.get(`${config.origins.portal}/3201010101010001`);
  const text = await figures();
  for (const name of [
    'goid_http_requests_total{face="portal",route="/dashboard",method="GET",status="200"}',
    'goid_http_requests_total{face="portal",route="other",method="GET",status="404"}',
    'goid_http_request_seconds_bucket{le="0.5",face="sso",route="/signin/:uid"}',
    'goid_hash_waiting 0',
    'goid_hash_running 0',
    'goid_database_connections{role="goid_sso",state="waiting"} 0',
    'goid_jobs_due ',
    'goid_outbox_oldest_seconds ',
    'goid_shared_figures_up 1',
    'goid_read_only{scope="site"} 0',
    ...countedEvents.map((event) => `goid_events{event="${event}"}`),
  ])
    assert.ok(text.includes(`\n${name}`), name);
  assert.match(text, /goid_events\{event="sign_in_succeeded"\} [1-9]/);
  assert.match(text, /goid_events\{event="sign_in_refused"\} [1-9]/);
  for (const face of faces) assert.equal((await ask(whole, face, { path: '/metrics' })).status, 404);
  assert.doesNotMatch(text, /kenari|rahasia|3201010101010001|siti|[0-9a-f]{8}-[0-9a-f]{4}-7/);
});

test('figures have labels from closed lists only', async () => {
  const patterns = new Set(faces.flatMap(({ pages }) => pages.map(({ path }) => path)));
  for (const [, route = ''] of (await figures()).matchAll(/route="([^"]*)"/g))
    assert.ok(
      patterns.has(route) ||
        route === 'other' ||
        /^\/(?:oauth|\.well-known|assets|health|ready)\b/.test(route),
      route,
    );
});

test('a second process beside the first goes on without the port for metrics', async () => {
  const first = await serveMetrics(config, house.metrics, house.log);
  const second = await serveMetrics(config, house.metrics, house.log);
  await second.close();
  assert.equal((await fromMetrics('/metrics')).status, 200);
  await first.close();
});

test('[V16.1.1] every line that the program logs is explained in docs/operations.md', () => {
  const told = readFileSync('docs/operations.md', 'utf8');
  const lines = globSync('src/**/*.ts')
    .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('src/web/inbox/'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/\blog\.(?:info|warn|error)\(\s*(?:\{[^}]*\},\s*)?'([^']+)'/g),
    ])
    .map(([, line = '']) => line);
  assert.ok(lines.length >= 10, String(lines.length));
  for (const line of lines) assert.ok(told.includes(`| ${line} |`), line);
});

test('[V16.5.2] the status page stands while the database is away and every other page answers errors', async () => {
  const now = new Date();
  const signal = { kind: 'queue', oldestSeconds: 0 } as const;
  await recordMeasurements(database, [{ component: 'jobs', signal }], now);
  const announced = { impact: 'down', components: ['sign_in'], title: outage, words: outage } as const;
  assert.ok((await announceIncident(database, announced, { officer: undefined }, now)).ok);
  await house.status.look();
  await member.get(`${config.origins.portal}/status`);
  await cutOff();
  try {
    await house.status.look();
    assert.ok((await member.get(`${config.origins.portal}/dashboard`)).status >= 500);
    for (const face of faces.filter(({ site }) => site !== 'console')) {
      const page = await ask(whole, face, { path: '/status' });
      assert.equal(page.status, 200);
      assert.match(page.body, /Basis data kami tidak menjawab sejak .* Di bawah ini keadaan terakhir/);
      assert.match(page.body, /Gangguan uji/);
      assert.match((await ask(whole, face, { path: '/status/en.atom' })).body, /Trial outage/);
      const json = await ask(whole, face, { path: '/status.json' });
      assert.notEqual((JSON.parse(json.body) as { databaseSilentSince: unknown }).databaseSilentSince, null);
      assert.match((await ask(whole, face, { path: '/help' })).body, /Sistem kami sedang terganggu/);
      const ready = await ask(whole, face, { path: '/ready' });
      assert.deepEqual([ready.status, ready.body], [503, 'not ready: database\n']);
      assert.equal((await ask(whole, face, { path: '/health' })).status, 200);
    }
  } finally {
    await letIn();
  }
  await house.status.look();
  assert.equal(house.status.known().silentSince, undefined);
  house.readiness.drain();
  const [face] = faces;
  assert.ok(face);
  assert.equal((await ask(whole, face, { path: '/ready' })).body, 'not ready: draining\n');
});

const name = new URL(whole.databaseUrl).pathname.slice(1);

/** Nobody but this test's own connection reaches the database any more. */
async function cutOff(): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`update pg_database set datallowconn = false where datname = ${name}`);
  });
  await database.run(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`,
  );
}

async function letIn(): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`update pg_database set datallowconn = true where datname = ${name}`);
  });
}
