import {
  type CaseMessage,
  caseOf,
  casesOf,
  conversationOf,
  type Filled,
  filledOf,
  longestWords,
  type OpenedCase,
  replyInCase,
} from '#cases';
import { AppError, isId } from '#kernel';
import {
  type FormFields,
  formatInstant,
  type Html,
  html,
  isMessageKey,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import {
  button,
  card,
  caseBadge,
  conversation,
  definitions,
  form,
  linkButton,
  notice,
  textArea,
} from '#web/layout';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const base = '/security/cases';
/** A line of its own would not fit the menu of a small phone: the overview and the activity lead here. */
const menuEntry = '/security/activity';

/** The cases of the account, each with its state, what was written, and room for an answer. */
export function casesPages(services: SecurityServices): readonly Page[] {
  return [
    { path: base, access: 'owner', get: (visit) => showList(services, visit) },
    {
      path: `${base}/:id`,
      access: 'owner',
      get: (visit) => showCase(services, visit, false),
      post: (visit, sent) => reply(services, visit, sent),
    },
  ];
}

async function showList({ accounts }: SecurityServices, visit: Visit): Promise<Response> {
  const { t } = visit;
  const found = await casesOf(accounts.database, liveSessionOf(visit).accountId);
  const body = html`<p class="lead">${t('cases.lead')}</p>
    ${card({
      body:
        found.length === 0
          ? html`<p class="soft">${t('cases.none')}</p>`
          : html`<ul class="rows">
              ${found.map((one) => row(visit, one))}
            </ul>`,
    })}
    ${linkButton({ href: '/ask', label: t('cases.ask'), kind: 'secondary' })}`;
  return securityPage(visit, menuEntry, { title: t('cases.title'), body });
}

function row(visit: Visit, one: OpenedCase): Html {
  const { t } = visit;
  return html`<li>
    <a href="${base}/${one.caseId}"><strong>${t(`cases.kind.${one.kind}`)}</strong></a>
    ${caseBadge(visit, one.state)}
    <div class="small soft">
      <span class="nowrap">${one.caseNumber}</span> · ${instant(visit, one.changedAt)}
    </div>
  </li>`;
}

const instant = ({ t, session }: Visit, at: Date) => formatInstant(at, t.language, session?.timeZone);

async function showCase(
  { accounts }: SecurityServices,
  visit: Visit,
  hasProblem: boolean,
): Promise<Response> {
  const { database, keys } = accounts;
  const found = await ownCase(database, visit);
  const written = await conversationOf(database, keys, found.caseId);
  const filled = found.kind === 'wage_report' ? await filledOf(database, keys, found.caseId) : undefined;
  const parts = {
    title: visit.t(`cases.kind.${found.kind}`),
    body: html`${caseBody(visit, found, written, hasProblem)} ${toPayslip(visit, filled)}`,
    languageAddress: `${base}/${found.caseId}`,
  };
  return securityPage(visit, menuEntry, parts, hasProblem ? 422 : 200);
}

function caseBody(
  visit: Visit,
  found: OpenedCase,
  written: readonly CaseMessage[],
  hasProblem: boolean,
): Html {
  const { t } = visit;
  const done = visit.context.req.query('done') === 'sent' && !hasProblem;
  return html`<p class="eyebrow"><a href="${base}">${t('cases.title')}</a></p>
    <h1>${t(`cases.kind.${found.kind}`)}</h1>
    ${done ? notice({ kind: 'ok', body: html`<p>${t('cases.reply_sent')}</p>` }) : nothing}
    ${card({
      body: definitions([
        { term: t('cases.number'), value: html`<strong class="nowrap">${found.caseNumber}</strong>` },
        { term: t('cases.state'), value: caseBadge(visit, found.state) },
        { term: t('cases.opened'), value: instant(visit, found.openedAt) },
      ]),
    })}
    <p>${t(`cases.next.${found.state}`)}</p>
    ${aboutLook(visit, found)} ${toCorrection(visit, found)} ${outcomeLine(visit, found)}
    ${written.length > 0 ? conversation(visit, written) : nothing} ${replyCard(visit, found, hasProblem)}`;
}

/** A question about what an officer did: whose it is to answer. */
function aboutLook({ t }: Visit, { details }: OpenedCase): Html {
  const number = details['look'];
  if (typeof number !== 'string') return nothing;
  const text =
    number === ''
      ? t('cases.look.text')
      : t('cases.look.text_case', { number: number.replaceAll('-', '\u2011') });
  return notice({ kind: 'info', standing: true, body: html`<p>${text}</p>` });
}

/** A request for a correction has a page of its own, with its clock and its documents. */
function toCorrection({ t, config }: Visit, { kind, details }: OpenedCase): Html {
  const id = details['correction'];
  if (kind !== 'correction' || typeof id !== 'string') return nothing;
  return linkButton({ href: `${config.origins.portal}/corrections/${id}`, label: t('cases.to_correction') });
}

/** A report about a payslip has a page of its own, with its documents; one that was only written has none. */
function toPayslip({ t, config }: Visit, filled: Filled | undefined): Html {
  const { membership, month } = filled ?? {};
  if (!membership || !month) return nothing;
  const href = `${config.origins.portal}/contributions/payslip/${membership}/${month}`;
  return linkButton({ href, label: t('cases.to_payslip'), kind: 'secondary' });
}

/** What was decided on a notice of an exit; the officer's words stand below. */
function outcomeLine({ t }: Visit, { kind, details }: OpenedCase): Html {
  const key = `cases.exit_outcome.${details['outcome'] ?? ''}`;
  if (kind !== 'exit_notice' || !isMessageKey(key)) return nothing;
  return notice({ kind: 'info', standing: true, body: html`<p>${t(key)}</p>` });
}

async function ownCase(
  database: SecurityServices['accounts']['database'],
  visit: Visit,
): Promise<OpenedCase> {
  const id = visit.context.req.param('id') ?? '';
  const found = isId(id) ? await caseOf(database, liveSessionOf(visit).accountId, id) : undefined;
  if (!found) throw new AppError('not_found', 'no such case of this account');
  return found;
}

function replyCard(visit: Visit, found: OpenedCase, hasProblem: boolean): Html {
  const { t } = visit;
  return card({
    title: t(found.state === 'closed' ? 'cases.write_again' : 'cases.write'),
    body: form(visit, {
      action: `${base}/${found.caseId}`,
      body: html`${textArea({
        name: 'words',
        label: t('cases.words'),
        hint: t('cases.words_hint'),
        rows: 5,
        maxlength: longestWords,
        error: hasProblem ? t('cases.words_missing') : undefined,
      })}
      ${button({ label: t('cases.send') })}`,
    }),
  });
}

async function reply(services: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const found = await ownCase(services.accounts.database, visit);
  const words = sent['words'] ?? '';
  const { accountId } = liveSessionOf(visit);
  const done = await replyInCase(services.accounts, {
    accountId,
    caseId: found.caseId,
    words,
    now: visit.now,
  });
  if (done.ok) return visit.redirect(`${base}/${found.caseId}?done=sent`);
  return showCase(services, visit, true);
}
