import { AppError } from '#kernel';
import { type MessageServices, openCarriers } from '#notifications';
import { readOnlyNow } from '#operations';
import { type Logger, QueuePool, withContext } from '#platform';
import { Logger as QueueLogger, parseCronItems, run, type Task, type TaskList } from 'graphile-worker';
import { type Job, jobs, type JobPayload, type JobServices } from './jobs.ts';

export type WorkerOptions = {
  /** The queue acts as goid_worker, so the login must be a member of it; the jobs themselves use `services.database`. */
  readonly databaseUrl: string;
  readonly services: MessageServices;
  /** How many jobs run at the same time in this process. */
  readonly concurrency?: number;
  readonly jobs?: readonly Job[];
};

export type RunningWorker = {
  /**
   * Rejects when the queue stops although nobody closed it: AppError `unavailable` when it gave up by itself, `bug`
   * when a newer program has migrated the queue. An outage of the database does not stop it.
   */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

const connectionsOfQueue = 4;
/** So much later a job that found the records read-only looks again. */
const readOnlyPauseSeconds = 60;

/** Runs the jobs until it is closed; closing lets the running ones finish. Start as many processes as needed. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log } = options.services;
  const table = options.jobs ?? jobs;
  const carriers = openCarriers(options.services);
  const services = { ...options.services, carriers };
  let outdated = false;
  const pool = new QueuePool({ url: options.databaseUrl, role: 'goid_worker', size: connectionsOfQueue });
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency ?? 4,
    noHandleSignals: true,
    logger: quietLogger(log, () => {
      outdated = true;
    }),
    taskList: taskList(table, services),
    parsedCronItems: parseCronItems(
      table.flatMap(({ name, timetable, maxAttempts }) =>
        timetable === undefined
          ? []
          : [{ task: name, match: timetable, options: { maxAttempts, jobKey: name } }],
      ),
    ),
  }).catch(async (error: unknown) => {
    await carriers.close();
    await pool.end();
    throw error;
  });
  pool.waitForDatabase();
  let closing = false;
  // The queue calls its end clean even when it gave up by itself; only closing is clean.
  const ended = (async () => {
    await Promise.race([runner.promise, pool.lost]);
    if (closing) return;
    if (outdated)
      throw new AppError('bug', 'the job queue was migrated by a newer program; this one is too old for it');
    throw new AppError('unavailable', 'the job queue has stopped by itself');
  })();
  ended.catch((error: unknown) => log.error({ error }, 'the worker has stopped'));
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    const lost = pool.leave();
    // A queue that stopped by itself refuses to be stopped again; either way its end is waited for.
    await Promise.race([Promise.allSettled([runner.stop(), runner.promise]), lost]);
    await carriers.close();
    await Promise.race([pool.end(), lost]);
  };
  return {
    ended,
    close: () => {
      closing = true;
      closed ??= closeAll();
      return closed;
    },
  };
}

function taskList(table: readonly Job[], services: JobServices): TaskList {
  return Object.fromEntries(table.map((job) => [job.name, handler(job, services)]));
}

function handler(job: Job, services: JobServices): Task {
  return async (payload, { job: { attempts, key }, addJob: queueAgain }) => {
    try {
      if (job.writesRecords && (await readOnlyNow(services.database, services.clock.now()))) {
        const runAt = new Date(services.clock.now().getTime() + readOnlyPauseSeconds * 1000);
        await queueAgain(job.name, payload, {
          runAt,
          maxAttempts: job.maxAttempts,
          ...(key ? { jobKey: key } : {}),
        });
        services.log.info({ job: job.name, runAt }, 'a job waits, because the records are read-only');
        return;
      }
      await withContext({ job: job.name }, () => job.run(payload as JobPayload, services));
    } catch (error) {
      const level = error instanceof AppError && error.code === 'unavailable' ? 'warn' : 'error';
      services.log[level]({ job: job.name, attempts, error }, 'a job did not succeed');
      // The queue keeps the message of what is thrown in its own table: a driver's message could quote a row's values.
      throw new Error(error instanceof AppError ? error.message : 'see the log', { cause: error });
    }
  };
}

/** The queue's own remarks are for debugging; what matters is logged by the handler, without personal values. */
function quietLogger(log: Logger, onOutdated: () => void): QueueLogger {
  return new QueueLogger(() => (level, message, meta) => {
    // The library says so in words only.
    if (level === 'warning' && message.includes('breaking migration')) onOutdated();
    const failure = meta['error'];
    const ofAJob = meta['job'] !== undefined;
    if (level === 'error' && failure instanceof Error && !ofAJob)
      log.error({ error: failure }, 'the job queue has trouble');
    else log.debug({ queueLevel: level }, 'job queue');
  });
}
