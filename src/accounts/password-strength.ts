import { Worker } from 'node:worker_threads';
import { AppError } from '#kernel';
import type { StrengthAnswer, StrengthQuestion } from './password-strength-worker.ts';

/** 0 and 1 fall to a guesser at once, 2 to a patient one, 3 is safe behind our limits, 4 anywhere. */
export type StrengthScore = 0 | 1 | 2 | 3 | 4;

const deadlineMs = 30_000;
const mostWaiting = 100;

type Estimator = { readonly worker: Worker; readonly waiting: Map<number, (score: StrengthScore) => void> };
let estimator: Estimator | undefined;
let asked = 0;

/** The worker starts with the first question and never keeps the program alive; when it dies, the next one starts anew. */
function running(): Estimator {
  if (estimator) return estimator;
  const worker = new Worker(new URL('./password-strength-worker.ts', import.meta.url));
  const waiting: Estimator['waiting'] = new Map();
  worker.on('message', ({ id, score }: StrengthAnswer) => waiting.get(id)?.(score as StrengthScore));
  const forget = () => {
    if (estimator?.worker === worker) estimator = undefined;
  };
  worker.on('error', forget);
  worker.on('exit', forget);
  // After the listeners, which would hold the program again.
  worker.unref();
  estimator = { worker, waiting };
  return estimator;
}

/**
 * How hard a password is to guess for somebody who knows `own` (names, numbers of its owner). Takes milliseconds on
 * a thread of its own. Throws AppError `busy` when that does not answer in time.
 */
export function passwordStrength(password: string, own: readonly string[]): Promise<StrengthScore> {
  const { worker, waiting } = running();
  if (waiting.size >= mostWaiting)
    return Promise.reject(new AppError('busy', 'too many passwords wait for the estimator'));
  asked += 1;
  const question: StrengthQuestion = { id: asked, password, own: [...own] };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(question.id);
      reject(new AppError('busy', 'the password estimator does not answer'));
    }, deadlineMs);
    waiting.set(question.id, (score) => {
      clearTimeout(timer);
      waiting.delete(question.id);
      resolve(score);
    });
    worker.postMessage(question, []);
  });
}
