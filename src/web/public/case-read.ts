import { caseOfReader, type CaseServices, longestWords, type ReadCase, replyByReader } from '#cases';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  button,
  card,
  caseBadge,
  conversation,
  definitions,
  form,
  helpAddress,
  linkButton,
  notice,
  page,
  textArea,
} from '#web/layout';

const cookie = 'case_reader';
const cookieSeconds = 3600;
const tokenShape = /^(?:[\w-]{43}|[2-9A-Z]{12})$/;

/** Keeps what opens the answer in this browser for an hour, out of the address bar and the history. */
export function carryReader(visit: Visit, token: string): void {
  visit.setCookie(cookie, token, { maxAgeSeconds: cookieSeconds });
}

/** The answer to somebody who has no account but left an address: opened by the link or the code of our message. */
export function caseReadPages(services: CaseServices): readonly Page[] {
  return [
    {
      path: '/case/read/:token',
      access: 'public',
      get: (visit) => {
        const token = visit.context.req.param('token') ?? '';
        if (tokenShape.test(token)) carryReader(visit, token);
        else visit.clearCookie(cookie);
        return visit.redirect('/case/read');
      },
    },
    {
      path: '/case/read',
      access: 'public',
      get: (visit) => show(services, visit, false),
      post: (visit, sent) => reply(services, visit, sent),
    },
  ];
}

function tokenOf(visit: Visit): string {
  const token = visit.cookie(cookie) ?? '';
  return tokenShape.test(token) ? token : '';
}

async function show(services: CaseServices, visit: Visit, hasProblem: boolean): Promise<Response> {
  const read = await caseOfReader(services, tokenOf(visit), visit.now);
  if (!read) return visit.html(gonePage(visit), 410);
  return visit.html(readPage(visit, read, hasProblem), hasProblem ? 422 : 200);
}

async function reply(services: CaseServices, visit: Visit, sent: FormFields): Promise<Response> {
  const done = await replyByReader(services, tokenOf(visit), {
    words: sent['words'] ?? '',
    address: visit.address,
    now: visit.now,
  });
  if (done.ok) return visit.redirect('/case/read?done=sent');
  return done.refusal === 'unknown' ? visit.html(gonePage(visit), 410) : show(services, visit, true);
}

function readPage(visit: Visit, { found, conversation: written }: ReadCase, hasProblem: boolean): Html {
  const { t } = visit;
  const done = visit.context.req.query('done') === 'sent' && !hasProblem;
  const fields = html`${textArea({
    name: 'words',
    label: t('cases.words'),
    hint: t('cases.words_hint'),
    rows: 5,
    maxlength: longestWords,
    error: hasProblem ? t('cases.words_missing') : undefined,
  })}
  ${button({ label: t('cases.send') })}`;
  const body = html`<h1>${t(`cases.kind.${found.kind}`)}</h1>
    ${done ? notice({ kind: 'ok', body: html`<p>${t('cases.reply_sent')}</p>` }) : nothing}
    ${card({
      body: definitions([
        { term: t('cases.number'), value: html`<strong class="nowrap">${found.caseNumber}</strong>` },
        { term: t('cases.state'), value: caseBadge(visit, found.state) },
      ]),
    })}
    <p>${t(`cases.next.${found.state}`)}</p>
    ${found.kind === 'death_report' ? html`<p><a href="${helpAddress('member-died')}">${t('death.to_documents')}</a></p>` : nothing}
    ${conversation(visit, written)}
    ${card({ title: t(found.state === 'closed' ? 'cases.write_again' : 'cases.write'), body: form(visit, { action: '/case/read', body: fields }) })}`;
  return page(visit, { title: t(`cases.kind.${found.kind}`), body, languageAddress: '/case/read' });
}

function gonePage(visit: Visit): Html {
  const { t } = visit;
  const body = html`${notice({ kind: 'bad', body: html`<p>${t('cases.read_gone')}</p>` })}
  ${linkButton({ href: '/case', label: t('cases.look.title') })}`;
  return page(visit, { title: t('cases.look.title'), body, languageAddress: '/case' });
}
