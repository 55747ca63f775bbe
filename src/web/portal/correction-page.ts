import { type AccountServices, isConfirmed, lackedStrength, type LiveSession, useSession } from '#accounts';
import { conversationOf, longestWords } from '#cases';
import { AppError, isId } from '#kernel';
import {
  type FormFields,
  type Html,
  html,
  nothing,
  type Page,
  type UploadedFile,
  type Visit,
} from '#platform';
import {
  addEvidence,
  correctionView,
  type CorrectionView,
  removeEvidence,
  sendCorrection,
  withdrawCorrection,
} from '#privacy';
import { button, card, conversation, definitions, form, linkButton, notice, textArea } from '#web/layout';
import {
  asked,
  birthWarning,
  clockCard,
  documentField,
  documentList,
  stateBadge,
} from './correction-parts.ts';
import { forMember, type Member, memberPage } from './frame.ts';

type Shown = {
  /** Under the field for a document. */
  readonly fileError?: string;
  readonly problem?: string;
  /** What was typed for the officer. */
  readonly words?: string;
  readonly status?: number;
};

/** One request: what is asked for, its documents and clock, sending it, following it, taking it back. */
export function correctionPages(services: AccountServices): readonly Page[] {
  return [
    {
      path: '/corrections/:id',
      access: 'member',
      get: forMember('/details', (visit, member) => show(services, visit, member, {})),
      post: (visit, sent) => forMember('/details', (at, member) => act(services, at, member, sent))(visit),
    },
    {
      path: '/corrections/:id/documents',
      access: 'member',
      takesFile: (config) => config.EVIDENCE_MOST_BYTES,
      // Whoever reloads, or comes back over the address, finds the request.
      get: (visit) => visit.redirect(addressOf(visit)),
      post: (visit, sent, file) =>
        forMember('/details', (at, member) => upload(services, at, member, sent, file))(visit),
    },
  ];
}

const idIn = (visit: Visit): string => {
  const id = visit.context.req.param('id') ?? '';
  if (!isId(id)) throw new AppError('not_found', 'no such request');
  return id;
};
const addressOf = (visit: Visit) => `/corrections/${idIn(visit)}`;

async function liveSession({ database }: AccountServices, visit: Visit): Promise<LiveSession> {
  const session = visit.session && (await useSession(database, visit.session.sessionId, visit.now));
  if (!session) throw new AppError('session_ended', 'the session ended between two looks');
  return session;
}

async function show(
  services: AccountServices,
  visit: Visit,
  member: Member,
  shown: Shown,
): Promise<Response> {
  const { database, keys } = services;
  const view = await correctionView(database, keys, member.accountId, idIn(visit));
  if (!view) throw new AppError('not_found', 'no such request of this account');
  const { t } = visit;
  const { caseId, state, caseNumber } = view.correction;
  const written = caseId === undefined ? [] : await conversationOf(database, keys, caseId);
  const open = state === 'draft' || state === 'needs_more';
  const body = html`<p class="eyebrow"><a href="/corrections">${t('portal.corrections.title')}</a></p>
    <h1>${t('portal.corrections.one_title')}</h1>
    ${shown.problem === undefined ? nothing : notice({ kind: 'bad', body: html`<p>${shown.problem}</p>` })}
    ${sentNotice(visit, shown)}
    ${
      caseNumber === undefined
        ? nothing
        : card({
            body: definitions([
              { term: t('cases.number'), value: html`<strong class="nowrap">${caseNumber}</strong>` },
              { term: t('cases.state'), value: stateBadge(visit, state) },
            ]),
          })
    }
    ${state === 'draft' ? nothing : html`<p>${t(`portal.corrections.next.${state}`)}</p>`}
    ${state === 'sent' || state === 'decided' || state === 'needs_more' ? clockCard(visit, view.correction) : nothing}
    ${written.length > 0 ? conversation(visit, written) : nothing} ${asked(visit, view)}
    ${open ? birthWarning(visit, view) : nothing}
    ${card({ title: t('portal.corrections.documents'), body: html`${documentList(visit, view)}${open ? await handIn(services, visit, view, shown) : nothing}` })}
    ${takeBack(visit, view)} ${toCase(visit, caseId)}`;
  const title = t('portal.corrections.one_title');
  return memberPage(visit, '/details', { title, body, languageAddress: addressOf(visit) }, shown.status);
}

const sentNotice = (visit: Visit, { problem, fileError }: Shown): Html =>
  visit.context.req.query('done') === 'sent' && problem === undefined && fileError === undefined
    ? notice({ kind: 'ok', body: html`<p>${visit.t('portal.corrections.sent')}</p>` })
    : nothing;

