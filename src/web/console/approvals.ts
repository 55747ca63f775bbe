import { numbersOfCases } from '#cases';
import { maskAddress } from '#notifications';
import { AppError, isId } from '#kernel';
import {
  type FormFields,
  formatInstant,
  type Html,
  html,
  isMessageKey,
  nothing,
  type Visit,
} from '#platform';
import { correctionKind, mergingKind } from '#privacy';
import {
  asksNameAgain,
  deathSteps,
  decideDeathStep,
  decideRemedy,
  type DeskServices,
  isDeathStep,
  isRemedy,
  printApprovedSlip,
  type Proposal,
  proposalById,
  remedies,
  waitingProposals,
} from '#support';
import { button, card, checkbox, definitions, form, notice } from '#web/layout';
import { deathRows } from './death-rows.ts';
import { nameField } from './desk-remedies.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { moreLink, pageIn, rowsPerPage } from './paging.ts';
import { type ConsolePage, deskRoles } from './roles.ts';
import { slipPage } from './slip.ts';

/** Corrections, of which there may be many, wait in their own list with their clock. */
const listedKinds = [...Object.keys(remedies), ...deathSteps, mergingKind];

/** What waits for a second officer, and one of it: what and why, to approve or refuse. */
export function approvalPages(services: DeskServices): readonly ConsolePage[] {
  return [
    {
      path: '/approvals',
      roles: deskRoles,
      get: async (visit) => {
        const { database, keys } = services;
        const page = { now: visit.now, ...pageIn(visit) };
        const waiting = await waitingProposals(database, keys, listedKinds, page);
        const numbers = await numbersOfCases(
          database,
          waiting.map(({ caseId }) => caseId),
        );
        return consolePage(visit, {
          title: visit.t('console.approvals.title'),
          body: html`${listBody(visit, waiting.slice(0, rowsPerPage), numbers)}
          ${moreLink(visit, '/approvals', waiting.length, page.offset)}`,
        });
      },
    },
    {
      path: '/approvals/:proposalId',
      roles: deskRoles,
      get: (visit) => showOne(services, visit, undefined),
      post: (visit, sent) => act(services, visit, sent),
    },
  ];
}

function listBody(visit: Visit, waiting: readonly Proposal[], numbers: ReadonlyMap<string, string>): Html {
  const { t } = visit;
  return html`<h1>${t('console.approvals.title')}</h1>
    <p class="lead">${t('console.approvals.lead')}</p>
    ${
      waiting.length === 0
        ? card({ body: html`<p class="soft">${t('console.approvals.none')}</p>` })
        : proposalList(visit, waiting, { numbers })
    }`;
}

/** Proposals by what they are and how they stand, each with the way to its page. */
export function proposalList(
  visit: Visit,
  proposals: readonly Proposal[],
  {
    title = 'console.approvals.list',
    numbers,
  }: {
    readonly title?: 'console.approvals.list' | 'console.desk.done';
    /** Of the cases, where the list is about several. */
    readonly numbers?: ReadonlyMap<string, string>;
  } = {},
): Html {
  const { t, session } = visit;
  return card({
    title: t(title),
    body: html`<ul class="rows">
      ${proposals.map(
        (one) =>
          html`<li>
            <a href="${addressOf(one)}">${remedyTitle(visit, one)}</a>
            <div class="small soft">
              ${numbers ? html`<span class="nowrap">${numbers.get(one.caseId)}</span> · ` : nothing}${formatInstant(one.askedAt, t.language, session?.timeZone)}
              · ${t(`console.approvals.is_${standing(one, visit.now)}`)}
            </div>
          </li>`,
      )}
    </ul>`,
  });
}

/** What has a page of its own is decided there. */
function addressOf({ kind, caseId, proposalId }: Proposal): string {
  if (kind === correctionKind) return `/corrections/${caseId}`;
  return kind === mergingKind ? `/merging/${caseId}` : `/approvals/${proposalId}`;
}

const remedyTitle = ({ t }: Visit, { kind }: Proposal): string =>
  isRemedy(kind) || isDeathStep(kind) || kind === mergingKind
    ? t(`console.desk.remedy.${kind}`)
    : t('console.corrections.proposal');

type Standing =
  | 'waiting'
  | 'over'
  | 'refused'
  | 'approved'
  | 'to-print'
  | 'printed'
  /** Carried out as far as the wait: the owner can stop it, and the desk shows what became of it. */
  | 'started'
  | 'done'
  | 'nothing'
  | 'other-open';

function standing(one: Proposal, now: Date): Standing {
  if (one.approved === undefined) return one.expiresAt <= now ? 'over' : 'waiting';
  if (!one.approved) return 'refused';
  const isSlip = one.kind === 'slip';
  if (one.appliedAt === undefined) return isSlip ? 'to-print' : 'approved';
  if (one.outcome === 'nothing' || one.outcome === 'other-open') return one.outcome;
  if (isSlip) return 'printed';
  return isRemedy(one.kind) && remedies[one.kind].waits ? 'started' : 'done';
}

async function found({ database, keys }: DeskServices, visit: Visit): Promise<Proposal> {
  const id = visit.context.req.param('proposalId') ?? '';
  const one = isId(id) ? await proposalById(database, keys, id) : undefined;
  if (!one) throw new AppError('not_found', 'no such proposal');
  return one;
}

