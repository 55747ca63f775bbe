import {
  columnName,
  type FilingKind,
  filingOf,
  isNeeded,
  longestColumnName,
  nameColumns,
  type NameRefusal,
  ownColumns,
  ownColumnsOf,
  usualNames,
} from '#filings';
import { isId } from '#kernel';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, notice, select } from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { kindOf } from './upload.ts';

/** What the employer's own files call our columns; of a file that was read the names are offered. */
export function columnsPage(services: Services): Page {
  return {
    path: '/employer/:npp/columns/:kind',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const names = await ownColumnsOf(services.database, work.employer.employerId, kindOf(visit));
      return show(services, visit, work, names, visit.context.req.query('filing'));
    }),
    post: formForClerk(services, async (visit, work, sent) => save(services, visit, work, sent)),
  };
}

const fieldOf = (column: string) => `column-${column}` as const;

async function save(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const kind = kindOf(visit);
  const { clerk, employer } = work;
  const names = Object.fromEntries(
    ownColumns(kind).map((column) => [column, sent[fieldOf(column)] ?? ''] as const),
  );
  const saved = await nameColumns(services.database, {
    clerk,
    npp: employer.npp,
    kind,
    names,
    now: visit.now,
  });
  if (saved.ok) return visit.redirect(addressOf(employer, `/upload/${kind}?done=1`));
  return show(services, visit, work, names, sent['filing'], saved.refusal);
}

async function show(
  { database }: Services,
  visit: Visit,
  { clerk, employer }: AtWork,
  names: Readonly<Record<string, string>>,
  filingId = '',
  problem?: NameRefusal,
): Promise<Response> {
  const { t } = visit;
  const kind = kindOf(visit);
  const filing = isId(filingId) ? await filingOf(database, clerk.employerId, filingId) : undefined;
  const found = filing?.kind === kind ? (filing.unknownColumns ?? []) : [];
  const action = addressOf(employer, `/columns/${kind}`);
  const title = t(`employer.columns.${kind}`);
  const body = html`<p class="eyebrow">
      <a href="${addressOf(employer, `/upload/${kind}`)}">${t(`employer.upload.${kind}`)}</a>
    </p>
    <h1>${title}</h1>
    <p class="lead">${t('employer.columns.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`employer.columns.problem.${problem}`, { most: longestColumnName })}</p>` }) : nothing}
    ${found.length > 0 ? html`<p>${t('employer.columns.unknown', { columns: found.join(', ') })}</p>` : nothing}
    ${
      clerk.mayFile
        ? card({
            body: form(visit, {
              action,
              body: html`<input type="hidden" name="filing" value="${found.length > 0 ? filingId : ''}" />
                ${ownColumns(kind).map((column) => columnField(visit, kind, column, names[column] ?? '', found))}
                ${button({ label: t('employer.columns.submit') })}
                <p class="small soft">${t('employer.columns.from_now')}</p>`,
            }),
          })
        : notice({ kind: 'info', body: html`<p>${t('employer.may_not_file')}</p>` })
    }`;
  return employerPage(visit, { title, body, languageAddress: action }, problem ? 422 : 200);
}

/** A choice among the columns that the file had; without a file the name is typed. */
function columnField(
  visit: Visit,
  kind: FilingKind,
  column: string,
  value: string,
  found: readonly string[],
): Html {
  const { t } = visit;
  const own = columnName(kind, column);
  const label = isNeeded(kind, column) ? t('employer.columns.needed', { column: own }) : own;
  const hint = t('employer.columns.usual', { names: usualNames(kind, column).join(', ') });
  const name = fieldOf(column);
  if (found.length === 0)
    return field(visit, { name, label, hint, value, autocomplete: 'off', maxlength: longestColumnName });
  const offered = [...new Set([value, ...found])].filter((one) => one !== '');
  return select({
    name,
    label,
    value,
    options: [
      { value: '', label: t('employer.columns.usual', { names: own }) },
      ...offered.map((one) => ({ value: one, label: one })),
    ],
  });
}
