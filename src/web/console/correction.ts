import { AppError, isoDate } from '#kernel';
import { maskNationalNumber } from '#members';
import { type FormFields, formatDate, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import {
  type CorrectionField,
  correctionForDesk,
  correctionOutcomes,
  decideCorrection,
  type DecideCorrectionRefusal,
  type DeskCorrection,
  proposeCorrection,
  type ProposeCorrectionRefusal,
} from '#privacy';
import type { DeskServices, Look } from '#support';
import { button, card, definitions, form, notice, select, textArea } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { dueLine } from './corrections.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

const longestWords = 1000;

/** One request behind a look: what stands, what is to stand, the documents; one officer proposes, another decides. */
export function correctionPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/corrections/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, {}),
    post: (visit, look, sent) => act(services, visit, look, sent),
  });
}

type Shown = {
  readonly problem?: ProposeCorrectionRefusal | DecideCorrectionRefusal;
  readonly words?: string;
  readonly outcome?: string;
};

async function show(services: DeskServices, visit: Visit, { caseId }: Look, shown: Shown): Promise<Response> {
  const { t } = visit;
  const found = await correctionForDesk(services, deskOfficerOf(visit), caseId);
  if (!found) throw new AppError('not_found', 'no request of this case');
  const { problem } = shown;
  const body = html`<p class="eyebrow"><a href="/corrections">${t('console.corrections.title')}</a></p>
    <h1>${t('console.corrections.one_title')}</h1>
    ${problem === undefined ? nothing : notice({ kind: 'bad', body: html`<p>${t(`console.corrections.refused.${problem}`)}</p>` })}
    ${facts(visit, found)} ${warnings(visit, found)} ${values(visit, found)} ${documents(visit, found)}
    ${decision(visit, found, shown)}
    <p><a href="/cases/${caseId}">${t('console.corrections.to_case')}</a></p>`;
  const parts = {
    title: t('console.corrections.one_title'),
    body,
    languageAddress: `/corrections/${caseId}`,
  };
  return consolePage(visit, parts, problem === undefined ? 200 : 422);
}

const instant = ({ t, session }: Visit, at: Date) => formatInstant(at, t.language, session?.timeZone);

function facts(visit: Visit, { correction, isLate, proposal }: DeskCorrection): Html {
  const { t } = visit;
  const { state, dueAt, sentAt, caseNumber = '' } = correction;
  const waits = state === 'sent' && proposal !== undefined && proposal.expiresAt > visit.now;
  return card({
    body: definitions([
      { term: t('cases.number'), value: html`<strong class="nowrap">${caseNumber}</strong>` },
      {
        term: t('cases.state'),
        value: t(waits ? 'console.corrections.proposed' : `console.corrections.state.${state}`),
      },
      ...(sentAt ? [{ term: t('console.corrections.sent'), value: instant(visit, sentAt) }] : []),
      ...(dueAt && !correction.endedAt
        ? [{ term: t('console.corrections.due'), value: dueLine(visit, { state, dueAt, isLate }) }]
        : []),
    ]),
  });
}

function warnings({ t }: Visit, { birthDiffers, numberTaken, mergingNumber = '' }: DeskCorrection): Html {
  return html`${birthDiffers ? notice({ kind: 'warn', body: html`<p>${t('console.corrections.birth_differs')}</p>` }) : nothing}
  ${
    numberTaken
      ? notice({
          kind: 'bad',
          standing: true,
          body: html`<p>${t('console.corrections.number_taken', { case: mergingNumber })}</p>`,
        })
      : nothing
  }`;
}

/** In full only what is asked to be changed; the NIK that stands stays masked. */
function values(visit: Visit, { correction, register }: DeskCorrection): Html {
  const { t } = visit;
  const date = (day: string | undefined) => (day ? formatDate(isoDate(day), t.language) : '');
  const pairs: Readonly<Record<CorrectionField, readonly [string, string]>> = {
    full_name: [register?.fullName ?? '', correction.values.fullName ?? ''],
    birth_date: [date(register?.birthDate), date(correction.values.birthDate)],
    national_number: [
      register?.nationalNumberMasked ?? '',
      correction.endedAt
        ? maskNationalNumber(correction.values.nationalNumber ?? '')
        : (correction.values.nationalNumber ?? ''),
    ],
  };
  return card({
    title: t('console.corrections.asked'),
    body: definitions([
      ...correction.fields.map((field) => ({
        term: t(`console.corrections.field.${field}`),
        value: html`${t('console.corrections.from_to', { before: pairs[field][0] })}
          <strong>${pairs[field][1]}</strong>`,
      })),
      { term: t('console.corrections.reason'), value: correction.reason },
    ]),
  });
}

function documents(visit: Visit, { correction, documents: all }: DeskCorrection): Html {
  const { t } = visit;
  return card({
    title: t('console.corrections.documents'),
    body:
      all.length === 0
        ? html`<p class="soft">${t('console.corrections.documents_gone')}</p>`
        : html`<p>${t('console.corrections.documents_text')}</p>
            <ul class="rows">
              ${all.map(
                ({ documentId, mediaType, sizeBytes }, place) =>
                  html`<li>
                    <a href="/corrections/${correction.caseId ?? ''}/documents/${documentId}"
                      >${t('console.corrections.download', { number: place + 1 })}</a
                    >
                    <span class="small soft"
                      >${t(`console.corrections.type.${mediaType}`)},
                      ${Math.max(1, Math.round(sizeBytes / 1000))} kB</span
                    >
                  </li>`,
              )}
            </ul>`,
  });
}

function decision(visit: Visit, found: DeskCorrection, shown: Shown): Html {
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
          options: possible.map((value) => ({ value, label: t(`console.corrections.outcome.${value}`) })),
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
    title: t('console.corrections.decide_title'),
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

async function act(services: DeskServices, visit: Visit, look: Look, sent: FormFields): Promise<Response> {
  const officer = deskOfficerOf(visit);
  const { caseId } = look;
  const words = (sent['words'] ?? '').slice(0, longestWords);
  const outcome = correctionOutcomes.find((one) => one === sent['outcome']);
  const wanted = sent['act'];
  if (wanted === 'propose' && outcome) {
    const done = await proposeCorrection(services, officer, caseId, { outcome, words });
    if (!done.ok) return show(services, visit, look, { problem: done.refusal, words, outcome });
  }
  if (wanted === 'agree' || wanted === 'return') {
    const done = await decideCorrection(services, officer, caseId, wanted === 'agree');
    if (!done.ok) return show(services, visit, look, { problem: done.refusal });
  }
  return visit.redirect(`/corrections/${caseId}`);
}
