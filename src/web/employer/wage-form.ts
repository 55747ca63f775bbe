import { Readable } from 'node:stream';
import { wagesOfMonth } from '#contributions';
import { columnName, readWage, receiveFiling, type ReceiveRefusal } from '#filings';
import { addMonths, AppError, type Month, parseMonth } from '#kernel';
import { type Worker, workersOf } from '#members';
import {
  csvField,
  formatMonth,
  type FormFields,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { button, card, field, form, notice } from '#web/layout';
import { correctionFields, correctionSent } from './correction-fields.ts';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { monthField, offeredMonths, readOffered } from './month-field.ts';
import { openingMonth } from './opening-month.ts';
import { refusalNotice } from './refusal-notice.ts';
import { submissionKey } from './upload.ts';

/**
 * Wages by form, for an employer with few workers: the month before stands there already, and only what differs is typed.
 * What is sent is looked at and approved like a file.
 */
export function wageFormPage(services: Services): Page {
  return {
    path: '/employer/:npp/form',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const asked = parseMonth(visit.context.req.query('month') ?? '');
      const month =
        offeredMonths(visit).find((one) => one === asked) ?? (await openingMonth(services, visit, work));
      if (!month) throw new AppError('bug', 'no month is offered');
      const { known, before, recorded } = await workersAndWages(services, work, month);
      return show(visit, work, { month, workers: known, typed: before, recorded, faults: new Map() });
    }),
    post: formForClerk(services, (visit, work, sent) => send(services, visit, work, sent)),
  };
}

/** Who worked in the month, and what stands in each field: what counts already, or else the wage of the month before. */
async function workersAndWages({ database, config }: Services, { employer }: AtWork, month: Month) {
  const most = config.FILING_FORM_WORKERS;
  const known = await workersOf(database, employer.employerId, month, most + 1);
  if (known.length > most) throw new AppError('not_found', 'an employer with too many workers for the form');
  const now = await wagesOfMonth(database, known, month);
  const last = await wagesOfMonth(database, known, addMonths(month, -1));
  const before = new Map([...last, ...now].map(({ membershipId, wage }) => [membershipId, String(wage)]));
  return { known, before, recorded: now.length > 0 };
}

type Shown = {
  readonly month: Month;
  readonly workers: readonly Worker[];
  readonly typed: ReadonlyMap<string, string>;
  /** Wages of the month count already. */
  readonly recorded: boolean;
  readonly faults: ReadonlyMap<string, string>;
  readonly sent?: FormFields;
  readonly refusal?: ReceiveRefusal;
};

const longestWage = 24;

async function send(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const month = readOffered(visit, sent['month']);
  const { known, recorded } = await workersAndWages(services, work, month);
  const typed = new Map(known.map(({ membershipId }) => [membershipId, sent[`wage-${membershipId}`] ?? '']));
  const correctionReason = correctionSent(sent);
  const takesBack = correctionReason !== undefined;
  const read = [...typed].map(
    ([id, text]) => [id, text.trim() === '' ? undefined : readWage(text, takesBack)] as const,
  );
  const wages = new Map(read.map(([id, wage]) => [id, wage && 'digits' in wage ? wage.digits : '']));
  const faults = new Map(
    read.flatMap(([id, wage]) =>
      wage && 'reason' in wage ? [[id, visit.t(`filing.reason.${wage.reason}`)] as const] : [],
    ),
  );
  const shown = { month, workers: known, typed, recorded, faults, sent };
  if (faults.size > 0) return show(visit, work, shown);
  const csv = csvOf(known, wages, month);
  const received = await receiveFiling(services, {
    clerk: work.clerk,
    npp: work.employer.npp,
    kind: 'wages',
    month,
    ...(correctionReason === undefined ? {} : { correctionReason }),
    source: 'form',
    fileName: `formulir-${month}.csv`,
    bytes: Readable.from([csv]),
    submissionKey: submissionKey(visit, sent, [csv, correctionReason].join('\n')),
  });
  if (received.ok) return visit.redirect(addressOf(work.employer, `/filing/${received.value.filingId}`));
  return show(visit, work, { ...shown, refusal: received.refusal });
}

/** A worker whose field is empty has no wage in this month and no row. */
function csvOf(workers: readonly Worker[], wages: ReadonlyMap<string, string>, month: Month): string {
  const columns = ['member_number', 'full_name', 'wage', 'month'].map((column) =>
    columnName('wages', column),
  );
  const rows = workers.flatMap(({ membershipId, memberNumber, fullName }) => {
    const wage = wages.get(membershipId) ?? '';
    return wage === '' ? [] : [[memberNumber, fullName, wage, month]];
  });
  return [columns, ...rows].map((cells) => `${cells.map(csvField).join(',')}\n`).join('');
}

function leadOf({ t }: Visit, { month, recorded, typed }: Shown): string {
  if (recorded) return t('employer.form.lead_recorded');
  if (typed.size === 0) return t('employer.form.lead_empty');
  return t('employer.form.lead', { before: formatMonth(addMonths(month, -1), t.language) });
}

function show(visit: Visit, work: AtWork, shown: Shown): Response {
  const { t } = visit;
  const { month, workers, faults, refusal } = shown;
  const action = addressOf(work.employer, '/form');
  const body = html`<h1>${t('employer.form.title', { month: formatMonth(month, t.language) })}</h1>
    <p class="lead">${leadOf(visit, shown)}</p>
    ${faults.size > 0 ? notice({ kind: 'bad', body: html`<p>${t('employer.form.faults')}</p>` }) : nothing}
    ${refusal ? refusalNotice(visit, work.employer, refusal) : nothing}
    ${card({
      body: html`<form method="get" action="${action}">
        ${monthField(visit, month)} ${button({ label: t('employer.form.other_month'), kind: 'secondary' })}
      </form>`,
    })}
    ${
      workers.length === 0
        ? notice({
            kind: 'info',
            body: html`<p>${t('employer.form.nobody')}</p>
              <p>
                <a href="${addressOf(work.employer, '/form/workers')}"
                  >${t('employer.actions.worker_form')}</a
                >
              </p>`,
          })
        : wageCard(visit, work, shown)
    }`;
  const refused = faults.size > 0 || refusal !== undefined;
  return employerPage(
    visit,
    { title: t('employer.actions.form'), body, languageAddress: `${action}?month=${month}` },
    refused ? 422 : 200,
  );
}

function wageCard(
  visit: Visit,
  { employer, clerk }: AtWork,
  { month, workers, typed, faults, sent }: Shown,
): Html {
  const { t } = visit;
  if (!clerk.mayFile) return notice({ kind: 'info', body: html`<p>${t('employer.may_not_file')}</p>` });
  const fields = workers.map(({ membershipId, fullName, memberNumber }) =>
    field(visit, {
      name: `wage-${membershipId}`,
      label: fullName,
      hint: t('employer.form.card', { number: memberNumber }),
      value: typed.get(membershipId) ?? '',
      inputmode: 'numeric',
      autocomplete: 'off',
      maxlength: longestWage,
      error: faults.get(membershipId),
    }),
  );
  return card({
    title: t('employer.form.wages'),
    body: form(visit, {
      action: addressOf(employer, '/form'),
      body: html`<input type="hidden" name="month" value="${month}" />
        <p class="hint">${t('employer.form.empty')}</p>
        ${fields} ${correctionFields(visit, sent)} ${button({ label: t('employer.form.submit') })}
        <p class="small soft">${t('employer.upload.nothing_yet')}</p>`,
    }),
  });
}
