import { filledOf } from '#cases';
import { type FormFields, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import {
  type DeskServices,
  employerAnswers,
  type EmployerNote,
  employerNotes,
  type ExitProblem,
  exitRefusals,
  type Look,
  missingForExit,
  noteEmployerAnswer,
  recordNoticedExit,
  refuseNoticedExit,
} from '#support';
import { button, card, form, linkButton, notice, select, textArea } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { caseDocumentsCard, caseEvidencePage } from './case-evidence.ts';
import { filledCard } from './case-form.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** A worker's notice that work ended: what was handed in, what the employer answered, and the decision. */
export function exitPages(services: DeskServices): readonly ConsolePage[] {
  return [exitPage(services), caseEvidencePage(services, 'exit_notice')];
}

function exitPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/exit/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, undefined),
    post: async (visit, look, sent) => {
      const done = await act(services, visit, look.caseId, sent);
      if (!done || !done.ok) return show(services, visit, look, done?.refusal, sent);
      // What is decided closes the case, and with it the look.
      return visit.redirect(sent['act'] === 'note' ? `/exit/${look.caseId}` : `/cases/${look.caseId}`);
    },
  });
}

function act(
  services: DeskServices,
  visit: Visit,
  caseId: string,
  sent: FormFields,
): ReturnType<typeof noteEmployerAnswer> | undefined {
  const officer = deskOfficerOf(visit);
  const words = sent['words'] ?? '';
  const answer = employerAnswers.find((one) => one === sent['answer']);
  const reason = exitRefusals.find((one) => one === sent['reason']);
  if (sent['act'] === 'note' && answer)
    return noteEmployerAnswer(services, officer, caseId, { answer, words });
  if (sent['act'] === 'record') return recordNoticedExit(services, officer, caseId);
  if (sent['act'] === 'refuse' && reason)
    return refuseNoticedExit(services, officer, caseId, { reason, words });
  return undefined;
}

async function show(
  services: DeskServices,
  visit: Visit,
  look: Look,
  problem: ExitProblem | undefined,
  typed: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const { database, keys } = services;
  const { caseId } = look;
  const filled = await filledOf(database, keys, caseId);
  const notes = await employerNotes(database, keys, caseId);
  const title = t('console.exit.title');
  const body = html`<p class="eyebrow"><a href="/cases/${caseId}">${look.caseNumber}</a></p>
    <h1>${title}</h1>
    ${lookLine(visit, look)} ${problem ? problemNotice(visit, problem) : nothing}
    ${filled ? filledCard(visit, 'exit_notice', filled) : nothing}
    ${await caseDocumentsCard(services, visit, { kind: 'exit_notice', caseId })}
    ${askCard(visit, caseId, notes, typed['act'] === 'note' ? typed : {})}
    ${notes.length > 0 ? decisionCards(visit, caseId, { missing: missingForExit(notes), typed: typed['act'] === 'refuse' ? typed : {} }) : nothing}
    ${linkButton({ href: `/cases/${caseId}`, label: t('console.look.to_case'), kind: 'secondary' })}`;
  return consolePage(visit, { title, body, languageAddress: `/exit/${caseId}` }, problem ? 422 : 200);
}

const own = ['kind', 'not-asked', 'denied', 'no-attempt', 'ended'] as const;
type Own = (typeof own)[number];
const isOwnProblem = (problem: ExitProblem): problem is Own => (own as readonly string[]).includes(problem);

function problemNotice({ t }: Visit, problem: ExitProblem): Html {
  const text = isOwnProblem(problem)
    ? t(`console.exit.refused.${problem}`)
    : t(`console.cases.refused.${problem}`);
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

function askCard(visit: Visit, caseId: string, notes: readonly EmployerNote[], typed: FormFields): Html {
  const { t, session } = visit;
  const said = notes.map(
    ({ answer, words, notedAt }) =>
      html`<li>
        <strong>${t(`console.exit.answer.${answer}`)}</strong>
        <span class="small soft">${formatInstant(notedAt, t.language, session?.timeZone)}</span>
        ${words === '' ? nothing : html`<p>${words}</p>`}
      </li>`,
  );
  return card({
    title: t('console.exit.ask_title'),
    body: html`<p>${t('console.exit.ask_text')}</p>
      ${
        said.length > 0
          ? html`<ul class="rows">
              ${said}
            </ul>`
          : nothing
      }
      ${form(visit, {
        action: `/exit/${caseId}`,
        body: html`${select({
          name: 'answer',
          label: t('console.exit.answer'),
          value: typed['answer'] ?? 'no_answer',
          options: employerAnswers.map((value) => ({ value, label: t(`console.exit.answer.${value}`) })),
        })}
        ${textArea({ name: 'words', id: 'note-words', value: typed['words'] ?? '', label: t('console.exit.note_words'), rows: 3, maxlength: 500 })}
        ${button({ label: t('console.exit.note'), kind: 'secondary', name: 'act', value: 'note' })}`,
      })}`,
  });
}

type Decision = {
  /** What the employer's answers lack, so that the exit may not be recorded yet. */
  readonly missing: ReturnType<typeof missingForExit>;
  readonly typed: FormFields;
};

function decisionCards(visit: Visit, caseId: string, { missing, typed }: Decision): Html {
  const { t } = visit;
  const action = `/exit/${caseId}`;
  return html`${card({
    title: t('console.exit.record_title'),
    body: missing
      ? html`<p>${t(`console.exit.refused.${missing}`)}</p>`
      : html`<p>${t('console.exit.record_text')}</p>
          <p class="small soft">${t('console.exit.papers')}</p>
          ${form(visit, { action, body: button({ label: t('console.exit.record'), name: 'act', value: 'record' }) })}`,
  })}
  ${card({
    title: t('console.exit.refuse_title'),
    body: form(visit, {
      action,
      body: html`${select({
        name: 'reason',
        label: t('console.exit.refuse_reason'),
        value: typed['reason'] ?? 'still_working',
        options: exitRefusals.map((value) => ({ value, label: t(`console.exit.because.${value}`) })),
      })}
      ${textArea({ name: 'words', id: 'refuse-words', value: typed['words'] ?? '', label: t('console.cases.words'), hint: t('console.exit.refuse_hint'), rows: 4, maxlength: 3000 })}
      ${button({ label: t('console.exit.refuse'), kind: 'secondary', name: 'act', value: 'refuse' })}`,
    }),
  })}`;
}
