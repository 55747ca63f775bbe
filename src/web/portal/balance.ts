import type { SavingsMovement } from '#contributions';
import { formatDate, formatRupiah, type Html, html, type Page, type Visit } from '#platform';
import { blank, card, dataTable, helpAddress } from '#web/layout';
import { balanceFigures } from './balance-card.ts';
import { flowsChart } from './flows-chart.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import { movementAddress } from './movement.ts';
import { askLink, movementName, signed } from './movement-words.ts';
import { pageLinks, readPageNumber } from './paging.ts';
import type { Services } from './reads.ts';
import { recordNote } from './record-note.ts';
import { returnsCard } from './returns-card.ts';
import { statementLinks } from './statement-links.ts';

const rowsPerPage = 12;

/** The JHT balance with everything that moved it (G20). */
export function balancePage(services: Services): Page {
  return {
    path: '/balance',
    access: 'member',
    get: forMember('/balance', async (visit, member) =>
      memberPage(visit, '/balance', {
        title: visit.t('portal.balance.heading'),
        body: await balanceBody(services, visit, member),
      }),
    ),
  };
}

async function balanceBody({ database, reads }: Services, visit: Visit, member: Member): Promise<Html> {
  const { personId, today } = member;
  const { t } = visit;
  const number = readPageNumber(visit);
  const slice = { limit: rowsPerPage, offset: (number - 1) * rowsPerPage };
  const [savings, years, returns, movements, choices] = await Promise.all([
    reads.savingsOf(database, personId, today),
    reads.yearlyBalances(database, personId, today),
    reads.savingsReturns(database, personId, today),
    reads.savingsMovements(database, personId, slice),
    reads.historyChoices(database, personId),
  ]);
  return html`<h1>${t('portal.balance.heading')}</h1>
    <p class="lead">${t('portal.balance.lead')}</p>
    ${recordNote(visit, choices)}
    ${card({
      title: t('portal.balance.title'),
      body: html`${balanceFigures(visit, savings)} ${flowsChart(visit, years)}`,
    })}
    ${card({
      title: t('portal.balance.movements'),
      body:
        movements.rows.length === 0
          ? html`<p class="soft">${t('portal.balance.no_movements')}</p>`
          : html`${movementTable(visit, movements.rows)}${pageLinks(visit, {
              address: '/balance',
              number,
              more: movements.more,
            })}`,
    })}
    ${statementLinks(visit, years)} ${returnsCard(visit, returns)}
    ${card({
      title: t('portal.balance.unknown_title'),
      body: html`<p>${t('portal.balance.unknown_text')}</p>
        <p>
          <a href="${helpAddress('unknown-movement')}">${t('layout.help_on_this')}</a> ·
          <a href="${visit.config.origins.sso}/ask">${t('portal.balance.unknown_link')}</a>
        </p>`,
    })}`;
}

function movementTable(visit: Visit, rows: readonly SavingsMovement[]): Html {
  const { t } = visit;
  const named = rows.some((row) => row.employerName !== undefined);
  return dataTable({
    caption: t('portal.balance.movements'),
    captionUnseen: true,
    columns: [
      { label: t('portal.column.what') },
      { label: t('portal.column.amount'), numeric: true },
      ...(named ? [{ label: t('portal.column.employer') }] : []),
      { label: t('portal.column.posted_on') },
      { label: t('portal.column.balance_after'), numeric: true },
      { label: t('movement.column'), full: true },
    ],
    rows: rows.map((row) => [
      movementName(visit, row),
      signed(row.amount, t.language),
      ...(named ? [row.employerName ?? blank] : []),
      formatDate(row.postedOn, t.language, 'medium'),
      formatRupiah(row.balanceAfter, t.language),
      askLink(visit, movementAddress(row.movementId), movementName(visit, row)),
    ]),
  });
}
