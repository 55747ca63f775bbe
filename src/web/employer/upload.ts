import { filingKinds, type FilingKind, mostRowsOf, receiveFiling, type ReceiveRefusal } from '#filings';
import { AppError, type Month, parseMonth } from '#kernel';
import {
  formatNumber,
  type FormFields,
  html,
  keyedHash,
  nothing,
  type Page,
  type StreamedFile,
  type Visit,
} from '#platform';
import { button, card, helpAddress, notice, uploadForm } from '#web/layout';
import { fileForClerk, forClerk } from './at-work.ts';
import { correctionFields, correctionSent } from './correction-fields.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { monthField, offeredMonths, readOffered } from './month-field.ts';
import { refusalNotice } from './refusal-notice.ts';

/** Handing in a file: of wages for a month, of new workers, of exits. */
export function uploadPage(services: Services): Page {
  return {
    path: '/employer/:npp/upload/:kind',
    access: 'clerk',
    get: forClerk(services, (visit, work) => {
      const asked = parseMonth(visit.context.req.query('month') ?? '');
      const month = offeredMonths(visit).find((one) => one === asked);
      return Promise.resolve(show(visit, work, kindOf(visit), undefined, month));
    }),
    upload: {
      mostBytes: services.config.FILING_MOST_BYTES,
      receive: fileForClerk(services, (visit, work, sent, file) => take(services, visit, work, sent, file)),
    },
  };
}

export function kindOf({ context }: Visit): FilingKind {
  const kind = filingKinds.find((known) => known === context.req.param('kind'));
  if (!kind) throw new AppError('not_found', 'no such kind of filing');
  return kind;
}

/**
 * One key for each form that was shown in this browser, so that the same form sent again finds its filing. `typed`: what was
 * filled in; whoever goes back in the browser, changes it and sends it again hands in something else.
 */
export function submissionKey(visit: Visit, sent: FormFields, typed = ''): Buffer {
  return keyedHash(visit.keys, 'filing', visit.cookie('browser') ?? '', sent['_key'] ?? '', typed);
}

async function take(
  services: Services,
  visit: Visit,
  work: AtWork,
  sent: FormFields,
  file: StreamedFile,
): Promise<Response> {
  const kind = kindOf(visit);
  const month = kind === 'wages' ? readOffered(visit, sent['month']) : undefined;
  const correctionReason = kind === 'wages' ? correctionSent(sent) : undefined;
  const { clerk, employer } = work;
  const received = await receiveFiling(services, {
    clerk,
    npp: employer.npp,
    kind,
    month,
    ...(correctionReason === undefined ? {} : { correctionReason }),
    source: 'file',
    fileName: file.name,
    bytes: file.bytes,
    submissionKey: submissionKey(visit, sent),
  });
  if (received.ok) return visit.redirect(addressOf(employer, `/filing/${received.value.filingId}`));
  return show(visit, work, kind, received.refusal, month, sent);
}

function show(
  visit: Visit,
  { employer, clerk }: AtWork,
  kind: FilingKind,
  refusal: ReceiveRefusal | undefined,
  month?: Month,
  sent?: FormFields,
): Response {
  const { t } = visit;
  const action = addressOf(employer, `/upload/${kind}`);
  const title = t(`employer.upload.${kind}`);
  const body = html`<h1>${title}</h1>
    <p class="lead">${t(`employer.upload.${kind}_lead`)}</p>
    ${refusal ? refusalNotice(visit, employer, refusal) : nothing}
    ${visit.context.req.query('done') && !refusal ? notice({ kind: 'ok', body: html`<p>${t('employer.columns.saved')}</p>` }) : nothing}
    ${
      clerk.mayFile
        ? card({
            body: uploadForm(visit, {
              action,
              before:
                kind === 'wages'
                  ? html`${monthField(visit, month)} ${correctionFields(visit, sent)}`
                  : nothing,
              label: t('employer.upload.file'),
              hint: t('employer.upload.file_hint', {
                rows: formatNumber(mostRowsOf(kind, visit.config), t.language),
                size: formatNumber(Math.floor(visit.config.FILING_MOST_BYTES / 1_000_000), t.language),
              }),
              accept: '.csv,.xlsx',
              submit: html`${button({ label: t('employer.upload.submit') })}
                <p class="small soft">${t('employer.upload.nothing_yet')}</p>`,
            }),
          })
        : notice({ kind: 'info', body: html`<p>${t('employer.may_not_file')}</p>` })
    }
    ${card({
      title: t('employer.sample.title'),
      body: html`<p>${t(`employer.sample.${kind}`)}</p>
        <p><a href="${addressOf(employer, `/sample/${kind}`)}">${t('employer.sample.download')}</a></p>
        <p><a href="${addressOf(employer, `/columns/${kind}`)}">${t('employer.columns.link')}</a></p>
        <p><a href="${helpAddress('employer-columns')}">${t('employer.help.columns')}</a></p>`,
    })}`;
  return employerPage(visit, { title, body, languageAddress: action }, refusal ? 422 : 200);
}