async function showOne(services: DeskServices, visit: Visit, problem: string | undefined): Promise<Response> {
  const { t } = visit;
  const one = await found(services, visit);
  if (!isRemedy(one.kind) && !isDeathStep(one.kind))
    throw new AppError('not_found', 'a proposal that has a page of its own');
  const numbers = await numbersOfCases(services.database, [one.caseId]);
  const body = html`<p class="eyebrow"><a href="/approvals">${t('console.approvals.title')}</a></p>
    <h1>${remedyTitle(visit, one)}</h1>
    ${problem === undefined ? nothing : notice({ kind: 'bad', body: html`<p>${problem}</p>` })}
    ${what(visit, one, numbers.get(one.caseId))} ${decision(visit, one, await asksNameAgain(services, one))}
    <p><a href="/cases/${one.caseId}">${t('console.look.to_case')}</a></p>`;
  const parts = { title: remedyTitle(visit, one), body, languageAddress: `/approvals/${one.proposalId}` };
  return consolePage(visit, parts, problem === undefined ? 200 : 422);
}

function what(visit: Visit, one: Proposal, caseNumber = ''): Html {
  const { t, session } = visit;
  const { channel, address, why = '', method } = one.content;
  const asked = formatInstant(one.askedAt, t.language, session?.timeZone);
  const rows = [
    { term: t('cases.number'), value: html`<strong class="nowrap">${caseNumber}</strong>` },
    { term: t('console.approvals.state'), value: t(`console.approvals.is_${standing(one, visit.now)}`) },
    { term: t('console.approvals.asked'), value: asked },
    ...(address
      ? [
          {
            term: t('console.desk.address'),
            value: maskAddress(channel === 'email' ? 'email' : 'sms', address),
          },
        ]
      : []),
    ...(method ? [{ term: t('console.desk.which'), value: t(`security.factor.${method as 'sms'}`) }] : []),
    ...(isDeathStep(one.kind) ? deathRows(visit, one) : checkRows(visit, one.content)),
    ...(why ? [{ term: t('console.desk.why'), value: why }] : []),
  ];
  return card({ body: definitions(rows) });
}

/** What the identity rests on: the questions, or the papers that the first officer saw. */
function checkRows({ t }: Visit, { called, picturePaper, otherPaper }: Proposal['content']) {
  const named = (paper: string | undefined) => {
    const key = `console.desk.paper.${paper}`;
    return isMessageKey(key) ? t(key) : '';
  };
  if (picturePaper)
    return [
      { term: t('console.approvals.check'), value: t('console.approvals.check_papers') },
      { term: t('console.approvals.picture_paper'), value: named(picturePaper) },
      { term: t('console.approvals.other_paper'), value: named(otherPaper) },
    ];
  return [
    { term: t('console.approvals.check'), value: t('console.approvals.check_passed') },
    {
      term: t('console.desk.call'),
      value: t(called === 'yes' ? 'console.desk.called' : 'console.approvals.not_called'),
    },
  ];
}

function decision(visit: Visit, one: Proposal, asksName: boolean): Html {
  const { t } = visit;
  const { officerId } = deskOfficerOf(visit);
  const state = standing(one, visit.now);
  const action = `/approvals/${one.proposalId}`;
  if (state === 'to-print' && one.decidedBy === officerId)
    return card({
      body: html`<p>${t('console.approvals.print_text')}</p>
        ${form(visit, { action, body: button({ label: t('console.approvals.print'), name: 'act', value: 'print' }) })}`,
    });
  if (state !== 'waiting') return nothing;
  if (one.askedBy === officerId)
    return notice({ kind: 'info', body: html`<p>${t('console.approvals.yours')}</p>` });
  return card({
    body: html`<p>
        ${t(isDeathStep(one.kind) ? 'console.death.decide_text' : one.kind === 'slip' ? 'console.approvals.decide_slip' : 'console.approvals.decide_text')}
      </p>
      ${form(visit, {
        action,
        body: html`${
          one.content['picturePaper']
            ? checkbox({
                name: 'saw_papers',
                label: t('console.approvals.saw_papers'),
                hint: t('console.approvals.saw_papers_hint'),
              })
            : nothing
        }
        ${asksName ? nameField(visit, 'paper-name') : nothing}
        ${button({ label: t('console.approvals.approve'), name: 'act', value: 'approve' })}`,
      })}
      ${form(visit, {
        action,
        body: button({
          label: t('console.approvals.refuse'),
          kind: 'secondary',
          name: 'act',
          value: 'refuse',
        }),
      })}`,
  });
}

async function act(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const { proposalId, kind } = await found(services, visit);
  const officer = deskOfficerOf(visit);
  const wanted = sent['act'];
  if (wanted === 'print') {
    const printed = await printApprovedSlip(services, officer, proposalId);
    if (!printed.ok) return showOne(services, visit, visit.t(`console.approvals.refused.${printed.refusal}`));
    return slipPage(visit, printed.value);
  }
  if (wanted !== 'approve' && wanted !== 'refuse') return visit.redirect(`/approvals/${proposalId}`);
  const approved = wanted === 'approve';
  const decided = isDeathStep(kind)
    ? await decideDeathStep(services, officer, proposalId, approved)
    : await decideRemedy(services, officer, proposalId, approved, {
        sawPapers: sent['saw_papers'] === 'on',
        nameOnPapers: (sent['paper_name'] ?? '').slice(0, 200),
      });
  if (!decided.ok) return showOne(services, visit, visit.t(`console.approvals.refused.${decided.refusal}`));
  return visit.redirect(`/approvals/${proposalId}`);
}
