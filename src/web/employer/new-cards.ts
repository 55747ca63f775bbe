import { takeDownload } from '#accounts';
import { columnName, type Filing, newCardsOf, noteDownload, ownColumns, ownColumnsOf } from '#filings';
import { AppError } from '#kernel';
import type { Worker } from '#members';
import { formatNumber, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card, dataTable } from '#web/layout';
import { forClerk } from './at-work.ts';
import { csvFile, csvOf } from './download.ts';
import { filingAsked } from './filing-asked.ts';
import { addressOf, type AtWork, type Services } from './frame.ts';
import { shownRows } from './shown-rows.ts';

/** The member numbers that new workers got; nothing where none are known. */
export async function newCardsCard(
  { database }: Services,
  { t }: Visit,
  { employer }: AtWork,
  filing: Filing,
): Promise<Html | undefined> {
  const workers = await newCardsOf(database, filing, shownRows);
  if (workers.length === 0) return undefined;
  const more = (filing.rowsGood ?? 0) - workers.length;
  return card({
    title: t('employer.new_cards.title'),
    body: html`<p>${t('employer.new_cards.text')}</p>
      <p>
        <a href="${addressOf(employer, `/filing/${filing.filingId}/new-cards`)}"
          >${t('employer.new_cards.download')}</a
        >
      </p>
      ${dataTable({
        caption: t('employer.new_cards.title'),
        captionUnseen: true,
        columns: [{ label: t('employer.column.worker') }, { label: t('employer.column.member_number') }],
        rows: workers.map(({ fullName, memberNumber }) => [fullName, memberNumber]),
      })}
      ${more > 0 ? html`<p>${t('employer.new_cards.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`,
  });
}

/** All of them as the beginning of a wage file. */
export function newCardsPage(services: Services): Page {
  return {
    path: '/employer/:npp/filing/:filingId/new-cards',
    access: 'clerk',
    get: forClerk(services, async (visit, { clerk, employer }) => {
      const { database } = services;
      const filing = await filingAsked(services, visit, { clerk, employer });
      await takeDownload(services, 'filing_downloads', clerk.accountId, visit.now);
      const workers = await newCardsOf(database, filing);
      if (workers.length === 0) throw new AppError('not_found', 'no new cards of this filing');
      const own = await ownColumnsOf(database, employer.employerId, 'wages');
      const columns = ownColumns('wages');
      const { now: at, address, userAgent } = visit;
      await noteDownload(database, {
        clerk,
        npp: employer.npp,
        rows: workers.length,
        at,
        address,
        userAgent,
      });
      const cells = (worker: Worker): Readonly<Record<string, string>> => ({
        member_number: worker.memberNumber,
        full_name: worker.fullName,
      });
      return csvFile(
        visit,
        `kpj-baru-${employer.npp}.csv`,
        csvOf([
          columns.map((column) => own[column] ?? columnName('wages', column)),
          ...workers.map((worker) => columns.map((column) => cells(worker)[column] ?? '')),
        ]),
      );
    }),
  };
}
