import { type AccountServices, isHeldBack } from '#accounts';
import { conversationOf } from '#cases';
import { AppError } from '#kernel';
import { type Html, html, nothing, type Visit } from '#platform';
import { correctionView } from '#privacy';
import { card, conversation, definitions, notice } from '#web/layout';
import { addressOf, idIn } from './correction-address.ts';
import { clockCard } from './correction-clock.ts';
import { documentList } from './correction-documents.ts';
import { handIn, takeBack, toCase } from './correction-hand-in.ts';
import { asked, birthWarning, stateBadge } from './correction-parts.ts';
import { aboveForm, type Member, memberPage } from './frame.ts';

export type Shown = {
  /** Under the field for a document. */
  readonly fileError?: string;
  readonly problem?: string;
  /** What was typed for the officer. */
  readonly words?: string;
  readonly status?: number;
};

/** The page of one request, as far as it has come. */
export async function show(
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
  const heldBack = open && (await isHeldBack(database, member.accountId, visit.now));
  const body = html`<p class="eyebrow"><a href="/corrections">${t('portal.corrections.title')}</a></p>
    <h1>${t('portal.corrections.one_title')}</h1>
    ${aboveForm(heldBack ? t('portal.corrections.refused.read-only') : undefined, shown.problem)}
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
    ${card({ title: t('portal.corrections.documents'), body: html`${documentList(visit, view)}${open ? await handIn(services, visit, view, { ...shown, heldBack }) : nothing}` })}
    ${takeBack(visit, view)} ${toCase(visit, caseId)}`;
  const title = t('portal.corrections.one_title');
  return memberPage(visit, '/details', { title, body, languageAddress: addressOf(visit) }, shown.status);
}

const sentNotice = (visit: Visit, { problem, fileError }: Shown): Html =>
  visit.context.req.query('done') === 'sent' && problem === undefined && fileError === undefined
    ? notice({ kind: 'ok', body: html`<p>${visit.t('portal.corrections.sent')}</p>` })
    : nothing;
