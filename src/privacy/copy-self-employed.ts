import { heldBilling } from '#billing';
import { month } from '#kernel';
import { type Executor, formatMonth, type PdfBlock } from '#platform';
import type { Card } from './copy-held-person.ts';
import type { Part } from './copy-loose.ts';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';

/** What a self-employed person declared, was billed and paid, on cards of the own only. */
export async function selfEmployedPart(tx: Executor, cards: readonly Card[]): Promise<Part<'selfEmployed'>> {
  const numbers = new Map(cards.map(({ membershipId, memberNumber }) => [membershipId, memberNumber]));
  const { declarations, bills, payments } = await heldBilling(tx, [...numbers.keys()]);
  const cardOf = (payerId: string) => numbers.get(payerId) ?? '';
  return {
    declarations: declarations.map((one) => ({
      memberNumber: cardOf(one.payerId),
      month: one.month,
      income: Number(one.income),
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
    payments: payments.map(({ payerId, amount, ...payment }) => ({
      memberNumber: cardOf(payerId),
      ...payment,
      amount: Number(amount),
    })),
  };
}

/** Nothing for who never declared or was billed, as most are not self-employed. */
export function selfEmployedSection({ selfEmployed }: DataCopy, words: Words): PdfBlock[] {
  const { declarations, bills, payments } = selfEmployed;
  if (declarations.length + bills.length + payments.length === 0) return [];
  const { t, at, day, money } = words;
  const card = { label: t('portal.details.member_number'), width: 2 };
  const monthColumn = { label: t('portal.column.month'), width: 2 };
  const amount = { label: t('portal.column.amount'), width: 2.4, numeric: true } as const;
  const monthOf = (text: string) => formatMonth(month(text), t.language);
  return [
    ...listed(
      words,
      t('privacy.copy.declared'),
      [card, monthColumn, { label: t('privacy.copy.income'), width: 3, numeric: true }, when(words)],
      declarations.map((one) => [
        one.memberNumber,
        monthOf(one.month),
        money(one.income),
        at(one.declaredAt),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.bills'),
      [card, monthColumn, { label: t('privacy.copy.bill'), width: 5 }, amount],
      bills.map((one) => [
        one.memberNumber,
        monthOf(one.month),
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
    ),
    ...listed(
      words,
      t('privacy.copy.payments'),
      [
        card,
        { label: t('portal.step.paid'), width: 2 },
        { label: t('privacy.copy.bank'), width: 4 },
        { label: t('employer.bill.code'), width: 2.4 },
        amount,
      ],
      payments.map((one) => [
        one.memberNumber,
        day(one.paidOn),
        `${one.bank} ${one.bankReference}`,
        one.billingCode,
        money(one.amount),
      ]),
    ),
  ];
}

const when = ({ t }: Words) => ({ label: t('privacy.copy.when'), width: 3 });
