import { type IsoDate, isoDate, type TimeZoneName } from '#kernel';
import {
  type Config,
  formatDate,
  formatInstant,
  formatMonth,
  formatRupiah,
  isMessageKey,
  type PdfBlock,
  type PdfColumn,
  type PdfParts,
  type Translate,
} from '#platform';
import type { DataCopy } from './copy-shape.ts';

/** The copy as a document to read: the same content as the file for machines, in the language of the account. */
export function copyDocument(copy: DataCopy, t: Translate, config: Pick<Config, 'BRAND_NAME'>): PdfParts {
  const words = wordsFor(t, copy.account.timeZone as TimeZoneName);
  const name = copy.person?.name ?? copy.account.name;
  return {
    title: t('privacy.copy.title', { brand: config.BRAND_NAME }),
    author: config.BRAND_NAME,
    language: t.language,
    madeAt: new Date(copy.madeAt),
    footer: (page, pages) =>
      t('privacy.copy.footer', { brand: config.BRAND_NAME, page, pages, at: words.at(copy.madeAt) }),
    blocks: [
      { kind: 'text', text: t('privacy.copy.lead', { name, at: words.at(copy.madeAt) }) },
      { kind: 'text', text: t('privacy.copy.law') },
      ...sections(copy, words),
    ],
  };
}

type Words = ReturnType<typeof wordsFor>;

function wordsFor(t: Translate, zone: TimeZoneName) {
  return {
    t,
    at: (instant: string | undefined) =>
      instant === undefined ? '' : formatInstant(new Date(instant), t.language, zone),
    day: (day: string | undefined) =>
      day === undefined ? '' : formatDate(isoDate(day) satisfies IsoDate, t.language, 'medium'),
    money: (amount: number | undefined) =>
      amount === undefined ? '' : formatRupiah(BigInt(amount), t.language),
    /** The word for a closed name, or the name itself where it has none. */
    name: (prefix: string, closed: string) => {
      const key = `${prefix}.${closed}`;
      return isMessageKey(key) ? t(key) : closed;
    },
  };
}

function sections(copy: DataCopy, words: Words): PdfBlock[] {
  return [
    ...personSection(copy, words),
    ...accountSection(copy, words),
    ...moneySection(copy, words),
    ...recordSection(copy, words),
  ];
}

/** A heading with its table, or with the sentence that there is nothing. */
function listed(
  { t }: Words,
  heading: string,
  columns: readonly PdfColumn[],
  rows: readonly (readonly string[])[],
): PdfBlock[] {
  const body: PdfBlock =
    rows.length === 0 ? { kind: 'text', text: t('privacy.copy.none') } : { kind: 'table', columns, rows };
  return [{ kind: 'heading', text: heading }, body];
}

function personSection({ person }: DataCopy, words: Words): PdfBlock[] {
  const { t, day, name } = words;
  if (!person) return [];
  const unknown = t('portal.details.unknown');
  return [
    { kind: 'heading', text: t('portal.details.identity') },
    {
      kind: 'pairs',
      rows: [
        [t('portal.details.name'), person.name],
        [t('portal.details.national_number'), person.nationalNumber],
        [t('portal.details.born'), [person.birthPlace, day(person.birthDate)].filter(Boolean).join(', ')],
        [t('portal.details.sex'), t(`portal.details.sex.${person.sex}`)],
        [t('portal.details.mother'), person.motherName ?? unknown],
        [t('portal.details.phone'), person.phone ?? unknown],
        [t('portal.details.email'), person.email ?? unknown],
        [t('portal.details.address'), person.address ?? unknown],
      ],
    },
    ...listed(
      words,
      t('portal.details.family'),
      [
        { label: t('portal.details.name'), width: 3 },
        { label: t('privacy.copy.relation'), width: 2 },
        { label: t('privacy.copy.born_on'), width: 2 },
      ],
      person.family.map((one) => [one.name, name('portal.relation', one.relation), day(one.birthDate)]),
    ),
    ...listed(
      words,
      t('portal.details.memberships'),
      [
        { label: t('portal.column.member_number'), width: 2 },
        { label: t('portal.column.employer'), width: 4 },
        { label: t('privacy.copy.segment'), width: 2 },
        { label: t('privacy.copy.from'), width: 1.5 },
        { label: t('privacy.copy.to'), width: 1.5 },
      ],
      person.memberships.map((one) => [
        one.memberNumber,
        one.employer ?? t('portal.own_contribution'),
        name('portal.segment', one.segment),
        day(one.startedOn),
        day(one.endedOn),
      ]),
    ),
  ];
}

