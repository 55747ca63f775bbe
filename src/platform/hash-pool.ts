import { AppError } from '#kernel';

export type HashPool = {
  /**
   * Runs the work in a slot, for a subject (a network address). Throws AppError `busy` at once when the line or the
   * subject's part of it is full, and later when the deadline passes or the place goes to a subject with fewer.
   */
  run<Value>(subject: string, work: () => Promise<Value>): Promise<Value>;
  readonly waiting: number;
  readonly running: number;
};

export type HashPoolOptions = {
  readonly slots: number;
  readonly queue: number;
  readonly deadlineSeconds: number;
  /** How many of the line one subject may have. */
  readonly queuePerSubject?: number;
};

type Place = { readonly start: () => void; readonly turnAway: () => void; stop?: NodeJS.Timeout };

const usualQueuePerSubject = 4;

/**
 * Password hashing takes 10–16 ms of a core and 19 MiB each. Only `slots` run at once, so that every other page
 * stays fast; the rest wait in line, and past the line people get an honest 503 instead of a slow failure.
 * Subjects take turns, so that a flood from one address costs another at most one hash per address before it.
 */
export function createHashPool(options: HashPoolOptions): HashPool {
  let running = 0;
  const line = createFairLine();
  const perSubject = options.queuePerSubject ?? usualQueuePerSubject;

  const busy = () =>
    new AppError('busy', 'the password hash pool is full', { retryAfterSeconds: options.deadlineSeconds });

  const slot = (subject: string) =>
    new Promise<void>((resolve, reject) => {
      if (running < options.slots) {
        running += 1;
        resolve();
        return;
      }
      const own = line.of(subject);
      if (own >= perSubject || (line.length >= options.queue && !line.giveUpOneFor(own))) {
        reject(busy());
        return;
      }
      const place: Place = { start: resolve, turnAway: () => reject(busy()) };
      place.stop = setTimeout(() => {
        line.remove(subject, place);
        place.turnAway();
      }, options.deadlineSeconds * 1000);
      line.add(subject, place);
    });

  const release = () => {
    const next = line.next();
    if (!next) {
      running -= 1;
      return;
    }
    clearTimeout(next.stop);
    next.start();
  };

  return {
    async run(subject, work) {
      await slot(subject);
      try {
        return await work();
      } finally {
        release();
      }
    },
    get waiting() {
      return line.length;
    },
    get running() {
      return running;
    },
  };
}

/** The places of each subject, the subject whose turn is next first. A subject without a place is not kept. */
function createFairLine() {
  const places = new Map<string, Place[]>();
  let length = 0;

  const remove = (subject: string, place: Place) => {
    const own = places.get(subject) ?? [];
    own.splice(own.indexOf(place), 1);
    length -= 1;
    if (own.length === 0) places.delete(subject);
  };

  return {
    get length() {
      return length;
    },
    of: (subject: string) => places.get(subject)?.length ?? 0,
    add(subject: string, place: Place) {
      const own = places.get(subject);
      if (own) own.push(place);
      else places.set(subject, [place]);
      length += 1;
    },
    remove,
    /** The subject that had its turn goes to the end of the turns. */
    next(): Place | undefined {
      for (const [subject, own] of places) {
        const [place] = own;
        if (!place) continue;
        remove(subject, place);
        if (places.delete(subject)) places.set(subject, own);
        return place;
      }
      return undefined;
    },
    /** Turns away the newest of the subject with the most places, if that still leaves it as many as the newcomer gets. */
    giveUpOneFor(own: number): boolean {
      const [subject, most] = [...places].reduce<[string, Place[]]>(
        (longest, entry) => (entry[1].length > longest[1].length ? entry : longest),
        ['', []],
      );
      const last = most.at(-1);
      if (!last || most.length <= own + 1) return false;
      remove(subject, last);
      clearTimeout(last.stop);
      last.turnAway();
      return true;
    },
  };
}
