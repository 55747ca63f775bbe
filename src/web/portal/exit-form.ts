import { longestWords } from '#cases';
import { exitReasons, type ExitRefusal, type Membership } from '#members';
import { type FormFields, formatDate, type Html, html, type Visit } from '#platform';
import type { CaseEvidenceRefusal } from '#privacy';
import { button, card, definitions, field, form, helpAddress, select, textArea } from '#web/layout';
import { documentField } from './correction-documents.ts';

/** Only a running card with an employer: nobody else would have to report its end. */
export const mayGiveNotice = (card: Membership): boolean =>
  card.endedOn === undefined && card.employerId !== undefined;

export const exitBase = '/details/exit';
export const exitAddress = ({ membershipId }: Membership): string => `${exitBase}/${membershipId}`;

export type TypedExit = { readonly day: string; readonly reason: string; readonly words: string };

export const typedExit = (sent: FormFields): TypedExit => ({
  day: (sent['day'] ?? '').trim().slice(0, 30),
  reason: sent['reason'] ?? '',
  words: (sent['words'] ?? '').slice(0, longestWords),
});

export type ExitProblem =
  | { readonly on: 'notice'; readonly kind: ExitRefusal | 'day' | 'reason' }
  | { readonly on: 'document'; readonly kind: CaseEvidenceRefusal };

/** What a document was not taken for, in words. */
export const documentProblem = ({ t }: Visit, problem: ExitProblem | undefined): string | undefined =>
  problem?.on === 'document' ? t(`portal.corrections.file.${problem.kind}`) : undefined;

/** The notice; whatever was typed stands there again when something is refused, only a file has to be chosen anew. */
export function exitForm(
  visit: Visit,
  found: Membership,
  typed: TypedExit,
  problem: ExitProblem | undefined,
): Html {
  const { t } = visit;
  const kind = problem?.on === 'notice' ? problem.kind : undefined;
  const wrongDay = kind === 'day' || kind === 'future' || kind === 'too-early' ? kind : undefined;
  return card({
    body: form(visit, {
      action: exitAddress(found),
      file: true,
      body: html`${field(visit, {
          name: 'day',
          label: t('exit.day'),
          hint: t('exit.day_hint'),
          value: typed.day,
          maxlength: 30,
          autocomplete: 'off',
          error: wrongDay ? t(`exit.wrong.${wrongDay}`) : undefined,
        })}
        ${select({
          name: 'reason',
          label: t('exit.reason'),
          value: typed.reason,
          options: exitReasons.map((value) => ({ value, label: t(`exit.reason.${value}`) })),
        })}
        ${textArea({ name: 'words', label: t('exit.words'), hint: t('exit.words_hint'), rows: 4, maxlength: longestWords, value: typed.words })}
        ${documentField(visit, documentProblem(visit, problem))}
        <p class="small soft">${t('exit.file_hint')}</p>
        ${button({ label: t('exit.send') })}`,
    }),
  });
}

/** The card that the notice is about. */
export const exitCard = ({ t }: Visit, found: Membership): Html =>
  card({
    title: t('exit.card'),
    body: definitions([
      { term: t('exit.employer'), value: found.employerName ?? t('portal.own_contribution') },
      {
        term: t('portal.details.member_number'),
        value: html`<span class="number nowrap">${found.memberNumber}</span>`,
      },
      { term: t('exit.started'), value: formatDate(found.startedOn, t.language) },
    ]),
  });

/** What happens after the notice. */
export const exitNext = ({ t }: Visit): Html =>
  card({
    title: t('exit.then_title'),
    body: html`<ul>
        <li>${t('exit.then_ask')}</li>
        <li>${t('exit.then_decide')}</li>
        <li>${t('exit.then_savings')}</li>
        <li>${t('exit.then_wait')}</li>
      </ul>
      <p class="small soft">${t('exit.source')}</p>
      <p><a href="${helpAddress('exit-not-reported')}">${t('exit.to_help')}</a></p>`,
  });