function accountSection({ account, services, requests }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  const proven = [...account.secondFactors, ...account.passkeys.map((one) => ({ ...one, method: '' }))];
  return [
    { kind: 'heading', text: t('privacy.copy.account') },
    {
      kind: 'pairs',
      rows: [
        [t('portal.details.name'), account.name],
        [t('privacy.copy.opened'), at(account.openedAt)],
        [t('privacy.copy.password_changed'), at(account.passwordChangedAt)],
        [t('privacy.copy.limited'), at(account.limitedSince)],
      ],
    },
    ...listed(
      words,
      t('portal.details.contacts'),
      [
        { label: t('privacy.copy.address'), width: 4 },
        { label: t('privacy.copy.confirmed'), width: 3 },
      ],
      account.contacts.map((one) => [one.address, at(one.confirmedAt)]),
    ),
    ...listed(
      words,
      t('privacy.copy.factors'),
      [
        { label: t('privacy.copy.what'), width: 4 },
        { label: t('privacy.copy.added'), width: 3 },
        { label: t('privacy.copy.last_used'), width: 3 },
      ],
      proven.map((one) => [
        'name' in one ? `${t('security.factor.passkey')}: ${one.name}` : name('security.factor', one.method),
        at(one.addedAt),
        at(one.lastUsedAt),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.sessions'),
      [
        { label: t('privacy.copy.signed_in'), width: 2.4 },
        { label: t('privacy.copy.last_used'), width: 2.4 },
        { label: t('privacy.copy.network'), width: 2 },
        { label: t('privacy.copy.browser'), width: 4 },
      ],
      account.sessions.map((one) => [at(one.signedInAt), at(one.lastSeenAt), one.address, one.browser]),
    ),
    ...listed(
      words,
      t('privacy.copy.devices'),
      [
        { label: t('privacy.copy.browser'), width: 5 },
        { label: t('privacy.copy.from'), width: 2.4 },
        { label: t('privacy.copy.to'), width: 2.4 },
      ],
      account.devices.map((one) => [one.browser, at(one.since), at(one.until)]),
    ),
    ...listed(
      words,
      t('privacy.copy.services'),
      [
        { label: t('privacy.copy.what'), width: 3 },
        { label: t('privacy.copy.shared'), width: 4 },
        { label: t('privacy.copy.from'), width: 2.4 },
      ],
      services.map((one) => [
        one.name,
        one.scopes.map((scope) => name('signin.consent', scope)).join('; '),
        at(one.since),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.requests'),
      [
        { label: t('cases.number'), width: 2 },
        { label: t('privacy.copy.what'), width: 3 },
        { label: t('cases.state'), width: 2 },
        { label: t('privacy.copy.asked'), width: 2.4 },
        { label: t('privacy.copy.due'), width: 2.4 },
      ],
      requests.map((one) => [
        one.caseNumber,
        name('cases.kind', `data_${one.kind}`),
        name('data.state', one.state),
        at(one.askedAt),
        at(one.dueAt),
      ]),
    ),
  ];
}

function moneySection({ contributions, savings }: DataCopy, words: Words): PdfBlock[] {
  const { t, day, money, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.contributions'),
      [
        { label: t('portal.column.month'), width: 1.6 },
        { label: t('portal.column.employer'), width: 2.8 },
        { label: t('portal.column.wage'), width: 1.7, numeric: true },
        { label: t('privacy.copy.shares'), width: 3.6 },
        { label: t('portal.step.reported'), width: 1.5 },
        { label: t('portal.step.paid'), width: 1.5 },
        { label: t('portal.column.state'), width: 1.5 },
      ],
      contributions.map((one) => [
        formatMonth(one.month as never, t.language),
        one.employer ?? t('portal.own_contribution'),
        money(one.wage),
        one.shares
          .filter(({ employee, employer }) => employee + employer > 0)
          .map((share) => `${share.programme} ${money(share.employee)} + ${money(share.employer)}`)
          .join('\n'),
        day(one.reportedOn),
        day(one.paidOn),
        name('portal.state', one.state),
      ]),
    ),
    { kind: 'heading', text: t('privacy.copy.savings', { amount: money(savings.balance) }) },
    {
      kind: 'table',
      columns: [
        { label: t('portal.column.posted_on'), width: 1.6 },
        { label: t('portal.column.what'), width: 3 },
        { label: t('portal.column.employer'), width: 3 },
        { label: t('portal.column.amount'), width: 2, numeric: true },
        { label: t('portal.column.balance_after'), width: 2, numeric: true },
      ],
      rows: savings.movements.map((one) => [
        day(one.postedOn),
        t(`portal.movement.${one.kind as 'contribution'}`, {
          month: one.month === undefined ? '' : formatMonth(one.month as never, t.language),
          year: one.postedOn.slice(0, 4),
        }),
        one.employer ?? '',
        money(one.amount),
        money(one.balanceAfter),
      ]),
    },
  ];
}

function recordSection({ activity, whoLooked, messages, cases }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  const columns: PdfColumn[] = [
    { label: t('privacy.copy.when'), width: 2.4 },
    { label: t('privacy.copy.what'), width: 5 },
    { label: t('privacy.copy.network'), width: 1.8 },
    { label: t('privacy.copy.browser'), width: 3 },
  ];
  const entries = (rows: DataCopy['activity']) =>
    rows.map((one) => [at(one.at), sentence(t, one), one.address ?? '', one.browser ?? '']);
  return [
    ...listed(words, t('privacy.copy.who_looked'), columns, entries(whoLooked)),
    ...cases.flatMap((one): PdfBlock[] => [
      { kind: 'heading', text: `${name('cases.kind', one.kind)} ${one.number}` },
      ...(one.words.length === 0
        ? [{ kind: 'text', text: `${name('cases.state', one.state)}, ${at(one.openedAt)}` } as const]
        : one.words.map(
            (said) =>
              ({ kind: 'text', text: `${at(said.at)}, ${t(`cases.by.${said.by}`)}: ${said.text}` }) as const,
          )),
    ]),
    ...listed(
      words,
      t('privacy.copy.messages'),
      [
        { label: t('privacy.copy.when'), width: 2.4 },
        { label: t('privacy.copy.what'), width: 6 },
        { label: t('privacy.copy.reference'), width: 2 },
        { label: t('cases.state'), width: 2 },
      ],
      messages.map((one) => [
        at(one.sentAt),
        name('message', `${one.template}.about`),
        one.reference,
        name('explain.delivery', one.state),
      ]),
    ),
    ...listed(words, t('privacy.copy.activity'), columns, entries(activity)),
  ];
}

/** The sentence of the activity page, without the parts that only a page can show. */
function sentence(t: Translate, { event, details }: DataCopy['activity'][number]): string {
  const key = `activity.${event}`;
  if (!isMessageKey(key)) return event;
  const method = `security.factor.${String(details['method'])}`;
  return t(key, {
    by: '',
    why: '',
    remedy: '',
    client: String(details['client'] ?? ''),
    factor: isMessageKey(method) ? t(method) : '',
    left: Number(details['left'] ?? 0),
    count: Number(details['count'] ?? 1),
    case: String(details['case'] ?? ''),
  });
}
