import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedClock } from '#kernel';
import {
  announceIncident,
  createStatusWatch,
  faceSignal,
  forgetOldDays,
  liftReadOnly,
  noticeById,
  planMaintenance,
  readHistory,
  readOnlyNow,
  readSnapshot,
  recordMeasurements,
  sendPulse,
  setReadOnly,
  type ShownState,
  updateNotice,
  viewAt,
} from '#operations';
import { openDatabase, sql } from '#platform';
import { after } from 'node:test';
import { testDatabase } from '../../tests/support/database.ts';
import { silentLog } from '../../tests/support/messages.ts';

const database = await testDatabase();
const asConsole = openDatabase({ url: database.url, role: 'goid_console', poolSize: 1 });
const asWorker = openDatabase({ url: database.url, role: 'goid_worker', poolSize: 1 });
const asPortal = openDatabase({ url: database.url, role: 'goid_portal', poolSize: 1 });
after(async () => {
  for (const pool of [asConsole, asWorker, asPortal]) await pool.close();
});

const minute = (count: number) => new Date(Date.parse('2026-11-23T16:50:00Z') + count * 60_000);
const words = { id: 'Gangguan pengiriman', en: 'Delivery trouble' };
const officer = { officer: '019aa000-0000-7000-8000-00000000000a' };
const queue = (oldestSeconds: number) => [
  { component: 'jobs', signal: { kind: 'queue' as const, oldestSeconds } },
];
const known = async (now: Date) => ({
  snapshot: await readSnapshot(asPortal),
  readAt: now,
  silentSince: undefined,
});
const shown = async (now: Date): Promise<Record<string, ShownState>> =>
  Object.fromEntries(
    viewAt(await known(now), now).components.map(({ component, state }) => [component, state]),
  );

test('measurements become a state after the patience, and minutes of the day in Jakarta', async () => {
  // 23.50 in Jakarta; ten minutes on it is the next day there.
  for (let count = 0; count < 12; count += 1)
    await recordMeasurements(asWorker, queue(count < 3 ? 0 : 1000), minute(count));
  assert.equal((await shown(minute(12)))['jobs'], 'down');
  const { days } = await readHistory(asPortal, minute(12));
  assert.deepEqual(days, [
    // Minute 4 is the second bad one.
    { component: 'jobs', day: '2026-11-23', measuredMinutes: 10, degradedMinutes: 0, downMinutes: 6 },
    { component: 'jobs', day: '2026-11-24', measuredMinutes: 2, degradedMinutes: 0, downMinutes: 2 },
  ]);
});

test('what nobody measures any more is not known, and that it is not measured is told of the jobs', async () => {
  assert.deepEqual(await shown(minute(18)), {
    sign_in: 'unknown',
    records: 'unknown',
    email: 'unknown',
    jobs: 'down',
  });
});

test('a provider that is not configured any more leaves the page', async () => {
  const provider = { kind: 'provider', taken: 1, missed: 0, answers: true } as const;
  await recordMeasurements(
    asWorker,
    [...queue(0), { component: 'sms_1', provider: 'ssmpp://sms.example:2775', signal: provider }],
    minute(20),
  );
  assert.equal((await shown(minute(20)))['sms_1'], 'operational');
  await recordMeasurements(asWorker, queue(0), minute(21));
  assert.equal((await shown(minute(21)))['sms_1'], undefined);
});

test('days older than 90 are forgotten', async () => {
  await forgetOldDays(asWorker, new Date(minute(0).getTime() + 91 * 86_400_000));
  const { count } = await database.one<{ count: number }>(
    sql`select count(*)::int as count from operations.component_day where component = 'jobs'`,
  );
  assert.equal(count, 1, 'the day that is 90 old stays');
});

test('the signal of a face is that of the processes that live', async () => {
  const one = '019aa000-0000-7000-8000-000000000011';
  const other = '019aa000-0000-7000-8000-000000000012';
  await sendPulse(asPortal, one, [{ face: 'portal', requests: 10, failures: 1 }], minute(0));
  await sendPulse(asPortal, other, [{ face: 'portal', requests: 30, failures: 2 }], minute(1));
  assert.deepEqual(await faceSignal(asWorker, 'portal', minute(1)), {
    kind: 'face',
    processes: 2,
    requests: 40,
    failures: 3,
  });
  assert.deepEqual(await faceSignal(asWorker, 'portal', minute(2)), {
    kind: 'face',
    processes: 1,
    requests: 30,
    failures: 2,
  });
});

test('an incident concerns its components until it is resolved, and then stands in the history', async () => {
  const now = minute(100);
  await recordMeasurements(asWorker, queue(0), now);
  const announced = await announceIncident(
    asConsole,
    { impact: 'down', components: ['email', 'jobs'], title: words, words },
    officer,
    now,
  );
  assert.ok(announced.ok);
  assert.equal((await shown(now))['email'], 'down');
  const notice = (await noticeById(asConsole, announced.value)) ?? assert.fail();
  const said = { state: 'watching', words } as const;
  assert.ok((await updateNotice(asConsole, notice, said, officer, minute(101))).ok);
  assert.deepEqual(await updateNotice(asConsole, notice, { state: 'running', words }, officer, now), {
    ok: false,
    refusal: 'state_unknown',
  });
  assert.ok((await updateNotice(asConsole, notice, { ...said, state: 'resolved' }, officer, minute(102))).ok);
  assert.equal((await shown(now))['email'], 'unknown');
  assert.deepEqual(await updateNotice(asConsole, notice, said, officer, minute(103)), {
    ok: false,
    refusal: 'closed',
  });
  const [past] = (await readHistory(asPortal, minute(103))).notices;
  assert.deepEqual(
    past?.updates.map(({ state }) => state),
    ['resolved', 'watching', 'investigating'],
  );
  const events = await database.many<{ event: string; actor: string }>(
    sql`select event, actor_account_id as actor from activity.entry order by at, entry_id`,
  );
  assert.deepEqual(
    events.map(({ event, actor }) => `${event} ${actor === officer.officer}`),
    ['notice_announced true', 'notice_updated true', 'notice_updated true'],
  );
});

