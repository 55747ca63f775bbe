import { AppError } from '#kernel';

export type HashPool = {
  /** Runs the work in a slot; throws AppError `busy` at once when the queue is full, or when the deadline passes. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  readonly waiting: number;
};

export type HashPoolOptions = {
  readonly slots: number;
  readonly queue: number;
  readonly deadlineSeconds: number;
};

/**
 * Password hashing takes 10–16 ms of a core and 19 MiB each. Only `slots` run at once, so that every other page
 * stays fast; the rest wait in line, and past the line people get an honest 503 instead of a slow failure.
 */
export function createHashPool(options: HashPoolOptions): HashPool {
  let running = 0;
  const line: { start: () => void; stop: NodeJS.Timeout }[] = [];

  const busy = () =>
    new AppError('busy', 'the password hash pool is full', { retryAfterSeconds: options.deadlineSeconds });

  const slot = () =>
    new Promise<void>((resolve, reject) => {
      if (running < options.slots) {
        running += 1;
        resolve();
      } else if (line.length >= options.queue) {
        reject(busy());
      } else {
        const place = {
          start: resolve,
          stop: setTimeout(() => {
            line.splice(line.indexOf(place), 1);
            reject(busy());
          }, options.deadlineSeconds * 1000),
        };
        line.push(place);
      }
    });

  const release = () => {
    const next = line.shift();
    if (!next) {
      running -= 1;
      return;
    }
    clearTimeout(next.stop);
    next.start();
  };

  return {
    async run(work) {
      await slot();
      try {
        return await work();
      } finally {
        release();
      }
    },
    get waiting() {
      return line.length;
    },
  };
}
