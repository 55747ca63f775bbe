import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import { isId } from '#kernel';
import { doNotKeep } from '#platform';
import {
  askForCopy,
  type CopyRefusal,
  currentRequest,
  type DataRequest,
  type ExportFormat,
  isStuck,
  takeCopy,
  type WaitingFile,
  waitingFiles,
} from '#privacy';
import { button, card, form, linkButton, notice } from '#web/layout';
import { confirmAddress, isConfirmedHere } from './confirmed-here.ts';
import { askerOf, confirmFirstCard, dataPage, type DataServices, instant } from './data-frame.ts';

const address = '/data/export';

/** Ask for a copy of everything, see that it is being made, and fetch each file once. */
export function dataExportPage(services: DataServices): Page {
  return {
    path: address,
    access: 'member',
    get: (visit) => show(services, visit, undefined),
    post: (visit, sent) => act(services, visit, sent),
  };
}

async function act(services: DataServices, visit: Visit, sent: FormFields): Promise<Response> {
  // What is in the copy is worth more than a session that somebody left open.
  if (!(await isConfirmedHere(services, visit))) return visit.redirect(confirmAddress(visit, address));
  const asker = askerOf(visit);
  const { format, request = '' } = sent;
  if (format === undefined) {
    const asked = await askForCopy(services, asker);
    return asked.ok ? visit.redirect(address) : show(services, visit, asked.refusal);
  }
  const wanted: ExportFormat = format === 'json' ? 'json' : 'pdf';
  const file = isId(request) && (await takeCopy(services, asker, { requestId: request, format: wanted }));
  return file ? asFile(visit, file, wanted) : show(services, visit, 'gone');
}

const types: Record<ExportFormat, string> = { json: 'application/json', pdf: 'application/pdf' };

/** Handed over to be kept as a file: never shown from our address, never kept by a cache. */
function asFile(visit: Visit, file: Buffer, format: ExportFormat): Response {
  const name = `${visit.t('data.export.file')}.${format}`;
  return doNotKeep(
    visit.context.body(new Uint8Array(file), 200, {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    }),
  );
}

type Problem = CopyRefusal | 'gone';

async function show(services: DataServices, visit: Visit, problem: Problem | undefined): Promise<Response> {
  const { t, config } = visit;
  const { accountId } = askerOf(visit);
  const [waiting, files, confirmed] = await Promise.all([
    currentRequest(services.database, accountId, 'export'),
    waitingFiles(services.database, accountId, visit.now),
    isConfirmedHere(services, visit),
  ]);
  const lead = t('data.export.lead');
  const body = html`${problem ? notice({ kind: 'bad', body: html`<p>${words(visit, problem)}</p>` }) : html``}
  ${files.length > 0 ? filesCard(visit, files, confirmed) : html``}
  ${waiting ? makingCard(visit, waiting) : html``}
  ${card({
    body: html`<p>${t('data.export.how')}</p>
      <p>${t('data.export.once', { hours: Math.round(config.DATA_COPY_SECONDS / 3600) })}</p>
      <p>${t('data.export.care')}</p>
      ${(waiting && !isStuck(waiting, visit.now)) || !confirmed ? html`` : askForm(visit, files.length > 0)}`,
  })}
  ${confirmed ? html`` : confirmFirstCard(visit, address)}`;
  return dataPage(visit, { title: t('data.export'), lead, body, address }, problem !== undefined);
}

const words = ({ t }: Visit, problem: Problem) =>
  problem === 'gone' ? t('data.export.gone') : t(`data.export.refused.${problem}`);

function askForm(visit: Visit, isSecond: boolean): Html {
  const label = visit.t('data.export.ask');
  return form(visit, { action: address, body: button({ label, kind: isSecond ? 'secondary' : 'primary' }) });
}

function makingCard(visit: Visit, { caseNumber }: DataRequest): Html {
  const { t } = visit;
  return card({
    body: html`<p role="status">
        ${t.html('data.export.making', { case: html`<strong class="nowrap">${caseNumber}</strong>` })}
      </p>
      ${linkButton({ href: address, label: t('data.export.reload'), kind: 'secondary' })}`,
  });
}

function filesCard(visit: Visit, files: readonly WaitingFile[], confirmed: boolean): Html {
  const { t } = visit;
  const last = files.reduce((latest, { expiresAt }) => (expiresAt > latest ? expiresAt : latest), visit.now);
  return card({
    body: html`<p role="status">${t('data.export.ready', { at: instant(visit, last) })}</p>
      ${
        confirmed
          ? files
              .toSorted((one, other) => (one.format < other.format ? 1 : -1))
              .map(({ requestId, format }) =>
                form(visit, {
                  action: address,
                  body: html`<input type="hidden" name="request" value="${requestId}" />${button({
                      label: t(`data.export.get_${format}`),
                      kind: format === 'pdf' ? 'primary' : 'secondary',
                      name: 'format',
                      value: format,
                    })}`,
                }),
              )
          : html``
      }`,
  });
}
