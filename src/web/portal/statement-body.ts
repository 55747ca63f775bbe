import { formatDate, type Html, html, type Visit } from '#platform';
import type { YearStatement } from '#statements';
import { badge } from '#web/layout';
import { blockCards, statementBlocks } from './statement-blocks.ts';

export const statementAddress = (year: number | string): string => `/balance/statement/${year}`;
export const proofAddress = (proofId: string): string => `/balance/proof/${proofId}`;

/** Heading, span and figures; `between` stands below the heading. */
export function statementBody(visit: Visit, statement: YearStatement, between: Html): Html {
  const { t } = visit;
  const { year, until, state } = statement;
  const day = formatDate(until, t.language);
  return html`<p class="eyebrow"><a href="/balance">${t('portal.balance.heading')}</a></p>
    <h1>${t('statement.title', { year })}</h1>
    <p class="lead">
      ${t('statement.lead', { year, until: day })}
      ${state === 'closed' ? badge('ok', t('statement.badge.closed')) : badge('warn', t('statement.badge.open'))}
    </p>
    ${visit.config.DEMO ? html`<p class="small">${t('statement.example')}</p>` : html``} ${between}
    ${blockCards(statementBlocks(t, statement))}`;
}
