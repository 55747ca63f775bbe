import { AppError } from '#kernel';
import { type FormFields, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import {
  correctionForDesk,
  correctionOutcomes,
  decideCorrection,
  type DeskCorrection,
  proposeCorrection,
} from '#privacy';
import type { DeskServices, Look } from '#support';
import { card, definitions, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { decision, longestWords, type Shown } from './correction-decision.ts';
import { dueLine } from './correction-due.ts';
import { documents, values, warnings } from './correction-facts.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** One request behind a look: what stands, what is to stand, the documents; one officer proposes, another decides. */
export function correctionPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/corrections/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, {}),
    post: (visit, look, sent) => act(services, visit, look, sent),
  });
}

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

async function act(services: DeskServices, visit: Visit, look: Look, sent: FormFields): Promise<Response> {
  const officer = deskOfficerOf(visit);
  const { caseId } = look;
  const words = (sent['words'] ?? '').slice(0, longestWords);
  const outcome = correctionOutcomes.find((one) => one === sent['outcome']);
  const wanted = sent['act'];
  if (wanted === 'propose' && !outcome) return show(services, visit, look, { problem: 'no-outcome', words });
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
