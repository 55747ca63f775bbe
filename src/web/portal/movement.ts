import { caseAbout, fileMemberCase, longestWords } from '#cases';
import type { ContributionRow, SavingsMovement } from '#contributions';
import { AppError, isId } from '#kernel';
import {
  type FormFields,
  formatDate,
  formatMonth,
  formatRupiah,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { button, card, definitions, form, notice, select, textArea } from '#web/layout';
import { caseServicesOf, filedBody } from './filed-case.ts';
import { forMember, type Member, type MenuAddress, memberPage } from './frame.ts';
import { payslipAddress } from './month-address.ts';
import { movementName, signed } from './movement-words.ts';
import type { Services } from './reads.ts';

const movementFaults = ['not_mine', 'amount', 'month', 'twice', 'payment', 'other'] as const;
type MovementFault = (typeof movementFaults)[number];

const isFault = (name: string): name is MovementFault => (movementFaults as readonly string[]).includes(name);

/** One row of a page, as the member sees it and as the desk gets it. */
type Row = {
  readonly about: string;
  readonly address: string;
  readonly back: MenuAddress;
  /** Where the wage of the month is reported instead. */
  readonly payslip?: string;
  readonly shown: readonly { readonly term: string; readonly value: string }[];
  readonly filled: Readonly<Record<string, string>>;
};

type FindRow = (services: Services, visit: Visit, member: Member) => Promise<Row | undefined>;

export const movementAddress = (id: string): string => `/balance/question/${id}`;
export const monthAddress = ({ membershipId, month }: ContributionRow): string =>
  `/contributions/question/${membershipId}/${month}`;

/** "I do not recognise this", for a movement of the savings and for a month of the history (G20). */
export function movementPages(services: Services): Page[] {
  return [
    questionPage(services, movementAddress(':id'), '/balance', findMovement),
    questionPage(services, '/contributions/question/:card/:month', '/contributions', findMonth),
  ];
}

function questionPage(services: Services, path: string, menu: MenuAddress, find: FindRow): Page {
  const rowOf = async (visit: Visit, member: Member): Promise<Row> => {
    const row = await find(services, visit, member);
    if (!row) throw new AppError('not_found', 'no such row of this member');
    return row;
  };
  return {
    path,
    access: 'member',
    get: forMember(menu, async (visit, member) =>
      show(services, visit, await rowOf(visit, member), undefined),
    ),
    post: forMember(menu, async (visit, member, sent) =>
      ask(services, visit, member, { row: await rowOf(visit, member), sent }),
    ),
  };
}

/** More than a working life has: a member's movements are read once for a page that is seldom asked for. */
const allOfThem = { limit: 2000, offset: 0 };

async function findMovement(
  services: Services,
  visit: Visit,
  { personId }: Member,
): Promise<Row | undefined> {
  const id = visit.context.req.param('id') ?? '';
  if (!isId(id)) return undefined;
  const { rows } = await services.reads.savingsMovements(services.database, personId, allOfThem);
  const row = rows.find(({ movementId }) => movementId === id);
  return row && movementRow(visit, row);
}

function movementRow(visit: Visit, row: SavingsMovement): Row {
  const { t } = visit;
  const { movementId, kind, month, amount, postedOn, employerName } = row;
  return {
    about: movementId,
    address: movementAddress(movementId),
    back: '/balance',
    shown: [
      { term: t('portal.column.what'), value: movementName(visit, row) },
      { term: t('portal.column.amount'), value: signed(amount, t.language) },
      { term: t('portal.column.posted_on'), value: formatDate(postedOn, t.language) },
      ...(employerName ? [{ term: t('portal.column.employer'), value: employerName }] : []),
    ],
    filled: {
      movement: movementId,
      movement_kind: kind,
      month: month ?? '',
      amount: String(amount),
      posted_on: postedOn,
      employer: employerName ?? '',
    },
  };
}

async function findMonth(services: Services, visit: Visit, member: Member): Promise<Row | undefined> {
  const { req } = visit.context;
  const [card = '', month = ''] = [req.param('card'), req.param('month')];
  if (!isId(card) || !/^\d{4}-\d{2}$/.test(month)) return undefined;
  const { database, reads } = services;
  const filter = { year: Number(month.slice(0, 4)) };
  const { rows } = await reads.contributionHistory(
    database,
    member.personId,
    member.today,
    filter,
    allOfThem,
  );
  const row = rows.find((one) => one.membershipId === card && one.month === month);
  return row && row.state !== 'missing' ? monthRow(visit, row) : undefined;
}

function monthRow({ t }: Visit, row: ContributionRow): Row {
  const total = row.employeeShare + row.employerShare;
  const { membershipId, memberNumber, month, employerName, wage } = row;
  return {
    about: `${membershipId}/${month}`,
    address: monthAddress(row),
    back: '/contributions',
    ...(employerName === undefined ? {} : { payslip: payslipAddress(row) }),
    shown: [
      { term: t('portal.column.month'), value: formatMonth(month, t.language) },
      { term: t('portal.column.employer'), value: employerName ?? t('portal.own_contribution') },
      { term: t('portal.column.total'), value: formatRupiah(total, t.language) },
      ...(wage === undefined
        ? []
        : [{ term: t('portal.column.wage'), value: formatRupiah(wage, t.language) }]),
    ],
    filled: {
      membership: membershipId,
      member_number: memberNumber,
      month,
      amount: String(total),
      wage: String(wage ?? ''),
      employer: employerName ?? '',
      state: row.state,
    },
  };
}

async function ask(
  services: Services,
  visit: Visit,
  member: Member,
  { row, sent }: { readonly row: Row; readonly sent: FormFields },
): Promise<Response> {
  const fault = sent['fault'] ?? '';
  if (!isFault(fault)) return show(services, visit, row, 'fault');
  const filed = await fileMemberCase(caseServicesOf(services, visit), {
    kind: 'movement',
    accountId: member.accountId,
    personId: member.personId,
    about: row.about,
    filled: { ...row.filled, fault },
    words: sent['words'] ?? '',
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    now: visit.now,
  });
  return memberPage(visit, row.back, {
    title: visit.t('movement.title'),
    body: filedBody(visit, filed, { back: row.back, again: 'movement.already' }),
  });
}

async function show(
  services: Services,
  visit: Visit,
  row: Row,
  problem: 'fault' | undefined,
): Promise<Response> {
  const { t } = visit;
  const filed = await caseAbout(services.database, 'movement', row.about);
  // Of an account that was the member's before nothing is shown.
  const before = filed?.accountId === visit.session?.accountId ? filed : undefined;
  const body = before
    ? filedBody(visit, { ...before, isNew: false }, { back: row.back, again: 'movement.already' })
    : formBody(visit, row, problem);
  return memberPage(visit, row.back, { title: t('movement.title'), body }, problem ? 422 : 200);
}

function formBody(visit: Visit, row: Row, problem: 'fault' | undefined): Html {
  const { t, config } = visit;
  return html`<p class="eyebrow"><a href="${row.back}">${t('cases.filed_back')}</a></p>
    <h1>${t('movement.title')}</h1>
    <p class="lead">${t('movement.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t('movement.fault_missing')}</p>` }) : nothing}
    ${card({ title: t('movement.this'), body: definitions(row.shown) })}
    ${card({
      body: form(visit, {
        action: row.address,
        body: html`${select({
          name: 'fault',
          label: t('movement.fault'),
          value: 'not_mine',
          options: movementFaults.map((value) => ({ value, label: t(`movement.fault.${value}`) })),
        })}
        ${textArea({ name: 'words', label: t('movement.words'), hint: t('movement.words_hint'), rows: 4, maxlength: longestWords })}
        ${button({ label: t('movement.send') })}`,
      }),
    })}
    <p>
      ${t('movement.wage')}
      <a href="${row.payslip ?? `${config.origins.sso}/ask?about=wage_report`}">${t('movement.wage_link')}</a>
    </p>`;
}
