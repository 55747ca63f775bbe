import type { Html, Visit } from '#platform';
import type { DeathRefusal } from '#support';
import { deskProblem } from './desk-check.ts';
import { problemNotice } from './problem-words.ts';

/** Why a step after a reported death was refused. */
export function deathProblem(visit: Visit, problem: DeathRefusal): Html {
  if (problem.kind === 'limit') return deskProblem(visit, problem);
  return problemNotice(visit, [
    `console.death.refused.${problem.kind}`,
    `console.cases.refused.${problem.kind}`,
  ]);
}
