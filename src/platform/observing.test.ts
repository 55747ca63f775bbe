import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, systemClock } from '#kernel';
import { buildFace, createLogger, type Face, html, readConfig, type Seen, traceHeaders } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const database = await testDatabase({ role: 'goid_portal' });
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function faceWith(settings: Readonly<Record<string, string>> = {}) {
  const lines: Record<string, unknown>[] = [];
  const seen: Seen[] = [];
  const handedOn: Readonly<Record<string, string>>[] = [];
  const sink = { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) };
  const log = createLogger('debug', sink);
  const face: Face = {
    site: 'portal',
    origin: 'http://localhost:8081',
    database,
    pages: [
      {
        path: '/cards/:number',
        access: 'public',
        get: async (visit) => {
          await Promise.resolve();
          // Not the visit's log: a line from deep inside a room, which knows no request.
          log.info({ identifier: 'siti.rahayu', code: '123456' }, 'from deep inside');
          handedOn.push(traceHeaders());
          return visit.html(html`fine`);
        },
      },
      {
        path: '/broken',
        access: 'public',
        get: () => {
          throw new AppError('bug', 'on purpose');
        },
      },
    ],
    guards: {},
    renderError: (visit) => html`quote ${visit.requestId}`,
    styleHashes: [],
    assets: new Map(),
  };
  const config = readConfig({ NODE_ENV: 'test', ...settings });
  const app = buildFace(
    { config, keys: testKeys, log, clock: systemClock, observe: (one) => seen.push(one) },
    face,
  );
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    app.request(path, { method, headers: { host: 'localhost:8081', ...headers } });
  return { lines, seen, handedOn, ask };
}

test('[V16.2.4 V16.3.4] every line of a request is JSON and carries its id, which the answer and the error page name too', async () => {
  const { lines, ask } = faceWith();
  const fine = await ask('/cards/0123');
  const broken = await ask('/broken');
  const ids = [fine, broken].map(({ headers }) => headers.get('x-request-id'));
  assert.notEqual(ids[0], ids[1]);
  assert.deepEqual(
    lines.map(({ requestId, msg }) => `${String(requestId)} ${String(msg)}`),
    [`${ids[0]} from deep inside`, `${ids[1]} bug`],
  );
  assert.equal(await broken.text(), `quote ${ids[1]}`);
  assert.doesNotMatch(JSON.stringify(lines), /siti\.rahayu|123456/);
});

test('figures tell the route and how it was answered, never the address', async () => {
  const { seen, ask } = faceWith();
  await ask('/cards/0123');
  await ask('/broken');
  await ask('/3201010101010001');
  await ask('/cards/0123', {}, 'BREW');
  await ask('/', { host: 'elsewhere.example' });
  assert.deepEqual(
    seen.map(({ route, method, status }) => `${method} ${route} ${status}`),
    ['GET /cards/:number 200', 'GET /broken 500', 'GET other 404', 'other other 404', 'GET other 421'],
  );
  assert.ok(seen.every(({ seconds }) => seconds >= 0));
});

test('a trace is taken in and handed on only when that is switched on', async () => {
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const off = faceWith();
  await off.ask('/cards/1', headers);
  assert.equal(off.lines[0]?.['traceId'], undefined);
  assert.deepEqual(off.handedOn, [{}]);
  const on = faceWith({ TRACES: 'on' });
  await on.ask('/cards/1', headers);
  assert.equal(on.lines[0]?.['traceId'], traceId);
  assert.match(on.handedOn[0]?.['traceparent'] ?? '', new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  assert.doesNotMatch(on.handedOn[0]?.['traceparent'] ?? '', /00f067aa0ba902b7/, 'a span of its own');
  await on.ask('/cards/1', { traceparent: headers.traceparent.replace(/01$/, '00') });
  assert.match(on.handedOn[1]?.['traceparent'] ?? '', /-00$/, 'not sampled stays not sampled');
  assert.equal(on.lines[1]?.['traceFlags'], undefined);
  for (const made of [
    '',
    'x',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `${headers.traceparent}\\n{"a":1}`,
  ]) {
    const wrong = faceWith({ TRACES: 'on' });
    await wrong.ask('/cards/1', { traceparent: made });
    assert.equal(wrong.lines[0]?.['traceId'], undefined, made);
  }
});
