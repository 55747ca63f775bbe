import { type Filing, filingsOf } from '#filings';
import { dayIn, monthOf } from '#kernel';
import { countWorkers } from '#members';
import {
  formatInstant,
  formatMonth,
  formatNumber,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { blank, card, dataTable, helpAddress, linkButton } from '#web/layout';
import { forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { isSmall } from './small-employer.ts';
import { approvalNeeds } from './strong.ts';
import { kindName, stateBadge } from './words.ts';

const shownFilings = 30;

/** An employer's first page: what to do, and what was handed in. */
export function overviewPage(services: Services): Page {
  return {
    path: '/employer/:npp',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const { employer } = work;
      const { t } = visit;
      const { employerId } = employer;
      const filings = await filingsOf(services.database, employerId, shownFilings);
      const workers = await countWorkers(services.database, employerId, monthOf(dayIn(visit.now)));
      const body = html`<h1>${employer.name}</h1>
        <p class="lead">
          ${t('employer.overview.lead', { npp: employer.npp, workers: formatNumber(workers, t.language) })}
        </p>
        ${work.clerk.mayApprove ? approvalNeeds(visit) : nothing}
        ${work.clerk.mayFile ? actions(visit, work, workers) : nothing}
        ${card({
          title: t('employer.filings.title'),
          body:
            filings.length === 0
              ? html`<p class="soft">${t('employer.filings.none')}</p>`
              : filingTable(visit, work, filings),
        })}`;
      return employerPage(visit, { title: employer.name, body });
    }),
  };
}

function actions(visit: Visit, { employer }: AtWork, workers: number): Html {
  const { t, config } = visit;
  const byForm = isSmall(workers, config);
  const filled = byForm && workers > 0;
  const link = (rest: string, label: string) =>
    html`<li><a href="${addressOf(employer, rest)}">${label}</a></li>`;
  return card({
    title: t('employer.actions.title'),
    body: html`${filled ? linkButton({ href: addressOf(employer, '/form'), label: t('employer.actions.form') }) : nothing}
      ${linkButton({
        href: addressOf(employer, '/upload/wages'),
        label: t('employer.actions.wages'),
        kind: filled ? 'secondary' : 'primary',
      })}
      <ul class="links">
        ${byForm ? link('/form/workers', t('employer.actions.worker_form')) : nothing}
        ${filled ? link('/form/exits', t('employer.actions.exit_form')) : nothing}
        ${link('/upload/workers', t('employer.actions.workers'))}
        ${link('/upload/exits', t('employer.actions.exits'))}
        <li><a href="${helpAddress('employer-filing')}">${t('employer.help.filing')}</a></li>
      </ul>`,
  });
}

function filingTable(visit: Visit, { employer }: AtWork, filings: readonly Filing[]): Html {
  const { t } = visit;
  return dataTable({
    caption: t('employer.filings.title'),
    captionUnseen: true,
    columns: [
      { label: t('employer.column.filing') },
      { label: t('employer.column.state') },
      { label: t('employer.column.rows'), numeric: true },
      { label: t('employer.column.refused'), numeric: true },
      { label: t('employer.column.received') },
    ],
    rows: filings.map((filing) => [
      html`<a href="${addressOf(employer, `/filing/${filing.filingId}`)}">${filingName(visit, filing)}</a>`,
      stateBadge(visit, filing),
      filing.rowsGood === null ? blank : formatNumber(filing.rowsGood, t.language),
      filing.rowsRefused ? formatNumber(filing.rowsRefused, t.language) : blank,
      formatInstant(filing.receivedAt, t.language, visit.session?.timeZone),
    ]),
  });
}

export function filingName(visit: Visit, { kind, month, correctionReason }: Filing): string {
  const name = kindName(visit, kind);
  if (!month) return name;
  const of = formatMonth(month, visit.t.language);
  return correctionReason === null
    ? `${name} ${of}`
    : visit.t('employer.filing.correction_of', { month: of });
}
