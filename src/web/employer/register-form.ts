import { type FormCells, formFile, receiveFiling, type ReceiveRefusal } from '#filings';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { helpAddress, notice } from '#web/layout';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { refusalNotice } from './refusal-notice.ts';
import { submissionKey } from './upload.ts';

/** What the form for new workers and the form for a worker who left have in common. */
type FormKind = 'workers' | 'exits';

const fileNames: Readonly<Record<FormKind, string>> = {
  workers: 'formulir-pekerja-baru.csv',
  exits: 'formulir-pekerja-keluar.csv',
};

/** Hands the rows in as a file of their kind; `again` shows the form when that is refused. */
export async function sendForm(
  services: Services,
  visit: Visit,
  { clerk, employer }: AtWork,
  form: { readonly kind: FormKind; readonly rows: readonly FormCells[]; readonly sent: FormFields },
  again: (refusal: ReceiveRefusal) => Response,
): Promise<Response> {
  const { kind, rows, sent } = form;
  const received = await receiveFiling(services, {
    clerk,
    npp: employer.npp,
    kind,
    month: undefined,
    source: 'form',
    fileName: fileNames[kind],
    bytes: formFile(kind, rows),
    submissionKey: submissionKey(visit, sent, JSON.stringify(rows)),
  });
  return received.ok
    ? visit.redirect(addressOf(employer, `/filing/${received.value.filingId}`))
    : again(received.refusal);
}

const ownTexts = { workers: 'employer.worker_form', exits: 'employer.exit_form' } as const;

/** The page around the fields, which only a clerk who may file is shown. */
export function showForm(
  visit: Visit,
  { clerk, employer }: AtWork,
  kind: FormKind,
  shown: {
    readonly fields: (action: string) => Html;
    readonly isWrong: boolean;
    readonly refusal: ReceiveRefusal | undefined;
    /** Below the fields. */
    readonly more?: Html;
  },
): Response {
  const { t } = visit;
  const { fields, isWrong, refusal, more = nothing } = shown;
  const action = addressOf(employer, `/form/${kind}`);
  const title = t(`employer.upload.${kind}`);
  const texts = ownTexts[kind];
  const body = html`<h1>${title}</h1>
    <p class="lead">${t(`${texts}.lead`)}</p>
    ${isWrong ? notice({ kind: 'bad', body: html`<p>${t('employer.typed.faults')}</p>` }) : nothing}
    ${refusal ? refusalNotice(visit, employer, refusal) : nothing}
    ${clerk.mayFile ? fields(action) : notice({ kind: 'info', body: html`<p>${t('employer.may_not_file')}</p>` })}
    ${more}
    <ul class="links">
      <li><a href="${addressOf(employer, `/upload/${kind}`)}">${t(`${texts}.by_file`)}</a></li>
      <li><a href="${helpAddress('employer-filing')}">${t('employer.help.filing')}</a></li>
    </ul>`;
  const status = isWrong || refusal !== undefined ? 422 : 200;
  return employerPage(visit, { title, body, languageAddress: action }, status);
}
