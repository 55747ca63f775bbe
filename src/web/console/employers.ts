import { accountOfPerson, officerNames } from '#accounts';
import { openCase } from '#cases';
import { addClerk, clerkOf, clerksOf, removeClerk } from '#filings';
import { isId } from '#kernel';
import { type Employer, employerByNumber, findPersonByMemberNumber } from '#members';
import { formatInstant, type FormFields, type Html, html, nothing, type Visit } from '#platform';
import type { SupportServices } from '#support';
import { button, card, checkbox, dataTable, field, form, notice } from '#web/layout';
import { consolePage, officerOf } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

type Problem =
  | 'unknown_employer'
  | 'not_checked'
  | 'unknown_person'
  | 'no_account'
  | 'own'
  | 'is_clerk'
  | 'gone';

/** Employers' clerks at the desk: the first one is appointed here, after letter and identity card were seen. */
export function employerPages(services: SupportServices): readonly ConsolePage[] {
  return [
    {
      path: '/employers',
      roles: deskRoles,
      get: (visit) => find(services, visit),
    },
    {
      path: '/employers/:npp',
      roles: deskRoles,
      get: (visit) => show(services, visit, undefined),
      post: (visit, sent) => change(services, visit, sent),
    },
  ];
}

async function find({ database }: SupportServices, visit: Visit): Promise<Response> {
  const { t, context } = visit;
  const asked = context.req.query('npp')?.trim().toUpperCase();
  const employer = asked ? await employerByNumber(database, asked) : undefined;
  if (employer) return visit.redirect(`/employers/${employer.npp}`);
  const body = html`<h1>${t('console.employers.title')}</h1>
    <p class="lead">${t('console.employers.lead')}</p>
    ${asked === undefined ? nothing : problemNotice(visit, 'unknown_employer')}
    ${card({
      body: html`<form method="get" action="/employers">
        ${field(visit, { name: 'npp', label: t('console.employers.npp'), autocomplete: 'off', maxlength: 20 })}
        ${button({ label: t('console.employers.find') })}
      </form>`,
    })}`;
  return consolePage(visit, { title: t('console.employers.title'), body }, asked === undefined ? 200 : 422);
}

const problemNotice = ({ t }: Visit, problem: Problem): Html =>
  notice({ kind: 'bad', body: html`<p>${t(`console.employers.problem.${problem}`)}</p>` });

const askedEmployer = ({ database }: SupportServices, { context }: Visit) =>
  employerByNumber(database, context.req.param('npp') ?? '');

async function change(services: SupportServices, visit: Visit, sent: FormFields): Promise<Response> {
  const employer = await askedEmployer(services, visit);
  if (!employer) return visit.redirect('/employers');
  const problem =
    sent['remove'] === undefined
      ? await appoint(services, visit, employer, sent)
      : await remove(services, visit, employer, sent['id'] ?? '');
  if (problem) return show(services, visit, problem, sent);
  return visit.redirect(`/employers/${employer.npp}${sent['remove'] === undefined ? '?done=1' : ''}`);
}

async function appoint(
  { database, clock }: SupportServices,
  visit: Visit,
  { employerId, npp }: Employer,
  sent: FormFields,
): Promise<Problem | undefined> {
  if (sent['letter'] !== 'on' || sent['identity'] !== 'on') return 'not_checked';
  const personId = await findPersonByMemberNumber(database, (sent['kpj'] ?? '').replaceAll(/\s/g, ''));
  if (!personId) return 'unknown_person';
  const accountId = await accountOfPerson(database, personId);
  if (!accountId) return 'no_account';
  const { officerId } = officerOf(visit);
  if (accountId === officerId) return 'own';
  if (await clerkOf(database, accountId, employerId)) return 'is_clerk';
  const now = clock.now();
  const rights = { mayFile: true, mayApprove: true };
  const by = { kind: 'officer', accountId: officerId } as const;
  await database.transaction(async (tx) => {
    const details = { about: 'clerk', npp };
    const { caseId } = await openCase(tx, { kind: 'support', accountId, personId, details, now });
    await addClerk(tx, { ...rights, employerId, npp, accountId, by, caseId, now });
  });
  return undefined;
}

async function remove(
  { database, clock }: SupportServices,
  visit: Visit,
  { employerId, npp }: Employer,
  clerkId: string,
): Promise<Problem | undefined> {
  if (!isId(clerkId)) return 'gone';
  const by = { kind: 'officer', accountId: officerOf(visit).officerId } as const;
  const removed = await removeClerk(database, { clerkId, employerId, npp, by, now: clock.now() });
  return removed.ok ? undefined : 'gone';
}

async function show(
  services: SupportServices,
  visit: Visit,
  problem: Problem | undefined,
  sent: FormFields = {},
): Promise<Response> {
  const employer = await askedEmployer(services, visit);
  if (!employer) return visit.redirect('/employers');
  const { t } = visit;
  const done = visit.context.req.query('done') === '1' && !problem;
  const body = html`<h1>${employer.name}</h1>
    <p class="lead">NPP ${employer.npp}</p>
    ${problem ? problemNotice(visit, problem) : nothing}
    ${done ? notice({ kind: 'ok', body: html`<p>${t('console.employers.appointed', { address: visit.config.origins.employer })}</p>` }) : nothing}
    ${await clerksCard(services, visit, employer)}
    ${card({
      title: t('console.employers.appoint'),
      body: html`<p>${t('console.employers.appoint_text')}</p>
        ${form(visit, {
          action: `/employers/${employer.npp}`,
          body: html`${field(visit, { name: 'kpj', label: t('console.employers.kpj'), value: sent['kpj'] ?? '', autocomplete: 'off', maxlength: 20 })}
          ${checkbox({ name: 'letter', label: t('console.employers.letter'), checked: sent['letter'] === 'on' })}
          ${checkbox({ name: 'identity', label: t('console.employers.identity'), checked: sent['identity'] === 'on' })}
          ${button({ label: t('console.employers.submit') })}`,
        })}`,
    })}`;
  const parts = { title: employer.name, body, languageAddress: `/employers/${employer.npp}` };
  return consolePage(visit, parts, problem ? 422 : 200);
}

async function clerksCard(
  { database, keys }: SupportServices,
  visit: Visit,
  employer: Employer,
): Promise<Html> {
  const { t } = visit;
  const clerks = await clerksOf(database, employer.employerId);
  if (clerks.length === 0) return notice({ kind: 'info', body: html`<p>${t('console.employers.none')}</p>` });
  const names = await officerNames(
    database,
    keys,
    clerks.map(({ accountId }) => accountId),
  );
  return card({
    body: dataTable({
      caption: t('employer.clerks.title'),
      columns: [
        { label: t('employer.clerks.name') },
        { label: t('employer.clerks.since') },
        { label: t('employer.clerks.end'), full: true },
      ],
      rows: clerks.map(({ clerkId, accountId, addedAt }) => {
        const name = names.get(accountId) ?? '';
        return [
          name,
          formatInstant(addedAt, t.language, visit.session?.timeZone),
          form(visit, {
            action: `/employers/${employer.npp}`,
            body: html`<input type="hidden" name="id" value="${clerkId}" />${button({
                label: t('employer.clerks.remove', { name }),
                kind: 'link',
                name: 'remove',
                value: 'on',
              })}`,
          }),
        ];
      }),
    }),
  });
}
