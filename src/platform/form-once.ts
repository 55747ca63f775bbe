import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AppError } from '#kernel';
import { saying, textOf } from './answer-text.ts';
import { hashWith, seal, unseal } from './crypto.ts';
import type { Database } from './database.ts';
import { sql, withoutWaitingForDisk } from './sql.ts';
import { tokenKeyOf } from './form-guard.ts';
import type { SealedColumn } from './sealed-column.ts';
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
const keptSeconds = 900;
const refusalKeptSeconds = 120;
/** A redirect is shorter, and packing it would cost more than writing it down. */
const worthPackingBytes = 2048;
/** RFC 1952 §2.3.1; what was not packed begins with a brace. */
const firstOfPacked = 0x1f;

const unkept = new WeakSet<Response>();
const notKept = Buffer.alloc(0);

/** Marks an answer that may not be kept: the same form sent again is answered anew. For what may be done twice. */
export function doNotKeep(response: Response): Response {
  unkept.add(response);
  return response;
}

/**
 * Every POST happens once. A double tap, or the same form sent again over a broken connection, gets the answer
 * of the first one: same browser, same session, same page, same form key, same content. Answers are kept sealed for
 * 15 minutes; refusals, which cost their sender nothing, for 2. A form whose process died before it could answer is
 * worked on again when it comes half a minute later.
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
    insert into platform.form_submission (key, sent_at, kept_until)
    select ${key}::bytea, ${visit.now}::timestamptz, ${later(visit.now, keptSeconds)}::timestamptz
    from ${withoutWaitingForDisk()}
    on conflict (key) do update set sent_at = excluded.sent_at, kept_until = excluded.kept_until
      where form_submission.outcome is null and form_submission.sent_at <= excluded.sent_at - make_interval(secs => ${claimSeconds})`);
  if (first === 0) {
    const known = await waitForOutcome(database, visit, key);
    return known ? replay(known) : answer();
  }
  try {
    const response = await answer();
    if (unkept.has(response)) {
      await database.run(sql`update platform.form_submission set outcome = ${notKept} where key = ${key}`);
      return response;
    }
    const text = textOf(response);
    const kept = await keep(response, text);
    await store(database, visit, key, kept);
    return text === undefined ? replay(kept) : response;
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
  const content = new URLSearchParams({ ...form, _token: '' }).toString();
  // The key that the form was shown with, so that a second tap finds the first one while the key changes.
  return hashWith(
    visit.keys.key('form-outcome', tokenKeyOf(visit, form) ?? visit.keys.inUse('cookie')),
    visit.site,
    visit.cookie('browser') ?? '',
    // Somebody else who signed in with this browser never gets the answer.
    visit.cookie('session') ?? '',
    visit.context.req.path,
    content,
  );
}

async function keep(response: Response, text: string | undefined): Promise<Outcome> {
  return {
    status: response.status,
    headers: [...response.headers],
    body: text ?? (await response.text()),
  };
}

function replay(outcome: Outcome): Response {
  const headers = new Headers();
  for (const [name, value] of outcome.headers) headers.append(name, value);
  return saying(outcome.body, new Response(outcome.body || null, { status: outcome.status, headers }));
}

async function store(database: Database, visit: Visit, key: Buffer, outcome: Outcome): Promise<void> {
  const plain = Buffer.from(JSON.stringify(outcome));
  const packed = plain.length < worthPackingBytes ? plain : await promisify(gzip)(plain);
  const sealed = seal(visit.keys, 'form-outcome', key.toString('hex'), packed);
  const keptUntil = later(visit.now, outcome.status >= 400 ? refusalKeptSeconds : keptSeconds);
  await database.run(
    sql`update platform.form_submission set outcome = ${sealed}, kept_until = ${keptUntil} where key = ${key} and sent_at = ${visit.now}`,
  );
}

/** What the first one was answered; undefined when that answer is not kept. */
async function waitForOutcome(database: Database, visit: Visit, key: Buffer): Promise<Outcome | undefined> {
  for (let waited = 0; waited < waitLimitMs; waited += pollMs) {
    const row = await database.maybe<{ outcome: Buffer | null }>(
      sql`select outcome from platform.form_submission where key = ${key}`,
    );
    if (!row) break;
    if (row.outcome?.length === 0) return undefined;
    if (row.outcome) {
      const packed = unseal(visit.keys, 'form-outcome', key.toString('hex'), row.outcome);
      const plain = packed[0] === firstOfPacked ? await promisify(gunzip)(packed) : packed;
      return JSON.parse(plain.toString()) as Outcome;
    }
    await sleep(pollMs);
  }
  throw new AppError('still_working', 'the same form is still being worked on', { retryAfterSeconds: 5 });
}

/** Forgets answers that are kept no longer. A job calls it. */
export async function forgetFormSubmissions(database: Database, now: Date): Promise<number> {
  return database.run(sql`delete from platform.form_submission where kept_until < ${now}`);
}

function later(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

/** Kept answers are sealed too; they end before a new key has to reach them, unless it comes very soon. */
export const formOutcomeColumn: SealedColumn = {
  table: 'platform.form_submission',
  column: 'outcome',
  purpose: 'form-outcome',
  of: "encode(key, 'hex')",
  place: (key) => key,
};
