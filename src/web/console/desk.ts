import { deskState, recoveryOf } from '#accounts';
import { caseById } from '#cases';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  answerIdentity,
  askIdentity,
  asksNameOnPapers,
  type DeskServices,
  identityCheck,
  isRemedy,
  type Look,
  noteCallBack,
  proposalsOf,
  proposeRemedy,
  readPapers,
  restsOnPapers,
  type RemedyRefusal,
  takeUpCase,
} from '#support';
import { button, card, form, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { checkCard, deskProblem } from './desk-check.ts';
import { recoveryNotice } from './desk-recovery.ts';
import { remedyCards } from './desk-remedies.ts';
import { proposalList } from './approvals.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** The unlock desk for one case: the identity check, the call back, and what can be done then. */
export function deskPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/desk/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, undefined),
    post: async (visit, look, sent) => {
      const problem = await act(services, visit, look.caseId, sent);
      return problem ? show(services, visit, look, problem, sent) : visit.redirect(`/desk/${look.caseId}`);
    },
  });
}

const answers = ['answer0', 'answer1', 'answer2'] as const;

/** Does what was sent; answers with why it was refused. */
async function act(
  services: DeskServices,
  visit: Visit,
  caseId: string,
  sent: FormFields,
): Promise<RemedyRefusal | undefined> {
  const officer = deskOfficerOf(visit);
  const wanted = sent['act'] ?? '';
  if (wanted === 'take' || wanted === 'over') {
    const taken = await takeUpCase(services, officer, caseId, wanted === 'over');
    return taken.ok ? undefined : { kind: taken.refusal };
  }
  const done =
    wanted === 'ask'
      ? await askIdentity(services, officer, caseId)
      : wanted === 'answer'
        ? await answerIdentity(
            services,
            officer,
            caseId,
            answers.map((name) => (sent[name] ?? '').slice(0, 200)),
          )
        : wanted === 'called'
          ? await noteCallBack(services, officer, caseId)
          : undefined;
  if (done) return done.ok ? undefined : done.refusal;
  const kind = sent['remedy'] ?? '';
  if (!isRemedy(kind)) return undefined;
  const papers = readPapers(sent['papers'], sent['papers_other']);
  if (sent['papers'] !== undefined && !papers) return { kind: 'no-papers' };
  const proposed = await proposeRemedy(services, officer, caseId, {
    kind,
    why: sent['why'] ?? '',
    papers,
    nameOnPapers: (sent['paper_name'] ?? '').slice(0, 200),
    ...(sent['factor'] ? { authenticatorId: sent['factor'] } : {}),
    ...(sent['address'] ? { address: sent['address'].slice(0, 254) } : {}),
  });
  return proposed.ok ? undefined : proposed.refusal;
}

async function show(
  services: DeskServices,
  visit: Visit,
  look: Look,
  problem: RemedyRefusal | undefined,
  typed: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const title = t('console.desk.title');
  const body = html`<p class="eyebrow"><a href="/look/${look.caseId}">${look.caseNumber}</a></p>
    <h1>${title}</h1>
    ${lookLine(visit, look)} ${problem ? deskProblem(visit, problem) : nothing}
    ${await deskBody(services, visit, look, { typed, problem })}`;
  return consolePage(
    visit,
    { title, body, languageAddress: `/desk/${look.caseId}` },
    problem ? (problem.kind === 'limit' ? 429 : 422) : 200,
  );
}

async function deskBody(
  services: DeskServices,
  visit: Visit,
  { caseId, accountId, personId }: Look,
  { typed, problem }: { readonly typed: FormFields; readonly problem: RemedyRefusal | undefined },
): Promise<Html> {
  const { t } = visit;
  const officer = deskOfficerOf(visit);
  const found = await caseById(services.database, caseId);
  if (found?.takenBy !== officer.officerId) return takeCard(visit, caseId, found?.takenBy !== undefined);
  if (accountId === undefined)
    return notice({ kind: 'warn', body: html`<p>${t('console.desk.refused.no-account')}</p>` });
  const check = await identityCheck(services, officer, caseId);
  const state = await deskState(services, accountId);
  const proposals = await proposalsOf(services.database, services.keys, caseId);
  const byPapers = await restsOnPapers(services, { accountId, personId });
  const basis = byPapers ? 'papers' : check?.state === 'passed' ? check : undefined;
  const hasRecord = personId !== undefined;
  const asksName = byPapers && (await asksNameOnPapers(services, { accountId, personId }));
  const identity = () => {
    if (byPapers) return papersCard(visit, caseId, hasRecord ? 'papers' : asksName ? 'no_record' : 'no_name');
    if (hasRecord) return checkCard(visit, caseId, check, state);
    return notice({ kind: 'warn', body: html`<p>${t('console.desk.refused.works-here')}</p>` });
  };
  const recovery = await recoveryOf(services, accountId);
  const recovering = recovery?.state === 'waiting' || recovery?.state === 'ready';
  return html`${recoveryNotice(visit, recovery)} ${identity()}
  ${proposals.length > 0 ? proposalList(visit, proposals, { title: 'console.desk.done' }) : nothing}
  ${basis ? remedyCards(visit, caseId, { basis, state, hasRecord, asksName, recovering, typed, problem }) : nothing}`;
}

/** In place of the questions, where the record has too few, or there is none. */
const papersCard = ({ t }: Visit, caseId: string, of: 'papers' | 'no_record' | 'no_name'): Html =>
  card({
    title: t(`console.desk.${of === 'papers' ? 'papers' : 'no_record'}.title`),
    body: html`<p>${t(`console.desk.${of}.text`)}</p>
      <p><a href="/look/${caseId}">${t('console.look.to_member')}</a></p>`,
  });

function takeCard(visit: Visit, caseId: string, over: boolean): Html {
  const { t } = visit;
  return card({
    body: html`<p>${t(over ? 'console.cases.over_text' : 'console.cases.take_text')}</p>
      ${form(visit, {
        action: `/desk/${caseId}`,
        body: button({
          label: t(over ? 'console.cases.over' : 'console.cases.take'),
          name: 'act',
          value: over ? 'over' : 'take',
        }),
      })}`,
  });
}
