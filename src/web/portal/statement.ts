import { record } from '#activity';
import { AppError, type IsoDate } from '#kernel';
import { formatDate, type FormFields, type Html, html, type Page, type Visit } from '#platform';
import { issueProof, proofsOf, type StatementServices, yearStatement, type YearStatement } from '#statements';
import { badge } from '#web/layout';
import { forMember, type Member, memberPage } from './frame.ts';
import { blockCards, statementBlocks } from './statement-blocks.ts';
import { codesCard, type CodeProblem } from './statement-codes.ts';
import { statementFile } from './statement-document.ts';

export const statementAddress = (year: number | string): string => `/balance/statement/${year}`;
export const proofAddress = (proofId: string): string => `/balance/proof/${proofId}`;

/** One year of the savings, to read, to print and to keep as a file (G20). */
export function statementPages(services: StatementServices): Page[] {
  return [
    {
      path: statementAddress(':year'),
      access: 'member',
      get: forMember('/balance', (visit, member) => show(services, visit, member, undefined)),
      post: forMember('/balance', (visit, member, sent) => issue(services, visit, member, sent)),
    },
    {
      path: `${statementAddress(':year')}/pdf`,
      access: 'member',
      get: forMember('/balance', (visit, member) => download(services, visit, member)),
    },
  ];
}

export async function statementOf(
  { database, keys }: StatementServices,
  { personId, today }: Member,
  at: { readonly year: number; readonly until?: IsoDate },
): Promise<YearStatement> {
  const statement = await yearStatement(database, keys, personId, { ...at, today });
  if (!statement) throw new AppError('not_found', 'no savings of this member in that year');
  return statement;
}

function yearIn(visit: Visit): number {
  const text = visit.context.req.param('year') ?? '';
  return /^\d{4}$/.test(text) ? Number(text) : 0;
}

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

export const printButton = ({ t }: Visit): Html =>
  html`<button type="button" class="button secondary" data-print hidden>
    ${t('security.recovery.print')}
  </button>`;

async function show(
  services: StatementServices,
  visit: Visit,
  member: Member,
  problem: CodeProblem | undefined,
): Promise<Response> {
  const { t } = visit;
  const [statement, proofs] = await Promise.all([
    statementOf(services, member, { year: yearIn(visit) }),
    proofsOf(services, member.accountId),
  ]);
  const { year } = statement;
  const ways = html`<p class="links">
      <a href="${statementAddress(year)}/pdf">${t('statement.download')}</a> ·
      <a href="#code">${t('statement.to_code')}</a>
    </p>
    ${printButton(visit)}`;
  const body = html`${statementBody(visit, statement, ways)} ${codesCard(visit, statement, proofs, problem)}`;
  return memberPage(visit, '/balance', { title: t('statement.title', { year }), body }, problem ? 422 : 200);
}

async function issue(
  services: StatementServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const statement = await statementOf(services, member, { year: yearIn(visit) });
  const { address, userAgent } = visit;
  const showsAmounts = sent['amounts'] === 'on';
  const issued = await issueProof(services, { ...member, address, userAgent }, { statement, showsAmounts });
  if (issued.ok) return visit.redirect(proofAddress(issued.value.proofId));
  return show(services, visit, member, issued.refusal);
}

async function download(services: StatementServices, visit: Visit, member: Member): Promise<Response> {
  const statement = await statementOf(services, member, { year: yearIn(visit) });
  await noteDownload(services, visit, member, statement.year);
  return statementFile(visit, statement, undefined);
}

export async function noteDownload(
  { database }: StatementServices,
  visit: Visit,
  { accountId, personId }: Member,
  year: number,
): Promise<void> {
  await record(database, {
    event: 'statement_downloaded',
    actor: { kind: 'member', accountId },
    accountId,
    personId,
    at: visit.now,
    address: visit.address,
    userAgent: visit.userAgent,
    details: { year },
  });
}