test('a notice needs both languages, parts that there are, and times in order', async () => {
  const plan = {
    impact: 'down',
    components: ['records'],
    title: words,
    words,
    startsAt: minute(300),
    endsAt: minute(400),
    readOnly: undefined,
  } as const;
  const wrong = [
    [{ title: { id: 'Ada', en: ' ' } }, 'words_missing'],
    [{ words: { id: '', en: 'There' } }, 'words_missing'],
    [{ title: { id: 'x'.repeat(121), en: 'y' } }, 'words_missing'],
    [{ components: [] }, 'components_missing'],
    [{ components: ['fax'] }, 'components_missing'],
    [{ endsAt: minute(300) }, 'times_out_of_order'],
    [{ startsAt: minute(100), endsAt: minute(150) }, 'times_out_of_order'],
  ] as const;
  for (const [change, refusal] of wrong)
    assert.deepEqual(await planMaintenance(asConsole, { ...plan, ...change }, officer, minute(200)), {
      ok: false,
      refusal,
    });
});

test('maintenance with read-only refuses writes from its start until somebody ends it', async () => {
  const planned = await planMaintenance(
    asConsole,
    {
      impact: 'down',
      components: ['records'],
      title: words,
      words,
      startsAt: minute(300),
      endsAt: minute(400),
      readOnly: 'records',
    },
    officer,
    minute(200),
  );
  assert.ok(planned.ok);
  assert.equal(await readOnlyNow(asWorker, minute(299)), undefined);
  assert.equal(viewAt(await known(minute(299)), minute(299)).planned.length, 1);
  assert.equal((await readOnlyNow(asWorker, minute(300)))?.scope, 'records');
  await recordMeasurements(asWorker, queue(0), minute(300));
  assert.equal((await shown(minute(300)))['records'], 'maintenance');
  const notice = (await noticeById(asConsole, planned.value)) ?? assert.fail();
  const longer = { state: 'running', words, endsAt: minute(500) } as const;
  assert.ok((await updateNotice(asConsole, notice, longer, officer, minute(390))).ok);
  assert.deepEqual((await readOnlyNow(asWorker, minute(450)))?.until, minute(500));
  assert.ok(await readOnlyNow(asWorker, minute(501)), 'late work is not written into');
  const over = { state: 'finished', words } as const;
  assert.ok((await updateNotice(asConsole, notice, over, officer, minute(510))).ok);
  assert.equal(await readOnlyNow(asWorker, minute(510)), undefined);
});

test('the switch takes the place of the one before, needs a reason and an end, and is lifted once', async () => {
  const reason = words;
  const wish = { scope: 'site', until: minute(660), reason } as const;
  assert.ok((await setReadOnly(asConsole, { ...wish, scope: 'records' }, officer, minute(600))).ok);
  assert.ok((await setReadOnly(asConsole, wish, officer, minute(601))).ok);
  assert.equal((await readOnlyNow(asWorker, minute(601)))?.scope, 'site');
  assert.equal(await liftReadOnly(asConsole, officer, minute(602)), true);
  assert.equal(await liftReadOnly(asConsole, officer, minute(602)), false);
  assert.equal(await readOnlyNow(asWorker, minute(602)), undefined);
  assert.deepEqual(await setReadOnly(asConsole, { ...wish, until: minute(1) }, officer, minute(600)), {
    ok: false,
    refusal: 'until_is_past',
  });
  assert.deepEqual(
    await setReadOnly(asConsole, { ...wish, reason: { id: 'Ada', en: '' } }, officer, minute(600)),
    { ok: false, refusal: 'words_missing' },
  );
});

test('what was known last stays known while the database is away, and it is said since when', async () => {
  const clock = fixedClock(minute(700));
  let reachable = true;
  const gone = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', poolSize: 1 });
  after(() => gone.close());
  const watch = createStatusWatch({ clock, log: silentLog, database: () => (reachable ? asPortal : gone) });
  await recordMeasurements(asWorker, queue(0), minute(700));
  await watch.look();
  assert.ok(await watch.history());
  assert.equal(viewAt(watch.known(), clock.now()).components.at(-1)?.state, 'operational');
  reachable = false;
  clock.advance(120);
  await watch.look();
  clock.advance(30);
  await watch.look();
  const view = viewAt(watch.known(), clock.now());
  assert.deepEqual(view.known.silentSince, minute(702));
  assert.deepEqual(
    view.components.map(({ component, state }) => `${component} ${state}`),
    ['sign_in down', 'records down', 'email unknown', 'jobs unknown'],
  );
  assert.ok(await watch.history(), 'the history that was read last');
  reachable = true;
  await watch.look();
  assert.equal(watch.known().silentSince, undefined);
});
