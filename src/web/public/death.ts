import { isContact, longestWords, reportDeath } from '#cases';
import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import {
  button,
  card,
  field,
  form,
  helpAddress,
  notice,
  page,
  readBirthDate,
  select,
  supportPhone,
  textArea,
} from '#web/layout';
import type { CasePageServices } from './cases.ts';

const relations = [
  'spouse',
  'child',
  'parent',
  'sibling',
  'family',
  'guardian',
  'employer',
  'other',
] as const;
type Relation = (typeof relations)[number];

const fields = ['number', 'name', 'birth_date', 'reporter', 'contact'] as const;
type FieldName = (typeof fields)[number];
type Typed = Readonly<Record<FieldName, string>> & { readonly relation: Relation; readonly words: string };
type Faults = readonly FieldName[];

const nobody: Typed = {
  number: '',
  name: '',
  birth_date: '',
  reporter: '',
  contact: '',
  relation: 'spouse',
  words: '',
};

const path = '/report-death';
const longestField = 254;
const longestKey = 40;

/**
 * A survivor tells us that a member has died, without an account and without the member's password. The page looks nobody
 * up, so it answers everybody the same; the survivor has a case from then on.
 */
export function deathPage(services: CasePageServices): Page {
  return {
    path,
    access: 'public',
    get: (visit) => visit.html(formPage(visit, nobody, [])),
    post: (visit, sent) => report(services, visit, sent),
  };
}

function read(sent: FormFields): Typed {
  const of = (name: FieldName | 'words' | 'relation', longest = longestField) =>
    (sent[name] ?? '').trim().slice(0, longest);
  return {
    number: of('number'),
    name: of('name', 100),
    birth_date: of('birth_date', 30),
    reporter: of('reporter', 100),
    contact: of('contact'),
    relation: relations.find((one) => one === sent['relation']) ?? 'other',
    words: of('words', longestWords),
  };
}

const digitsOf = (typed: string) => typed.replaceAll(/[\s.-]/g, '');

function faultsOf(typed: Typed, birthDate: string | undefined): Faults {
  return fields.filter((name) =>
    name === 'number'
      ? !/^(?:\d{10,11}|\d{16})$/.test(digitsOf(typed.number))
      : name === 'birth_date'
        ? birthDate === undefined
        : name === 'contact'
          ? !isContact(typed.contact)
          : typed[name] === '',
  );
}

async function report(services: CasePageServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = read(sent);
  const birthDate = readBirthDate(typed.birth_date, visit.now);
  const faults = faultsOf(typed, birthDate);
  if (faults.length > 0) return visit.html(formPage(visit, typed, faults), 422);
  const { name, reporter, relation, words, contact } = typed;
  const number = digitsOf(typed.number);
  const filed = await reportDeath(services, {
    filled: { number, name, birth_date: birthDate ?? '', reporter, relation },
    words,
    contact,
    formKey: (sent['_key'] ?? '').slice(0, longestKey),
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    now: visit.now,
  });
  if (!filed.ok) return visit.html(formPage(visit, typed, ['contact']), 422);
  return visit.html(donePage(visit, filed.value.caseNumber));
}

function formPage(visit: Visit, typed: Typed, faults: Faults): Html {
  const { t } = visit;
  const one = (name: FieldName, more: { readonly inputmode?: 'numeric'; readonly hinted?: boolean } = {}) =>
    field(visit, {
      name,
      label: t(`death.${name}`),
      ...(more.hinted ? { hint: t(`death.${name as 'number' | 'birth_date' | 'contact'}_hint`) } : {}),
      ...(more.inputmode ? { inputmode: more.inputmode } : {}),
      value: typed[name],
      maxlength: longestField,
      autocomplete: 'off',
      error: faults.includes(name)
        ? t(`death.${name}_wrong`, { phone: visit.config.SUPPORT_PHONE })
        : undefined,
    });
  const body = html`<h1>${t('death.title')}</h1>
    <p class="lead">${t('death.lead')}</p>
    ${card({
      body: form(visit, {
        action: path,
        body: html`<h2>${t('death.who_died')}</h2>
          ${one('number', { inputmode: 'numeric', hinted: true })} ${one('name')}
          ${one('birth_date', { hinted: true })}
          <h2>${t('death.who_reports')}</h2>
          ${one('reporter')}
          ${select({
            name: 'relation',
            label: t('death.relation'),
            value: typed.relation,
            options: relations.map((value) => ({ value, label: t(`death.relation.${value}`) })),
          })}
          ${one('contact', { hinted: true })}
          ${textArea({ name: 'words', label: t('death.words'), hint: t('death.words_hint'), rows: 4, maxlength: longestWords, value: typed.words })}
          ${button({ label: t('death.send') })}`,
      }),
    })}
    ${card({ title: t('death.then_title'), body: steps(visit) })}`;
  return page(visit, { title: t('death.title'), body, languageAddress: path });
}

/** What happens with a report, and what a family will need: the same for everybody. */
function steps(visit: Visit): Html {
  const { t } = visit;
  return html`<ul>
      <li>${t('death.then_call')}</li>
      <li>${t('death.then_freeze')}</li>
      <li>${t('death.then_heirs')}</li>
      <li>${t('death.then_documents')}</li>
      <li>${t('death.never_password')}</li>
    </ul>
    <p class="small soft">${t('death.heirs_source')}</p>
    <p><a href="${helpAddress('member-died')}">${t('death.to_help')}</a></p>`;
}

function donePage(visit: Visit, caseNumber: string): Html {
  const { t } = visit;
  const number = html`<strong class="nowrap">${caseNumber}</strong>`;
  const body = html`<h1>${t('death.done_title')}</h1>
    ${notice({ kind: 'ok', standing: true, body: html`<p>${t.html('death.done', { number })}</p>` })}
    ${card({
      body: html`<p>${t.html('death.done_next', { phone: supportPhone(visit) })}</p>
        <p><a href="/case">${t('cases.look.title')}</a></p>`,
    })}
    ${card({ title: t('death.then_title'), body: steps(visit) })}`;
  return page(visit, { title: t('death.done_title'), body, languageAddress: path });
}
