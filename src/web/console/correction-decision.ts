import { type Html, html, nothing, type Visit } from '#platform';
import {
  correctionOutcomes,
  type DecideCorrectionRefusal,
  type DeskCorrection,
  type ProposeCorrectionRefusal,
} from '#privacy';
import { button, card, definitions, form, select, textArea } from '#web/layout';
import { deskOfficerOf } from './frame.ts';

/** Of what an officer writes to the member, in characters. */
export const longestWords = 1000;

export type Shown = {
  readonly problem?: ProposeCorrectionRefusal | DecideCorrectionRefusal | 'no-outcome';
  readonly words?: string;
  readonly outcome?: string;
};

/** The form of the first officer, or what the second has to decide; nothing while it is nobody's turn here. */
export function decision(visit: Visit, found: DeskCorrection, shown: Shown): Html {
  const { correction, proposal } = found;
  if (correction.state !== 'sent') return nothing;
  return proposal !== undefined && proposal.expiresAt > visit.now
    ? decide(visit, found)
    : propose(visit, found, shown);
}

function propose(visit: Visit, { correction, numberTaken }: DeskCorrection, shown: Shown): Html {
  const { t } = visit;
  const possible = correctionOutcomes.filter((outcome) => outcome !== 'accept' || !numberTaken);
  return card({
    title: t('console.corrections.propose_title'),
    body: html`<p>${t('console.corrections.propose_text')}</p>
      ${form(visit, {
        action: `/corrections/${correction.caseId ?? ''}`,
        body: html`${select({
          name: 'outcome',
          label: t('console.corrections.outcome'),
          value: shown.outcome ?? '',
          // Nothing is chosen for the officer: a slip of the hand must not propose a decision.
          options: [
            { value: '', label: t('console.corrections.choose') },
            ...possible.map((value) => ({ value, label: t(`console.corrections.outcome.${value}`) })),
          ],
        })}
        ${textArea({
          name: 'words',
          label: t('console.corrections.words'),
          hint: t('console.corrections.words_hint'),
          rows: 4,
          maxlength: longestWords,
          value: shown.words ?? '',
          error: shown.problem === 'no-words' ? t('console.corrections.refused.no-words') : undefined,
        })}
        ${button({ label: t('console.corrections.propose'), name: 'act', value: 'propose' })}`,
      })}`,
  });
}

function decide(visit: Visit, { correction, proposal }: DeskCorrection): Html {
  const { t } = visit;
  const { outcome = 'refuse', words = '' } = proposal?.content ?? {};
  const known = correctionOutcomes.find((one) => one === outcome) ?? 'refuse';
  const isOwn = proposal?.askedBy === deskOfficerOf(visit).officerId;
  const action = `/corrections/${correction.caseId ?? ''}`;
  return card({
    title: t(isOwn ? 'console.corrections.proposed' : 'console.corrections.decide_title'),
    body: html`${definitions([
      { term: t('console.corrections.outcome'), value: t(`console.corrections.outcome.${known}`) },
      { term: t('console.corrections.words'), value: words },
    ])}
    ${
      isOwn
        ? html`<p>${t('console.corrections.yours')}</p>`
        : html`<p>${t('console.corrections.decide_text')}</p>
            ${form(visit, { action, body: button({ label: t('console.corrections.agree'), name: 'act', value: 'agree' }) })}
            ${form(visit, { action, body: button({ label: t('console.corrections.return'), kind: 'secondary', name: 'act', value: 'return' }) })}`
    }`,
  });
}
