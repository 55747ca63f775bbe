import { filingKinds, type FilingKind, receiveFiling, type ReceiveRefusal } from '#filings';
import { addMonths, AppError, dayIn, type Month, monthOf, parseMonth } from '#kernel';
import {
  formatMonth,
  formatNumber,
  type FormFields,
  type Html,
  html,
  keyedHash,
  nothing,
  type Page,
  type UploadedFile,
  type Visit,
} from '#platform';
import { button, card, notice, select, uploadForm } from '#web/layout';
import { addressOf, type AtWork, employerPage, fileForClerk, forClerk, type Services } from './frame.ts';

const monthsOffered = 36;

/** Handing in a file: of wages for a month, of new workers, of exits. */
export function uploadPage(services: Services): Page {
  return {
    path: '/employer/:npp/upload/:kind',
    access: 'clerk',
    get: forClerk(services, (visit, work) => Promise.resolve(show(visit, work, kindOf(visit), undefined))),
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

/** One key for each form that was shown in this browser, so that the same form sent again finds its filing. */
export function submissionKey(visit: Visit, sent: FormFields): Buffer {
  return keyedHash(visit.keys, 'filing', visit.cookie('browser') ?? '', sent['_key'] ?? '');
}

async function take(
  services: Services,
  visit: Visit,
  work: AtWork,
  sent: FormFields,
  file: UploadedFile,
): Promise<Response> {
  const kind = kindOf(visit);
  const month = kind === 'wages' ? readOffered(visit, sent['month']) : undefined;
  const { clerk, employer } = work;
  const received = await receiveFiling(services, {
    clerk,
    npp: employer.npp,
    kind,
    month,
    source: 'file',
    fileName: file.name,
    bytes: file.bytes,
    submissionKey: submissionKey(visit, sent),
  });
  if (received.ok) return visit.redirect(addressOf(employer, `/filing/${received.value.filingId}`));
  return show(visit, work, kind, received.refusal, month);
}

/** Only months that the form offered. */
export function readOffered(visit: Visit, text = ''): Month {
  const month = parseMonth(text);
  if (!month || !offeredMonths(visit).includes(month))
    throw new AppError('form_unreadable', 'a month that was not offered');
  return month;
}

export function offeredMonths({ now }: Visit): Month[] {
  const last = monthOf(dayIn(now));
  return Array.from({ length: monthsOffered }, (_, back) => addMonths(last, -back));
}

/** The choice of a month; the one before the present unless chosen. */
export function monthField(visit: Visit, chosen: Month | undefined): Html {
  const { t } = visit;
  const months = offeredMonths(visit);
  return select({
    name: 'month',
    label: t('employer.upload.month'),
    value: chosen ?? months[1] ?? '',
    options: months.map((month) => ({ value: month, label: formatMonth(month, t.language) })),
  });
}

function show(
  visit: Visit,
  { employer, clerk }: AtWork,
  kind: FilingKind,
  refusal: ReceiveRefusal | undefined,
  month?: Month,
): Response {
  const { t } = visit;
  const action = addressOf(employer, `/upload/${kind}`);
  const title = t(`employer.upload.${kind}`);
  const body = html`<h1>${title}</h1>
    <p class="lead">${t(`employer.upload.${kind}_lead`)}</p>
    ${refusal ? refusalNotice(visit, employer, refusal) : nothing}
    ${
      clerk.mayFile
        ? card({
            body: uploadForm(visit, {
              action,
              before: kind === 'wages' ? monthField(visit, month) : nothing,
              label: t('employer.upload.file'),
              hint: t('employer.upload.file_hint', {
                rows: formatNumber(visit.config.FILING_MOST_ROWS, t.language),
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
        <p><a href="${addressOf(employer, `/sample/${kind}`)}">${t('employer.sample.download')}</a></p>`,
    })}`;
  return employerPage(visit, { title, body, languageAddress: action }, refusal ? 422 : 200);
}

function refusalNotice(visit: Visit, employer: AtWork['employer'], refusal: ReceiveRefusal): Html {
  const { t } = visit;
  const text = {
    not_allowed: () => html`<p>${t('employer.may_not_file')}</p>`,
    too_large: () =>
      html`<p>
        ${t('employer.refusal.too_large', {
          size: formatNumber(Math.floor(visit.config.FILING_MOST_BYTES / 1_000_000), t.language),
        })}
      </p>`,
    fault: () =>
      html`<p>
        ${refusal.kind === 'fault' ? t(`filing.fault.${refusal.fault}`, { line: 1, detail: '' }) : ''}
      </p>`,
    same_file: () =>
      html`<p>${t('employer.refusal.same_file')}</p>
        ${
          refusal.kind === 'same_file'
            ? html`<p>
                <a href="${addressOf(employer, `/filing/${refusal.filingId}`)}"
                  >${t('employer.refusal.see_same')}</a
                >
              </p>`
            : nothing
        }`,
  }[refusal.kind]();
  return notice({ kind: 'bad', body: text });
}
