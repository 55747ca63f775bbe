import { heldBilling } from '#billing';
import { month } from '#kernel';
import { type Executor, formatMonth, type KeyRing, type PdfBlock } from '#platform';
import type { Card } from './copy-held-person.ts';
import type { Part } from './copy-loose.ts';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';

/** What a self-employed person declared, was billed and paid, on cards of the own only. */
export async function selfEmployedPart(
  tx: Executor,
  keys: KeyRing,
  cards: readonly Card[],
): Promise<Part<'selfEmployed'>> {
  const numbers = new Map(cards.map(({ membershipId, memberNumber }) => [membershipId, memberNumber]));
  const held = await heldBilling(tx, keys, [...numbers.keys()]);
  const { declarations, bills, payments, refunds, reminders } = held;
  const cardOf = (payerId: string) => numbers.get(payerId) ?? '';
  return {
    declarations: declarations.map((one) => ({
      memberNumber: cardOf(one.payerId),
      month: one.month,
      income: Number(one.income),
      withSavings: one.withSavings,
      declaredAt: one.declaredAt.toISOString(),
    })),
    bills: bills.map(({ payerId, jht, jkk, jkm, penalty, amount, paid, ...bill }) => ({
      memberNumber: cardOf(payerId),
      ...bill,
      shares: [
        { programme: 'JHT', amount: Number(jht) },
        { programme: 'JKK', amount: Number(jkk) },
        { programme: 'JKM', amount: Number(jkm) },
      ],
      penalty: Number(penalty),
      amount: Number(amount),
      paid: Number(paid),
    })),
    payments: payments.map(({ payerId, amount, reversedOn, ...payment }) => ({
      memberNumber: cardOf(payerId),
      ...payment,
      amount: Number(amount),
      reversedOn: reversedOn ?? undefined,
    })),
    refunds: refunds.map(({ payerId, amount, askedAt, state, destination }) => ({
      memberNumber: cardOf(payerId),
      amount: Number(amount),
      askedAt: askedAt.toISOString(),
      state,
      bank: destination.bank,
      accountNumber: destination.number,
      holder: destination.holder,
    })),
    reminders: reminders.map(({ payerId, wanted, changedAt }) => ({
      memberNumber: cardOf(payerId),
      wanted,
      changedAt: changedAt.toISOString(),
    })),
  };
}

/** Nothing for who never declared or was billed, as most are not self-employed. */
export function selfEmployedSection({ selfEmployed }: DataCopy, words: Words): PdfBlock[] {
  if (Object.values(selfEmployed).every((rows) => rows.length === 0)) return [];
  return [
    ...declaredPart(selfEmployed, words),
    ...billsPart(selfEmployed, words),
    ...paymentsPart(selfEmployed, words),
    ...refundsPart(selfEmployed, words),
  ];
}

type Own = DataCopy['selfEmployed'];

const cardColumn = ({ t }: Words) => ({ label: t('portal.details.member_number'), width: 2 });
const monthColumn = ({ t }: Words) => ({ label: t('portal.column.month'), width: 2 });
const amountColumn = ({ t }: Words) =>
  ({ label: t('portal.column.amount'), width: 2.4, numeric: true }) as const;
const monthName = ({ t }: Words, text: string) => formatMonth(month(text), t.language);

function declaredPart({ declarations }: Own, words: Words): PdfBlock[] {
  const { t, at, money } = words;
  return listed(
    words,
    t('privacy.copy.declared'),
    [
      cardColumn(words),
      monthColumn(words),
      { label: t('privacy.copy.income'), width: 3, numeric: true },
      { label: 'JHT', width: 1.4 },
      { label: t('privacy.copy.when'), width: 3 },
    ],
    declarations.map((one) => [
      one.memberNumber,
      monthName(words, one.month),
      money(one.income),
      t(one.withSavings ? 'privacy.copy.yes' : 'privacy.copy.no'),
      at(one.declaredAt),
    ]),
  );
}

function billsPart({ bills }: Own, words: Words): PdfBlock[] {
  const { t, day, money } = words;
  return listed(
    words,
    t('privacy.copy.bills'),
    [cardColumn(words), monthColumn(words), { label: t('privacy.copy.bill'), width: 5 }, amountColumn(words)],
    bills.map((one) => [
      one.memberNumber,
      monthName(words, one.month),
      labelled([
        [t('employer.bill.code'), one.billingCode],
        [t('portal.step.billed'), day(one.issuedOn)],
        [t('employer.bill.due'), day(one.dueOn)],
        ...one.shares.map((share) => [share.programme, money(share.amount)] as const),
        [t('employer.bill.penalty'), one.penalty === 0 ? '' : money(one.penalty)],
        [t('employer.bill.paid'), money(one.paid)],
      ]),
      money(one.amount),
    ]),
  );
}

function paymentsPart({ payments }: Own, words: Words): PdfBlock[] {
  const { t, day, money } = words;
  return listed(
    words,
    t('privacy.copy.payments'),
    [
      cardColumn(words),
      { label: t('portal.step.paid'), width: 2.6 },
      { label: t('privacy.copy.bank'), width: 4 },
      { label: t('employer.bill.code'), width: 2.4 },
      amountColumn(words),
    ],
    payments.map((one) => [
      one.memberNumber,
      [day(one.paidOn), labelled([[t('privacy.copy.reversed'), day(one.reversedOn)]])]
        .filter(Boolean)
        .join('\n'),
      `${one.bank} ${one.bankReference}`,
      one.billingCode,
      money(one.amount),
    ]),
  );
}

function refundsPart({ refunds, reminders }: Own, words: Words): PdfBlock[] {
  const { t, at, money, name } = words;
  const asked = listed(
    words,
    t('privacy.copy.refunds'),
    [
      cardColumn(words),
      { label: t('privacy.copy.asked'), width: 2.6 },
      { label: t('privacy.copy.to_account'), width: 4 },
      { label: t('cases.state'), width: 2.4 },
      amountColumn(words),
    ],
    refunds.map((one) => [
      one.memberNumber,
      at(one.askedAt),
      `${one.bank} ${one.accountNumber}, ${one.holder}`,
      name('refund.state', one.state),
      money(one.amount),
    ]),
  );
  const chosen = reminders.map(
    (one) =>
      [
        `${t('privacy.copy.reminders')} ${one.memberNumber}`,
        `${t(one.wanted ? 'privacy.copy.yes' : 'privacy.copy.no')}, ${at(one.changedAt)}`,
      ] as const,
  );
  return [
    ...(refunds.length > 0 ? asked : []),
    ...(chosen.length > 0 ? [{ kind: 'pairs', rows: chosen } as const] : []),
  ];
}
