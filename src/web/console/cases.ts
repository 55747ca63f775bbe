import { type CaseKind, type CaseMessage, type DeskCase, longestWords, openCases } from '#cases';
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
import { openMerging, waitsForDecision } from '#privacy';
import {
  answerInCase,
  caseForDesk,
  type DeathRefusal,
  type DeskServices,
  readCase,
  type SettleRefusal,
  isUndecidedNotice,
  settleCase,
  supervises,
  takeUpCase,
} from '#support';
import {
  button,
  card,
  caseBadge,
  conversation,
  dataTable,
  definitions,
  form,
  linkButton,
  notice,
  textArea,
} from '#web/layout';
import { caseForm, deskKinds, kindLinks } from './case-form.ts';
import { matchPressed } from './death-match.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

const rowsPerPage = 50;

/** The cases that wait, by number, kind, age and state alone; and one case, for whoever takes it. */
export function casePages(services: DeskServices): readonly ConsolePage[] {
  return [
    { path: '/cases', roles: deskRoles, get: (visit) => showList(services, visit) },
    {
      path: '/cases/:caseId',
      roles: deskRoles,
      get: (visit) => showCase(services, visit, undefined),
      post: (visit, sent) => act(services, visit, sent),
    },
  ];
}

const caseIn = (visit: Visit): string => {
  const caseId = visit.context.req.param('caseId') ?? '';
  if (!isId(caseId)) throw new AppError('not_found', 'no such case');
  return caseId;
};

async function showList({ database }: DeskServices, visit: Visit): Promise<Response> {
  const { req } = visit.context;
  const offset = Math.min(Math.max(0, Number.parseInt(req.query('from') ?? '0', 10) || 0), 10_000);
  const all = req.query('all') === '1';
  const kind = deskKinds.find((one) => one === req.query('kind'));
  const officer = deskOfficerOf(visit);
  const reader = { officerId: officer.officerId, supervises: supervises(officer) };
  const page = { limit: rowsPerPage + 1, offset, kind, reader };
  const found = await openCases(database, all ? ['open', 'answered'] : ['open'], page);
  const title = visit.t('console.cases.title');
  return consolePage(visit, { title, body: listBody(visit, found, { all, offset, kind }) });
}

const columns = [
  'cases.number',
  'cases.ask.kind',
  'cases.state',
  'cases.opened',
  'console.cases.taken',
] as const;

function caseTable(visit: Visit, found: readonly DeskCase[]): Html {
  const { t } = visit;
  return dataTable({
    caption: t('console.cases.title'),
    captionUnseen: true,
    columns: columns.map((key) => ({ label: t(key) })),
    rows: found.map((one) => row(visit, one)),
  });
}

function listBody(
  visit: Visit,
  found: readonly DeskCase[],
  {
    all,
    offset,
    kind,
  }: { readonly all: boolean; readonly offset: number; readonly kind?: CaseKind | undefined },
): Html {
  const { t } = visit;
  const ofKind = kind ? `&kind=${kind}` : '';
  const next = `/cases?from=${offset + rowsPerPage}${all ? '&all=1' : ''}${ofKind}`;
  return html`<h1>${t('console.cases.title')}</h1>
    <p class="lead">${t('console.cases.lead')}</p>
    <p>
      <a href="/cases?all=${all ? '0' : '1'}${ofKind}"
        >${t(all ? 'console.cases.only_open' : 'console.cases.all')}</a
      >
    </p>
    ${kindLinks(visit, kind)}
    ${card({ body: found.length === 0 ? html`<p class="soft">${t('console.cases.none')}</p>` : caseTable(visit, found.slice(0, rowsPerPage)) })}
    ${found.length > rowsPerPage ? html`<p><a href="${next}">${t('console.cases.more')}</a></p>` : nothing}`;
}

function row(visit: Visit, one: DeskCase): readonly (Html | string)[] {
  const { t } = visit;
  return [
    html`<a class="nowrap" href="/cases/${one.caseId}">${one.caseNumber}</a>`,
    t(`cases.kind.${one.kind}`),
    caseBadge(visit, one.state),
    instant(visit, one.openedAt),
    takenLine(visit, one),
  ];
}

const instant = ({ t, session }: Visit, at: Date) => formatInstant(at, t.language, session?.timeZone);

function takenLine({ t, session }: Visit, { takenBy }: DeskCase): string {
  if (takenBy === undefined) return t('console.cases.free');
  return t(takenBy === session?.accountId ? 'console.cases.mine' : 'console.cases.colleague');
}

