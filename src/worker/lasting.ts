import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#kernel';
import { type RunningWorker, startWorker, type WorkerOptions } from './start.ts';

/** About a minute in all: a database that fails over is back by then. */
const pausesSeconds = [0.5, 1, 2, 4, 8, 15, 30];

/**
 * A worker that starts its queue again when the database went away under it. `ended` rejects when that did not help
 * for a minute, or when the queue stopped for a reason that starting again does not mend.
 */
export async function startLastingWorker(options: WorkerOptions): Promise<RunningWorker> {
  let current = await startWorker(options);
  let closing = false;
  const last = async (): Promise<void> => {
    for (;;) {
      const reason: unknown = await current.ended.then(() => undefined).catch((error: unknown) => error);
      if (closing) return;
      await current.close();
      if (!(reason instanceof AppError) || reason.code !== 'unavailable') throw reason;
      current = await startedAgain(options, () => closing);
    }
  };
  const ended = last();
  ended.catch(() => {});
  return {
    ended,
    close: async () => {
      closing = true;
      await current.close();
      await ended.catch(() => {});
    },
  };
}

async function startedAgain(options: WorkerOptions, isClosing: () => boolean): Promise<RunningWorker> {
  let fault: unknown;
  for (const pause of pausesSeconds) {
    await sleep(pause * 1000);
    if (isClosing()) break;
    try {
      return await startWorker(options);
    } catch (error) {
      fault = error;
      options.services.log.warn({ error }, 'the job queue does not start yet');
    }
  }
  throw fault ?? new AppError('unavailable', 'the worker is closing');
}
