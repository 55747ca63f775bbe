import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { activityEvents } from '#activity';
import { AppError, type ErrorCode, systemClock } from '#kernel';
import { buildFace, createLogger, type Face, html, readConfig, settings } from '#platform';
import { testDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';

const database = await testDatabase({ role: 'goid_portal' });

function faceThat(refuses: ErrorCode) {
  const lines: Record<string, unknown>[] = [];
  const sink = { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) };
  const face: Face = {
    site: 'portal',
    origin: 'http://localhost:8081',
    database,
    pages: [
      {
        path: '/cards/:number',
        access: 'public',
        get: () => {
          throw new AppError(refuses, 'on purpose');
        },
        post: (visit) => visit.html(html`done`),
      },
    ],
    guards: {},
    recognise: async (visit) => {
      visit.session = { accountId: 'account-1', sessionId: 'session-1' } as NonNullable<typeof visit.session>;
    },
    renderError: () => html`refused`,
    styleHashes: [],
    assets: new Map(),
  };
  const config = readConfig({ NODE_ENV: 'test' });
  const app = buildFace(
    { config, keys: testKeys, log: createLogger('info', sink), clock: systemClock },
    face,
  );
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { host: 'localhost:8081', ...(init.headers as object) } });
  return { lines, ask };
}

test('[V16.3.2] somebody who is refused a page stands in the log with account, session and kind of page, and nothing personal', async () => {
  const { lines, ask } = faceThat('not_allowed');
  assert.equal((await ask('/cards/3201010101010001?nik=3201010101010001')).status, 403);
  const [line] = lines;
  assert.deepEqual(
    {
      msg: line?.['msg'],
      refusal: line?.['refusal'],
      route: line?.['route'],
      who: [line?.['accountId'], line?.['sessionId']],
    },
    {
      msg: 'a request was refused',
      refusal: 'not_allowed',
      route: '/cards/:number',
      who: ['account-1', 'session-1'],
    },
  );
  assert.doesNotMatch(JSON.stringify(lines), /3201010101010001/);
});

test('[V16.3.3] forms from elsewhere, without their token, unreadable or too long, and wrong hosts stand in the log', async () => {
  const { lines, ask } = faceThat('not_allowed');
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const origin = { origin: 'http://localhost:8081' };
  await ask('/cards/1', {
    method: 'POST',
    headers: { ...type, origin: 'https://evil.example' },
    body: 'a=b',
  });
  await ask('/cards/1', { method: 'POST', headers: { ...type, ...origin }, body: '_token=forged.token' });
  await ask('/cards/1', { method: 'POST', headers: { 'content-type': 'text/plain', ...origin }, body: 'a' });
  await ask('/cards/1', { method: 'POST', headers: { ...type, ...origin }, body: 'a'.repeat(70_000) });
  await ask('/cards/1', { headers: { host: 'evil.example' } });
  assert.deepEqual(
    lines.map(({ refusal }) => refusal),
    ['form_from_elsewhere', 'form_expired', 'form_unreadable', 'body_too_large', 'wrong_host'],
  );
});

test('[V16.3.1] every event of signing in, factors, recovery and sessions in the closed list is recorded by some verb', () => {
  const sources = globSync('src/**/*.ts')
    .filter((file) => !file.endsWith('.test.ts') && file !== 'src/activity/events.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const unused = activityEvents.filter((event) => !sources.includes(`'${event}'`));
  assert.deepEqual(unused, []);
  const [id, en] = ['id', 'en'].map(
    (language) => JSON.parse(readFileSync(`locales/${language}.json`, 'utf8')) as Record<string, string>,
  );
  for (const event of activityEvents)
    assert.ok(id?.[`activity.${event}`] && en?.[`activity.${event}`], event);
});

test('[V16.2.2] times in the log are UTC, and doctor compares this clock with the database’s', () => {
  const lines: string[] = [];
  createLogger('info', { write: (text: string) => void lines.push(text) }).info('x');
  assert.match((JSON.parse(lines[0] ?? '{}') as { time: string }).time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.match(
    readFileSync('src/commands/doctor.ts', 'utf8'),
    /Math\.abs\(skewSeconds\) <= clockToleranceSeconds/,
  );
});

test('[V15.1.1] time frames for weaknesses in packages are written down, from critical to low', () => {
  const told = readFileSync('SECURITY.md', 'utf8');
  assert.match(told, /critical within 48 hours, high within 7 days, medium within 30/);
});

test('[V15.1.3] heavy work is listed with what keeps it in bounds, and the settings named there are settings', () => {
  const [, listed = ''] = readFileSync('docs/performance.md', 'utf8').split(
    '## Heavy work, and what keeps it in bounds',
  );
  const rows = listed
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  assert.ok(rows.length >= 8);
  const named = [...listed.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);
  assert.ok(named.length >= 10);
  assert.deepEqual(
    named.filter((name) => !(name in settings)),
    [],
  );
});
