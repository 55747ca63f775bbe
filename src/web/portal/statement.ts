import { type FormFields, html, type Page, type Visit } from '#platform';
import { issueProof, proofsOf, type StatementServices } from '#statements';
import { forMember, type Member, memberPage } from './frame.ts';
import { proofAddress, statementAddress, statementBody } from './statement-body.ts';
import { codesCard, type CodeProblem } from './statement-codes.ts';
import { statementFile } from './statement-document.ts';
import { noteDownload, statementOf } from './statement-reads.ts';

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

function yearIn(visit: Visit): number {
  const text = visit.context.req.param('year') ?? '';
  return /^\d{4}$/.test(text) ? Number(text) : 0;
}

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
  const ways = html`<ul class="links">
    <li><a href="${statementAddress(year)}/pdf">${t('statement.download')}</a></li>
    <li><a href="#code">${t('statement.to_code')}</a></li>
  </ul>`;
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