async function showCase(
  services: DeskServices,
  visit: Visit,
  problem: SettleRefusal | undefined,
  formProblem?: DeathRefusal,
  typed: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const caseId = caseIn(visit);
  const officer = deskOfficerOf(visit);
  const held = await readCase(services, officer, caseId);
  const found = held.ok ? held.value.found : await caseForDesk(services, officer, caseId);
  if (!found) throw new AppError('not_found', 'no such case for this officer');
  const waits = isUndecidedNotice(found) || (await waitsForDecision(services.database, caseId));
  const body = html`<p class="eyebrow"><a href="/cases">${t('console.cases.title')}</a></p>
    <h1>${t(`cases.kind.${found.kind}`)}</h1>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`console.cases.refused.${problem}`)}</p>` }) : nothing}
    ${card({
      body: definitions([
        { term: t('cases.number'), value: html`<strong class="nowrap">${found.caseNumber}</strong>` },
        { term: t('cases.state'), value: caseBadge(visit, found.state) },
        { term: t('cases.opened'), value: instant(visit, found.openedAt) },
        { term: t('console.cases.taken'), value: takenLine(visit, found) },
        ...aboutRows(visit, found),
      ]),
    })}
    ${found.state === 'closed' ? notice({ kind: 'info', standing: true, body: html`<p>${t('console.cases.closed_text')}</p>` }) : nothing}
    ${held.ok ? html`${await caseForm(services, visit, found, formProblem, typed)}${work(visit, found, held.value.conversation, { problem, words: typed['words'] ?? '' }, waits)}` : takeForm(visit, found)}`;
  const parts = { title: t(`cases.kind.${found.kind}`), body, languageAddress: `/cases/${caseId}` };
  return consolePage(visit, parts, problem || formProblem ? 422 : 200);
}

/** The clerk that a case is about, or what was decided on a notice of an exit: for whoever opens it later. */
function aboutRows({ t }: Visit, { kind, details }: DeskCase) {
  if (details['about'] === 'clerk')
    return [
      {
        term: t('console.cases.about'),
        value: t('console.cases.about_clerk', { npp: details['npp'] ?? '' }),
      },
    ];
  const key = `console.exit.because.${details['outcome'] ?? ''}`;
  return kind === 'exit_notice' && isMessageKey(key)
    ? [{ term: t('console.cases.outcome'), value: t(key) }]
    : [];
}

function takeForm(visit: Visit, { caseId, takenBy }: DeskCase): Html {
  const { t } = visit;
  const over = takenBy !== undefined;
  return card({
    body: html`<p>${t(over ? 'console.cases.over_text' : 'console.cases.take_text')}</p>
      ${form(visit, {
        action: `/cases/${caseId}`,
        body: button({
          label: t(over ? 'console.cases.over' : 'console.cases.take'),
          name: 'act',
          value: over ? 'over' : 'take',
        }),
      })}`,
  });
}

function work(
  visit: Visit,
  { caseId, accountId, personId, state, kind }: DeskCase,
  written: readonly CaseMessage[],
  { problem, words }: { readonly problem: SettleRefusal | undefined; readonly words: string },
  waits: boolean,
): Html {
  const { t } = visit;
  // A closed case opens no look, so what needs one is not offered.
  const open = state !== 'closed';
  const somebody = open && (accountId !== undefined || personId !== undefined);
  return html`${open && kind === 'merging' ? linkButton({ href: `/merging/${caseId}`, label: t('console.merging.title') }) : nothing}
  ${open && kind === 'correction' ? linkButton({ href: `/corrections/${caseId}`, label: t('console.corrections.open') }) : nothing}
  ${written.length > 0 ? conversation(visit, written, 'support', kind === 'death_report' ? 'reporter' : 'member') : nothing}
  ${
    somebody
      ? card({
          title: t('console.cases.member'),
          body: html`${linkButton({ href: `/look/${caseId}`, label: t('console.cases.look'), kind: 'secondary' })}
          ${linkButton({ href: `/desk/${caseId}`, label: t('console.desk.title'), kind: 'secondary' })}`,
        })
      : nothing
  }
  ${
    !open
      ? nothing
      : card({
          title: t('console.cases.answer'),
          body: html`${form(visit, {
            action: `/cases/${caseId}`,
            body: html`${textArea({
              name: 'words',
              label: t(kind === 'death_report' ? 'console.cases.words_reporter' : 'console.cases.words'),
              hint: t('console.cases.words_hint'),
              rows: 6,
              maxlength: longestWords,
              value: words,
              error: problem === 'no-words' ? t('cases.words_missing') : undefined,
            })}
            ${button({ label: t('console.cases.send'), name: 'act', value: 'answer' })}`,
          })}
          ${waits ? nothing : closeForm(visit, caseId)}`,
        })
  }
  ${state !== 'closed' && personId !== undefined && kind !== 'merging' ? mergingCard(visit, caseId) : nothing}`;
}

/** For a member whose cards stand in two records. */
const mergingCard = (visit: Visit, caseId: string): Html =>
  card({
    title: visit.t('console.merging.open_title'),
    body: html`<p>${visit.t('console.merging.open_text')}</p>
      ${form(visit, {
        action: `/cases/${caseId}`,
        body: button({
          label: visit.t('console.merging.open'),
          kind: 'secondary',
          name: 'act',
          value: 'merging',
        }),
      })}`,
  });

const closeForm = (visit: Visit, caseId: string): Html =>
  form(visit, {
    action: `/cases/${caseId}`,
    body: button({ label: visit.t('console.cases.close'), kind: 'secondary', name: 'act', value: 'close' }),
  });

async function act(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const caseId = caseIn(visit);
  const officer = deskOfficerOf(visit);
  const acts: Readonly<Record<string, () => ReturnType<typeof takeUpCase | typeof settleCase>>> = {
    take: () => takeUpCase(services, officer, caseId, false),
    over: () => takeUpCase(services, officer, caseId, true),
    answer: () => answerInCase(services, officer, caseId, sent['words'] ?? ''),
    close: async () =>
      settleCase(services, officer, caseId, await waitsForDecision(services.database, caseId)),
  };
  const wanted = sent['act'] ?? '';
  const pressed = await matchPressed(services, visit, caseId, sent);
  if (pressed && 'problem' in pressed) return showCase(services, visit, undefined, pressed.problem, sent);
  if (pressed) return visit.redirect(pressed.to);
  if (wanted === 'merging') {
    const opened = await openMerging(services, officer, caseId);
    if (opened.ok) return visit.redirect(`/cases/${opened.value.caseId}`);
  }
  const done = Object.hasOwn(acts, wanted) ? await acts[wanted]?.() : undefined;
  if (done && !done.ok) return showCase(services, visit, done.refusal, undefined, sent);
  return visit.redirect(`/cases/${caseId}`);
}