/** Documents and the sending in one form: whoever chose a document and presses "send" has handed it in. */
async function handIn(
  services: AccountServices,
  visit: Visit,
  { correction, documents }: CorrectionView,
  shown: Shown,
): Promise<Html> {
  const { t } = visit;
  const session = await liveSession(services, visit);
  const ready = isConfirmed(services, session) && !(await lackedStrength(services, session));
  const words =
    correction.state === 'needs_more' && ready
      ? textArea({
          name: 'words',
          label: t('cases.words'),
          hint: t('cases.words_hint'),
          rows: 3,
          maxlength: longestWords,
          value: shown.words ?? '',
        })
      : nothing;
  return html`<p>${t('portal.corrections.accepted_title')}</p>
    <ul>
      <li>${t('portal.corrections.accepted_name')}</li>
      <li>${t('portal.corrections.accepted_birth')}</li>
      <li>${t('portal.corrections.accepted_number')}</li>
    </ul>
    <p class="small soft">${t('portal.corrections.kept', { days: visit.config.EVIDENCE_KEEP_DAYS })}</p>
    ${form(visit, {
      action: `${addressOf(visit)}/documents`,
      file: true,
      body: html`${documentField(visit, shown.fileError)}
      ${button({ label: t('portal.corrections.upload'), kind: 'secondary', name: 'act', value: 'upload' })}
      ${words}
      ${
        ready
          ? html`<p>${t('portal.corrections.send_text')}</p>
              ${button({ label: t('portal.corrections.send'), name: 'act', value: 'send' })}`
          : nothing
      }`,
    })}
    ${ready || documents.length === 0 ? nothing : confirmFirst(visit)}`;
}

function confirmFirst(visit: Visit): Html {
  const { t, config } = visit;
  return html`<p>${t('portal.corrections.confirm_text')}</p>
    ${linkButton({ href: `${config.origins.sso}/security/confirm?to=${addressOf(visit)}`, label: t('portal.corrections.confirm') })}`;
}

function takeBack(visit: Visit, { correction: { state } }: CorrectionView): Html {
  const { t } = visit;
  if (state !== 'draft' && state !== 'sent' && state !== 'needs_more') return nothing;
  const kind = state === 'draft' ? 'discard' : 'withdraw';
  return card({
    body: html`<p>${t(`portal.corrections.${kind}_text`)}</p>
      ${form(visit, {
        action: addressOf(visit),
        body: button({
          label: t(`portal.corrections.${kind}`),
          kind: 'secondary',
          name: 'act',
          value: 'withdraw',
        }),
      })}`,
  });
}

const toCase = ({ t, config }: Visit, caseId: string | undefined): Html =>
  caseId === undefined
    ? nothing
    : html`<p>
        <a href="${config.origins.sso}/security/cases/${caseId}">${t('portal.corrections.to_case')}</a>
      </p>`;

async function act(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const asking = askingFrom(visit, member);
  const wanted = sent['act'];
  if (wanted === 'remove' && isId(sent['document'] ?? ''))
    await removeEvidence(services, asking, idIn(visit), sent['document'] ?? '');
  if (wanted === 'withdraw') {
    const done = await withdrawCorrection(services, asking, idIn(visit));
    if (!done.ok && done.refusal === 'unknown') throw new AppError('not_found', 'no such request');
    if (!done.ok)
      return show(services, visit, member, {
        problem: visit.t('portal.corrections.refused.over'),
        status: 422,
      });
    if (done.value === 'deleted') return visit.redirect('/corrections');
  }
  return visit.redirect(addressOf(visit));
}

const askingFrom = ({ address, userAgent }: Visit, { accountId, personId }: Member) => ({
  accountId,
  personId,
  address,
  userAgent,
});

async function upload(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
  file: UploadedFile | undefined,
): Promise<Response> {
  const { t } = visit;
  const words = (sent['words'] ?? '').slice(0, longestWords);
  const isSending = sent['act'] === 'send';
  const has = file !== undefined && (file.tooLarge || file.bytes.length > 0);
  if (has) {
    const added = await addEvidence(services, askingFrom(visit, member), idIn(visit), file);
    if (!added.ok) {
      const fileError = t(`portal.corrections.file.${added.refusal}`);
      return show(services, visit, member, {
        fileError,
        words,
        status: added.refusal === 'too-large' ? 413 : 422,
      });
    }
  } else if (!isSending)
    return show(services, visit, member, {
      fileError: t('portal.corrections.file.empty'),
      words,
      status: 422,
    });
  if (isSending) return send(services, visit, member, words);
  return words === '' ? visit.redirect(addressOf(visit)) : show(services, visit, member, { words });
}

async function send(
  services: AccountServices,
  visit: Visit,
  member: Member,
  words: string,
): Promise<Response> {
  const session = await liveSession(services, visit);
  const correctionId = idIn(visit);
  const done = await sendCorrection(services, askingFrom(visit, member), session, { correctionId, words });
  if (done.ok) return visit.redirect(`${addressOf(visit)}?done=sent`);
  if (done.refusal === 'unknown') throw new AppError('not_found', 'no such request');
  return show(services, visit, member, {
    problem: visit.t(`portal.corrections.refused.${done.refusal}`),
    words,
    status: 422,
  });
}
