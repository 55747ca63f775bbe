import { type Html, html, isMessageKey, type Visit } from '#platform';
import type { DeathRefusal } from '#support';
import { notice } from '#web/layout';
import { deskProblem } from './desk-check.ts';

/** Why a step after a reported death was refused. */
export function deathProblem(visit: Visit, problem: DeathRefusal): Html {
  const { t } = visit;
  if (problem.kind === 'limit') return deskProblem(visit, problem);
  const keys = [`console.death.refused.${problem.kind}`, `console.cases.refused.${problem.kind}`];
  const text = keys
    .filter(isMessageKey)
    .map((key) => t(key))
    .at(0);
  return notice({ kind: 'bad', body: html`<p>${text ?? t('console.cases.refused.unknown')}</p>` });
}
