import type { AccountServices } from '#accounts';
import { longestWords } from '#cases';
import { type Html, html, nothing, type Visit } from '#platform';
import type { CorrectionView } from '#privacy';
import { button, card, form, linkButton, textArea } from '#web/layout';
import { confirmAddress, isConfirmedHere } from './confirmed-here.ts';
import { addressOf } from './correction-address.ts';
import { documentField } from './correction-documents.ts';

type Shown = { readonly heldBack: boolean; readonly fileError?: string; readonly words?: string };

/** Documents and the sending in one form: whoever chose a document and presses "send" has handed it in. */
export async function handIn(
  services: AccountServices,
  visit: Visit,
  { correction, documents }: CorrectionView,
  { heldBack, fileError, words: typed }: Shown,
): Promise<Html> {
  const { t } = visit;
  const confirmed = await isConfirmedHere(services, visit);
  const ready = confirmed && !heldBack;
  const words =
    correction.state === 'needs_more' && ready
      ? textArea({
          name: 'words',
          label: t('cases.words'),
          hint: t('cases.words_hint'),
          rows: 3,
          maxlength: longestWords,
          value: typed ?? '',
        })
      : nothing;
  return html`<p>${t('portal.corrections.accepted_title')}</p>
    <ul>
      <li>${t('portal.corrections.accepted_name')}</li>
      <li>${t('portal.corrections.accepted_birth')}</li>
      <li>${t('portal.corrections.accepted_number')}</li>
      <li>${t('portal.corrections.accepted_family')}</li>
    </ul>
    <p class="small soft">${t('portal.corrections.kept', { days: visit.config.EVIDENCE_KEEP_DAYS })}</p>
    ${form(visit, {
      action: `${addressOf(visit)}/documents`,
      file: true,
      body: html`${documentField(visit, fileError)}
      ${button({ label: t('portal.corrections.upload'), kind: 'secondary', name: 'act', value: 'upload' })}
      ${words}
      ${
        ready
          ? html`<p>${t('portal.corrections.send_text')}</p>
              ${button({ label: t('portal.corrections.send'), name: 'act', value: 'send' })}`
          : nothing
      }`,
    })}
    ${confirmed || heldBack || documents.length === 0 ? nothing : confirmFirst(visit)}`;
}

function confirmFirst(visit: Visit): Html {
  const { t } = visit;
  return html`<p>${t('portal.corrections.confirm_text')}</p>
    ${linkButton({ href: confirmAddress(visit, addressOf(visit)), label: t('portal.corrections.confirm') })}`;
}

export function takeBack(visit: Visit, { correction: { state } }: CorrectionView): Html {
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

export const toCase = ({ t, config }: Visit, caseId: string | undefined): Html =>
  caseId === undefined
    ? nothing
    : html`<p>
        <a href="${config.origins.sso}/security/cases/${caseId}">${t('portal.corrections.to_case')}</a>
      </p>`;
