import { AppError, isId } from '#kernel';
import { html, type Page, type Visit } from '#platform';
import {
  isAsIssued,
  proofWithCode,
  type StatementServices,
  withdrawProof,
  type YearStatement,
} from '#statements';
import { linkButton, notice } from '#web/layout';
import { forMember, type Member, memberPage } from './frame.ts';
import { proofAddress, statementBody } from './statement-body.ts';
import { changedNotice, codeCard, type Found } from './statement-code-card.ts';
import { statementFile } from './statement-document.ts';
import { noteDownload, statementOf } from './statement-reads.ts';

/** A statement with its code on it: to print, to download, and to withdraw. */
export function proofPages(services: StatementServices): Page[] {
  return [
    {
      path: proofAddress(':id'),
      access: 'member',
      get: forMember('/balance', (visit, member) => show(services, visit, member)),
      post: forMember('/balance', (visit, member) => withdraw(services, visit, member)),
    },
    {
      path: `${proofAddress(':id')}/pdf`,
      access: 'member',
      get: forMember('/balance', (visit, member) => download(services, visit, member)),
    },
  ];
}

type Loaded = { readonly proof: Found; readonly statement: YearStatement };

const idIn = (visit: Visit): string => visit.context.req.param('id') ?? '';

async function load(services: StatementServices, visit: Visit, member: Member): Promise<Loaded | undefined> {
  const id = idIn(visit);
  const proof = isId(id) ? await proofWithCode(services, member.accountId, id) : undefined;
  if (!proof) return undefined;
  // A year that is still open is told as it was on the day on which the code was made.
  const statement = await statementOf(services, member, proof.facts);
  return { proof, statement };
}

async function show(services: StatementServices, visit: Visit, member: Member): Promise<Response> {
  const loaded = await load(services, visit, member);
  if (!loaded) return gone(visit);
  const { proof, statement } = loaded;
  const { t } = visit;
  const { year } = statement;
  const body = statementBody(
    visit,
    statement,
    isAsIssued(proof.facts, statement) ? codeCard(visit, proof) : changedNotice(visit, proof),
  );
  return memberPage(visit, '/balance', { title: t('statement.title', { year }), body });
}

function gone(visit: Visit): Response {
  const { t } = visit;
  const body = html`<h1>${t('statement.code')}</h1>
    ${notice({ kind: 'info', body: html`<p>${t('statement.gone')}</p>` })}
    ${linkButton({ href: '/balance', label: t('portal.balance.heading') })}`;
  return memberPage(visit, '/balance', { title: t('statement.code'), body }, 410);
}

async function withdraw(services: StatementServices, visit: Visit, member: Member): Promise<Response> {
  const id = idIn(visit);
  const { address, userAgent } = visit;
  if (isId(id)) await withdrawProof(services, { ...member, address, userAgent }, id);
  // Whether it was withdrawn now or before: it is good no more.
  return visit.redirect(proofAddress(id));
}

async function download(services: StatementServices, visit: Visit, member: Member): Promise<Response> {
  const loaded = await load(services, visit, member);
  if (!loaded) return gone(visit);
  const { proof, statement } = loaded;
  if (!isAsIssued(proof.facts, statement)) throw new AppError('not_found', 'the figures have changed since');
  await noteDownload(services, visit, member, statement.year);
  return statementFile(visit, statement, proof);
}
