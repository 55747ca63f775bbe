/** Estimates passwords beside the main thread: dictionaries take a second to load and a hard one milliseconds to try. */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { dictionary as indonesian } from '@zxcvbn-ts/language-id';

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...indonesian },
  graphs: adjacencyGraphs,
  // The default tries hundreds of spellings of one word.
  l33tMaxSubstitutions: 8,
  maxLength: 64,
});

/**
 * Powers of ten of guesses from which the next score begins. Stricter than zxcvbn's own at 3: a word, a year and a sign
 * of exclamation (`Jakarta2026!!`) take 10^8.
 */
const bounds = [4, 7, 9, 12];

export type StrengthQuestion = { readonly id: number; readonly password: string; readonly own: string[] };
export type StrengthAnswer = { readonly id: number; readonly score: number };

parentPort?.on('message', ({ id, password, own }: StrengthQuestion) => {
  const { guessesLog10 } = estimator.check(password, own);
  const answer: StrengthAnswer = { id, score: bounds.filter((bound) => guessesLog10 >= bound).length };
  parentPort?.postMessage(answer, []);
});
