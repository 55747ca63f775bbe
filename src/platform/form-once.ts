import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#kernel';
import { keyedHash, seal, unseal } from './crypto.ts';
import type { Database } from './database.ts';
import { sql, withoutWaitingForDisk } from './sql.ts';
import type { FormFields, Visit } from './visit.ts';

type Outcome = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
};

const waitLimitMs = 10_000;
/** A claim without an answer for this long was made by a process that is gone: no answer takes so long. */
const claimSeconds = 30;
const pollMs = 50;

/**
 * Every POST happens once. A double tap, or the same form sent again over a broken connection, gets the answer
 * of the first one: same browser, same page, same form key, same content. Answers are kept sealed for 15 minutes.
 * A form whose process died before it could answer is worked on again when it comes half a minute later.
 */
export async function answerOnce(
  database: Database,
  visit: Visit,
  form: FormFields,
  answer: () => Promise<Response>,
): Promise<Response> {
  const key = submissionKey(visit, form);
  // What the answer changes is committed later and flushes this with it, so neither survives a crash alone.
  const first = await database.run(sql`
    insert into platform.form_submission (key, sent_at)
    select ${key}::bytea, ${visit.now}::timestamptz from ${withoutWaitingForDisk()}
    on conflict (key) do update set sent_at = excluded.sent_at
      where form_submission.outcome is null and form_submission.sent_at <= excluded.sent_at - make_interval(secs => ${claimSeconds})`);
  if (first === 0) return replay(await waitForOutcome(database, visit, key));
  try {
    const response = await answer();
    const kept = await keep(response);
    await store(database, visit, key, kept);
    return replay(kept);
  } catch (error) {
    // An outage is not an answer: the same form may be sent again.
    await database
      .run(
        sql`delete from platform.form_submission where key = ${key} and sent_at = ${visit.now} and outcome is null`,
      )
      .catch(() => {});
    throw error;
  }
}

function submissionKey(visit: Visit, form: FormFields): Buffer {
  const content = new URLSearchParams(Object.entries(form).filter(([name]) => name !== '_token')).toString();
  return keyedHash(
    visit.keys,
    'form-outcome',
    visit.site,
    visit.cookie('browser') ?? '',
    visit.context.req.path,
    content,
  );
}

async function keep(response: Response): Promise<Outcome> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

function replay(outcome: Outcome): Response {
  const headers = new Headers();
  for (const [name, value] of outcome.headers) headers.append(name, value);
  return new Response(outcome.body || null, { status: outcome.status, headers });
}

async function store(database: Database, visit: Visit, key: Buffer, outcome: Outcome): Promise<void> {
  const sealed = seal(visit.keys, 'form-outcome', key.toString('hex'), JSON.stringify(outcome));
  await database.run(
    sql`update platform.form_submission set outcome = ${sealed} where key = ${key} and sent_at = ${visit.now}`,
  );
}

async function waitForOutcome(database: Database, visit: Visit, key: Buffer): Promise<Outcome> {
  for (let waited = 0; waited < waitLimitMs; waited += pollMs) {
    const row = await database.maybe<{ outcome: Buffer | null }>(
      sql`select outcome from platform.form_submission where key = ${key}`,
    );
    if (!row) break;
    if (row.outcome)
      return JSON.parse(
        unseal(visit.keys, 'form-outcome', key.toString('hex'), row.outcome).toString(),
      ) as Outcome;
    await sleep(pollMs);
  }
  throw new AppError('still_working', 'the same form is still being worked on', { retryAfterSeconds: 5 });
}

/** Forgets answers older than 15 minutes. A job calls it. */
export async function forgetFormSubmissions(database: Database, now: Date): Promise<number> {
  return database.run(
    sql`delete from platform.form_submission where sent_at < ${new Date(now.getTime() - 900_000)}`,
  );
}
