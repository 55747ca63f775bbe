import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  decideMerging,
  type DeskMerging,
  findOtherRecord,
  mergingForDesk,
  mergingPapers,
  proposeMerging,
} from '#privacy';
import type { DeskServices, LimitReached, Look } from '#support';
import { linkButton, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { deskProblem } from './desk-check.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { lookLine } from './look.ts';
import { decisionCard, findCard, isWaiting, proposeCard, stateCard, unlikeNotice } from './merging-forms.ts';
import { sidesCards } from './merging-sides.ts';
import { problemNotice } from './problem-words.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** Two records of one person: both side by side, which one stays, and the second officer's decision. */
export function mergingPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/merging/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, undefined),
    post: (visit, look, sent) => act(services, visit, look, sent),
  });
}

async function act(services: DeskServices, visit: Visit, look: Look, sent: FormFields): Promise<Response> {
  const { caseId } = look;
  const done = await press(services, visit, caseId, sent);
  if (done && !done.ok) return show(services, visit, look, problemOf(visit, done.refusal), sent);
  return visit.redirect(`/merging/${caseId}`);
}

type Problem = LimitReached | { readonly kind: string };
type Pressed = { readonly ok: true } | { readonly ok: false; readonly refusal: Problem };

async function press(
  services: DeskServices,
  visit: Visit,
  caseId: string,
  sent: FormFields,
): Promise<Pressed | undefined> {
  const officer = deskOfficerOf(visit);
  const wanted = sent['act'];
  if (wanted === 'find') return findOtherRecord(services, officer, caseId, sent['number'] ?? '');
  if (wanted === 'propose')
    return proposeMerging(services, officer, caseId, {
      stays: sent['stays'] ?? '',
      paper: mergingPapers.find((one) => one === sent['document']),
      why: sent['why'] ?? '',
    });
  if (wanted !== 'agree' && wanted !== 'return') return undefined;
  const decided = await decideMerging(services, officer, caseId, wanted === 'agree', sent['seen'] ?? '');
  return decided.ok ? decided : { ok: false, refusal: { kind: `decide.${decided.refusal}` } };
}

function problemOf(visit: Visit, problem: Problem): Html {
  if ('until' in problem) return deskProblem(visit, problem);
  return problemNotice(visit, [
    `console.merging.refused.${problem.kind}`,
    `console.approvals.refused.${problem.kind.replace('decide.', '')}`,
    `console.cases.refused.${problem.kind}`,
  ]);
}

async function show(
  services: DeskServices,
  visit: Visit,
  look: Look,
  problem: Html | undefined,
  typed: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const found = await mergingForDesk(services, deskOfficerOf(visit), look);
  const title = t('console.merging.title');
  const body = html`<p class="eyebrow"><a href="/cases/${look.caseId}">${look.caseNumber}</a></p>
    <h1>${title}</h1>
    ${lookLine(visit, look)} ${problem ?? nothing}
    ${found.ok ? work(visit, found.value, typed) : problemOf(visit, { kind: found.refusal })}`;
  const parts = { title, body, languageAddress: `/merging/${look.caseId}` };
  return consolePage(visit, parts, problem || !found.ok ? 422 : 200);
}

function work(visit: Visit, found: DeskMerging, typed: FormFields): Html {
  const { t } = visit;
  const { against, isHeld, merging, correctionCaseId } = found;
  const isOver = merging !== undefined && merging.state !== 'stopped' && merging.state !== 'refused';
  return html`${stateCard(visit, found)} ${sidesCards(visit, found)} ${unlikeNotice(visit, found)}
  ${correctionCaseId ? linkButton({ href: `/corrections/${correctionCaseId}`, label: t('console.merging.correction'), kind: 'secondary' }) : nothing}
  ${
    against.length > 0 && !isOver
      ? notice({
          kind: 'bad',
          standing: true,
          body: html`<p>${t('console.merging.against')}</p>
            <ul>
              ${against.map((name) => html`<li>${t(`console.merging.against.${name}`)}</li>`)}
            </ul>`,
        })
      : nothing
  }
  ${isOver ? nothing : html`${decisionCard(visit, found)} ${isHeld && !isWaiting(visit, found) ? html`${proposeCard(visit, found, typed)} ${findCard(visit, found)}` : nothing}`}`;
}
