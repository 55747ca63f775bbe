import type { AccountServices } from '#accounts';
import { caseAbout, caseOf, fileMemberCase, type OpenedCase } from '#cases';
import { AppError, isIsoDate, isId, ok, refused, type Result } from '#kernel';
import { isExitReason, type Membership, membershipsOf, readExit } from '#members';
import { type FormFields, html, nothing, type Page, type UploadedFile, type Visit } from '#platform';
import { addCaseEvidence, caseDocuments, checkCaseEvidence } from '#privacy';
import { notice, readBirthDate } from '#web/layout';
import { caseDocumentsCard } from './case-documents.ts';
import {
  documentProblem,
  exitAddress,
  exitBase,
  exitCard,
  exitForm,
  exitNext,
  type ExitProblem,
  mayGiveNotice,
  type TypedExit,
  typedExit,
} from './exit-form.ts';
import { filedBody } from './filed-case.ts';
import { forMember, type Member, memberPage } from './frame.ts';

/** A worker whose employer has not reported that the work ended gives notice of it, with documents where there are some. */
export function exitNoticePage(services: AccountServices): Page {
  return {
    path: `${exitBase}/:membershipId`,
    access: 'member',
    takesFile: (config) => config.EVIDENCE_MOST_BYTES,
    get: forMember('/details', async (visit, member) =>
      show(services, visit, member, { found: await cardOf(services, visit, member) }),
    ),
    post: (visit, sent, file) =>
      forMember('/details', async (at, member) => {
        const found = await cardOf(services, at, member);
        const running = await runningNotice(services, member, found);
        return sent['act'] === 'add' && running
          ? addToNotice(services, at, member, { found, running, file: chosen(file) })
          : send(services, at, member, { found, sent, file: chosen(file) });
      })(visit),
  };
}

/** A form without a chosen file sends an empty one. */
const chosen = (file: UploadedFile | undefined) =>
  file && (file.tooLarge || file.bytes.length > 0) ? file : undefined;

async function cardOf({ database }: AccountServices, visit: Visit, member: Member): Promise<Membership> {
  const wanted = visit.context.req.param('membershipId') ?? '';
  const cards = isId(wanted) ? await membershipsOf(database, member.personId) : [];
  const found = cards.find(({ membershipId }) => membershipId === wanted);
  if (!found) throw new AppError('not_found', 'no such card of this member');
  return found;
}

/** The account's own notice about the card; of an account that was the member's before nothing is shown. */
async function runningNotice(
  { database }: AccountServices,
  { accountId }: Member,
  { membershipId }: Membership,
): Promise<OpenedCase | undefined> {
  const about = await caseAbout(database, 'exit_notice', membershipId);
  return about && (await caseOf(database, accountId, about.caseId));
}

type Sent = {
  readonly found: Membership;
  readonly sent: FormFields;
  readonly file: UploadedFile | undefined;
};

async function send(
  services: AccountServices,
  visit: Visit,
  member: Member,
  { found, sent, file }: Sent,
): Promise<Response> {
  const typed = typedExit(sent);
  const asking = { ...member, address: visit.address, userAgent: visit.userAgent };
  const read = readNotice(visit, member, found, typed);
  if (!read.ok) return show(services, visit, member, { found, typed, problem: read.refusal });
  const checked = file && (await checkCaseEvidence(services, asking, file));
  if (checked?.ok === false) {
    const problem = { on: 'document', kind: checked.refusal } as const;
    return show(services, visit, member, { found, typed, problem });
  }
  const filed = await fileMemberCase(services, {
    kind: 'exit_notice',
    ...asking,
    about: found.membershipId,
    filled: {
      membership: found.membershipId,
      member_number: found.memberNumber,
      employer: found.employerName ?? '',
      started_on: found.startedOn,
      ...read.value,
    },
    words: typed.words,
    language: visit.t.language,
    now: visit.now,
  });
  // Of two forms sent at once the second adds its document too: the same one twice is one.
  const of = { kind: 'exit_notice', caseId: filed.caseId } as const;
  const added = file && (await addCaseEvidence(services, asking, of, file));
  if (added?.ok === false)
    return show(services, visit, member, { found, problem: { on: 'document', kind: added.refusal } });
  return memberPage(visit, '/details', {
    title: visit.t('exit.title'),
    body: filedBody(visit, filed, { back: '/details', again: 'exit.already' }),
  });
}

/** What is filled in of the notice, or what is wrong with it. */
function readNotice(
  visit: Visit,
  { today }: Member,
  found: Membership,
  typed: TypedExit,
): Result<{ readonly last_day: string; readonly reason: string }, ExitProblem> {
  const day = readBirthDate(typed.day, visit.now) ?? typed.day;
  if (!isIsoDate(day)) return refused({ on: 'notice', kind: 'day' });
  const { reason } = typed;
  if (!isExitReason(reason)) return refused({ on: 'notice', kind: 'reason' });
  const read = readExit(found, day, today);
  return read.ok ? ok({ last_day: read.value, reason }) : refused({ on: 'notice', kind: read.refusal });
}

type Added = {
  readonly found: Membership;
  readonly running: OpenedCase;
  readonly file: UploadedFile | undefined;
};

/** Another document for a notice that is open. */
async function addToNotice(
  services: AccountServices,
  visit: Visit,
  member: Member,
  { found, running, file }: Added,
): Promise<Response> {
  const asking = { ...member, address: visit.address, userAgent: visit.userAgent };
  const refuse = (kind: Extract<ExitProblem, { on: 'document' }>['kind']) =>
    show(services, visit, member, { found, problem: { on: 'document', kind } });
  if (!file) return refuse('empty');
  const checked = await checkCaseEvidence(services, asking, file);
  if (!checked.ok) return refuse(checked.refusal);
  const of = { kind: 'exit_notice', caseId: running.caseId } as const;
  const added = await addCaseEvidence(services, asking, of, file);
  return added.ok ? visit.redirect(exitAddress(found)) : refuse(added.refusal);
}

type Shown = {
  readonly found: Membership;
  readonly typed?: TypedExit;
  readonly problem?: ExitProblem;
};

async function show(
  services: AccountServices,
  visit: Visit,
  member: Member,
  { found, typed = { day: '', reason: '', words: '' }, problem }: Shown,
): Promise<Response> {
  const { t } = visit;
  const running = await runningNotice(services, member, found);
  const isOver = problem?.on === 'notice' && problem.kind === 'card';
  const body = running
    ? html`${filedBody(visit, { ...running, isNew: false }, { back: '/details', again: 'exit.already' })}
      ${caseDocumentsCard(visit, {
        documents: await caseDocuments(services, { kind: 'exit_notice', caseId: running.caseId }),
        action: running.state === 'closed' ? undefined : exitAddress(found),
        problem: documentProblem(visit, problem),
      })}`
    : html`<p class="eyebrow"><a href="/details">${t('portal.details.title')}</a></p>
        <h1>${t('exit.title')}</h1>
        <p class="lead">${t('exit.lead')}</p>
        ${isOver ? notice({ kind: 'bad', body: html`<p>${t('exit.wrong.card')}</p>` }) : nothing}
        ${exitCard(visit, found)} ${mayGiveNotice(found) ? exitForm(visit, found, typed, problem) : nothing}
        ${exitNext(visit)}`;
  const parts = { title: t('exit.title'), body, languageAddress: exitAddress(found) };
  const status = problem === undefined ? 200 : problem.kind === 'too-large' ? 413 : 422;
  return memberPage(visit, '/details', parts, status);
}
