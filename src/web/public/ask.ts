import { askKinds, type AskKind, askSupport, longestWords } from '#cases';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  button,
  card,
  field,
  form,
  helpAddress,
  linkButton,
  notice,
  page,
  select,
  supportPhone,
  textArea,
} from '#web/layout';
import type { CasePageServices } from './cases.ts';

type Typed = { readonly kind: AskKind; readonly words: string; readonly contact: string };
type Problem = 'no-words' | 'contact';

/** The form to ask and to comment (G25), for everybody; whoever is signed in finds the answer in the account. */
export function askPage(services: CasePageServices): Page {
  return {
    path: '/ask',
    access: 'public',
    get: (visit) => {
      const kind = kindOf(visit.context.req.query('about'));
      return visit.html(formPage(visit, { kind, words: '', contact: '' }, undefined));
    },
    post: (visit, sent) => ask(services, visit, sent),
  };
}

const kindOf = (name: string | undefined): AskKind => askKinds.find((kind) => kind === name) ?? 'question';

const longestContact = 254;
const longestKey = 40;

async function ask(services: CasePageServices, visit: Visit, sent: FormFields): Promise<Response> {
  if (!visit.session) await services.recognise(visit);
  const typed: Typed = {
    kind: kindOf(sent['kind']),
    words: (sent['words'] ?? '').slice(0, longestWords),
    contact: (sent['contact'] ?? '').slice(0, longestContact),
  };
  const asked = await askSupport(services, {
    ...typed,
    accountId: visit.session?.accountId,
    formKey: (sent['_key'] ?? '').slice(0, longestKey),
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    now: visit.now,
  });
  if (!asked.ok) return visit.html(formPage(visit, typed, asked.refusal), 422);
  return visit.html(donePage(visit, asked.value.caseNumber, typed.contact.trim() !== ''));
}

function formPage(visit: Visit, typed: Typed, problem: Problem | undefined): Html {
  const { t } = visit;
  const fields = html`${select({
    name: 'kind',
    label: t('cases.ask.kind'),
    value: typed.kind,
    options: askKinds.map((kind) => ({ value: kind, label: t(`cases.kind.${kind}`) })),
  })}
  ${textArea({
    name: 'words',
    label: t('cases.words'),
    hint: t('cases.words_hint'),
    rows: 7,
    maxlength: longestWords,
    value: typed.words,
    error: problem === 'no-words' ? t('cases.words_missing') : undefined,
  })}
  ${visit.session ? nothing : contactField(visit, typed, problem)} ${button({ label: t('cases.send') })}`;
  const body = html`<h1>${t('cases.ask.title')}</h1>
    <p class="lead">${t('cases.ask.lead')}</p>
    ${card({ body: form(visit, { action: '/ask', body: fields }) })}
    ${card({
      title: t('cases.ask.other'),
      body: html`<ul class="links">
        <li><a href="/help">${t('cases.ask.to_help')}</a></li>
        <li><a href="/case">${t('cases.ask.to_case')}</a></li>
        <li><a href="/report-death">${t('death.title')}</a></li>
        <li><a href="${helpAddress('contact')}">${t('cases.ask.to_contact')}</a></li>
      </ul>`,
    })}`;
  return page(visit, { title: t('cases.ask.title'), body, languageAddress: '/ask' });
}

function contactField(visit: Visit, typed: Typed, problem: Problem | undefined): Html {
  const { t } = visit;
  return field(visit, {
    name: 'contact',
    label: t('cases.ask.contact'),
    hint: t('cases.ask.contact_hint'),
    value: typed.contact,
    maxlength: longestContact,
    error: problem === 'contact' ? t('cases.ask.contact_wrong') : undefined,
  });
}

function donePage(visit: Visit, caseNumber: string, hasContact: boolean): Html {
  const { t, session } = visit;
  const number = html`<strong class="nowrap">${caseNumber}</strong>`;
  const how = session ? 'account' : hasContact ? 'contact' : 'phone';
  const body = html`${notice({
    kind: 'ok',
    body: html`<p>${t.html('cases.ask.done', { number })}</p>`,
  })}
  ${card({
    title: t('cases.ask.next'),
    body: html`<p>${t.html(`cases.ask.answer_${how}`, { phone: supportPhone(visit) })}</p>
      ${
        session
          ? linkButton({ href: '/security/cases', label: t('cases.title') })
          : linkButton({ href: '/case', label: t('cases.look.title'), kind: 'secondary' })
      }`,
  })}`;
  return page(visit, { title: t('cases.ask.done_title'), body, languageAddress: '/ask' });
}
