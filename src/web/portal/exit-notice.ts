import { caseAbout, fileMemberCase, longestWords } from '#cases';
import { AppError, isIsoDate, isId } from '#kernel';
import { exitReasons, type ExitRefusal, isExitReason, type Membership, readExit } from '#members';
import { type FormFields, formatDate, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  button,
  card,
  definitions,
  field,
  form,
  helpAddress,
  notice,
  readBirthDate,
  select,
  textArea,
} from '#web/layout';
import { caseServicesOf, filedBody } from './filed-case.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import type { Services } from './reads.ts';

const base = '/details/exit';

/** Only a running card with an employer: nobody else would have to report its end. */
export const mayGiveNotice = (card: Membership): boolean =>
  card.endedOn === undefined && card.employerId !== undefined;

export const exitAddress = ({ membershipId }: Membership): string => `${base}/${membershipId}`;

type Typed = { readonly day: string; readonly reason: string; readonly words: string };
type Problem = ExitRefusal | 'day' | 'reason';

/** A worker whose employer has not reported that the work ended gives notice of it. */
export function exitNoticePage(services: Services): Page {
  return {
    path: `${base}/:membershipId`,
    access: 'member',
    get: forMember('/details', async (visit, member) => {
      const found = await cardOf(services, visit, member);
      return show(services, visit, found, { day: '', reason: '', words: '' }, undefined);
    }),
    post: forMember('/details', async (visit, member, sent) => {
      const found = await cardOf(services, visit, member);
      return send(services, visit, member, found, sent);
    }),
  };
}

async function cardOf({ database, reads }: Services, visit: Visit, member: Member): Promise<Membership> {
  const wanted = visit.context.req.param('membershipId') ?? '';
  const details = isId(wanted) ? await reads.personDetails(database, visit.keys, member.personId) : undefined;
  const found = details?.memberships.find(({ membershipId }) => membershipId === wanted);
  if (!found) throw new AppError('not_found', 'no such card of this member');
  return found;
}

async function send(
  services: Services,
  visit: Visit,
  member: Member,
  found: Membership,
  sent: FormFields,
): Promise<Response> {
  const typed: Typed = {
    day: (sent['day'] ?? '').trim().slice(0, 30),
    reason: sent['reason'] ?? '',
    words: (sent['words'] ?? '').slice(0, longestWords),
  };
  const day = readBirthDate(typed.day, visit.now) ?? typed.day;
  if (!isIsoDate(day)) return show(services, visit, found, typed, 'day');
  if (!isExitReason(typed.reason)) return show(services, visit, found, typed, 'reason');
  const read = readExit(found, day, member.today);
  if (!read.ok) return show(services, visit, found, typed, read.refusal);
  const filed = await fileMemberCase(caseServicesOf(services, visit), {
    kind: 'exit_notice',
    accountId: member.accountId,
    personId: member.personId,
    about: found.membershipId,
    filled: {
      membership: found.membershipId,
      member_number: found.memberNumber,
      employer: found.employerName ?? '',
      started_on: found.startedOn,
      last_day: read.value,
      reason: typed.reason,
    },
    words: typed.words,
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    now: visit.now,
  });
  return memberPage(visit, '/details', {
    title: visit.t('exit.title'),
    body: filedBody(visit, filed, { back: '/details', again: 'exit.already' }),
  });
}

async function show(
  services: Services,
  visit: Visit,
  found: Membership,
  typed: Typed,
  problem: Problem | undefined,
): Promise<Response> {
  const { t } = visit;
  const filed = await caseAbout(services.database, 'exit_notice', found.membershipId);
  // Of an account that was the member's before nothing is shown.
  const before = filed?.accountId === visit.session?.accountId ? filed : undefined;
  const body = before
    ? filedBody(visit, { ...before, isNew: false }, { back: '/details', again: 'exit.already' })
    : html`<p class="eyebrow"><a href="/details">${t('portal.details.title')}</a></p>
        <h1>${t('exit.title')}</h1>
        <p class="lead">${t('exit.lead')}</p>
        ${problem === 'card' ? notice({ kind: 'bad', body: html`<p>${t('exit.wrong.card')}</p>` }) : nothing}
        ${card({ title: t('exit.card'), body: cardRows(visit, found) })}
        ${mayGiveNotice(found) ? exitForm(visit, found, typed, problem) : nothing}
        ${card({ title: t('exit.then_title'), body: whatHappens(visit) })}`;
  return memberPage(visit, '/details', { title: t('exit.title'), body }, problem ? 422 : 200);
}

const cardRows = ({ t }: Visit, found: Membership): Html =>
  definitions([
    { term: t('exit.employer'), value: found.employerName ?? t('portal.own_contribution') },
    {
      term: t('portal.details.member_number'),
      value: html`<span class="number nowrap">${found.memberNumber}</span>`,
    },
    { term: t('exit.started'), value: formatDate(found.startedOn, t.language) },
  ]);

function exitForm(visit: Visit, found: Membership, typed: Typed, problem: Problem | undefined): Html {
  const { t } = visit;
  const wrongDay = problem === 'day' || problem === 'future' || problem === 'too-early' ? problem : undefined;
  return card({
    body: form(visit, {
      action: exitAddress(found),
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
      ${button({ label: t('exit.send') })}`,
    }),
  });
}

function whatHappens({ t }: Visit): Html {
  return html`<ul>
      <li>${t('exit.then_ask')}</li>
      <li>${t('exit.then_decide')}</li>
      <li>${t('exit.then_savings')}</li>
      <li>${t('exit.then_wait')}</li>
    </ul>
    <p class="small soft">${t('exit.source')}</p>
    <p><a href="${helpAddress('exit-not-reported')}">${t('exit.to_help')}</a></p>`;
}
