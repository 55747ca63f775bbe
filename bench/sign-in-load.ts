import { setTimeout as sleep } from 'node:timers/promises';
import { benchAccount, type Factors } from './bench-accounts.ts';
import { answerTasks } from './helper-process.ts';
import { signInOnce } from './one-sign-in.ts';

export type LoadTask = {
  readonly portal: string;
  readonly factors: Factors;
  readonly accounts: number;
  readonly seconds: number;
  /** Goes on past the end until so many are done, for a warm-up on a busy machine. */
  readonly atLeast?: number;
  /** `browsers`: so many at once, each begins anew when it is done. `perSecond`: one begins at each beat, come what may. */
  readonly pace: { readonly browsers: number } | { readonly perSecond: number };
};
export type LoadAnswer = { readonly latenciesMs: readonly number[] };

const next = { password: 0, 'second-factor': 0 };
const lastUsedAt = new Map<number, number>();
/** A code from an authenticator app works once, and the next one comes with the next time step. */
const totpStepMs = 30_000;

function nextAccount({ factors, accounts }: LoadTask) {
  const number = next[factors]++ % accounts;
  if (factors === 'second-factor') {
    const step = Math.floor(Date.now() / totpStepMs);
    if ((lastUsedAt.get(number) ?? -1) >= step)
      throw new Error('every account has used its code: set SIGNIN_ACCOUNTS higher');
    lastUsedAt.set(number, step);
  }
  return benchAccount(factors, number);
}

answerTasks(async (task: LoadTask): Promise<LoadAnswer> => {
  const latenciesMs: number[] = [];
  const end = performance.now() + task.seconds * 1000;
  const once = async (begun: number) => {
    await signInOnce(task.portal, nextAccount(task));
    latenciesMs.push(performance.now() - begun);
  };
  const { pace } = task;
  if ('browsers' in pace) {
    const browser = async () => {
      while (performance.now() < end || latenciesMs.length < (task.atLeast ?? 0))
        await once(performance.now());
    };
    await Promise.all(Array.from({ length: pace.browsers }, browser));
    return { latenciesMs };
  }
  const open: Promise<void>[] = [];
  for (let due = performance.now(); due < end; due += 1000 / pace.perSecond) {
    await sleep(Math.max(0, due - performance.now()));
    open.push(once(due));
  }
  await Promise.all(open);
  return { latenciesMs };
});
