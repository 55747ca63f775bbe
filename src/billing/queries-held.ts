import { type Executor, sql } from '#platform';

export type HeldDeclaration = {
  readonly payerId: string;
  readonly month: string;
  readonly income: bigint;
  /** Whether JHT, which is of free choice, is paid too. */
  readonly withSavings: boolean;
  readonly declaredAt: Date;
};

/** What was declared for these cards, the newest first. */
export function heldDeclarations(executor: Executor, cards: readonly string[]): Promise<HeldDeclaration[]> {
  return executor.many<HeldDeclaration>(sql`
    select payer_id as "payerId", month, income, with_savings as "withSavings", declared_at as "declaredAt" from billing.declaration
    where payer_id = any(${cards}::uuid[]) order by month desc, declaration_id desc`);
}

export type HeldBill = {
  readonly payerId: string;
  readonly month: string;
  readonly billingCode: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly jht: bigint;
  readonly jkk: bigint;
  readonly jkm: bigint;
  readonly penalty: bigint;
  readonly amount: bigint;
  readonly paid: bigint;
};

/** The bills of these cards with what was paid, the newest first; whole rupiah. */
export function heldBills(executor: Executor, cards: readonly string[]): Promise<HeldBill[]> {
  return executor.many<HeldBill>(sql`
    select b.payer_id as "payerId", b.month, b.billing_code as "billingCode", b.issued_on as "issuedOn", b.due_on as "dueOn",
      c.*, (select coalesce(sum(amount), 0)::bigint from billing.allocation a
        where a.payer_id = b.payer_id and a.month = b.month) as paid
    from billing.bill b join lateral (
      select coalesce(sum(jht), 0)::bigint as jht, coalesce(sum(jkk), 0)::bigint as jkk, coalesce(sum(jkm), 0)::bigint as jkm,
        coalesce(sum(penalty), 0)::bigint as penalty, coalesce(sum(amount), 0)::bigint as amount
      from billing.charge where payer_id = b.payer_id and month = b.month) c on true
    where b.payer_id = any(${cards}::uuid[]) order by b.month desc, b.payer_id`);
}

export type HeldPayment = {
  readonly payerId: string;
  readonly bank: string;
  readonly bankReference: string;
  readonly billingCode: string;
  readonly amount: bigint;
  readonly paidOn: string;
  /** When the bank took it back. */
  readonly reversedOn: string | null;
};

/** What came in for these cards, the newest first. */
export function heldPayments(executor: Executor, cards: readonly string[]): Promise<HeldPayment[]> {
  return executor.many<HeldPayment>(sql`
    select payer_id as "payerId", p.bank, bank_reference as "bankReference", billing_code as "billingCode", amount,
      paid_on as "paidOn", reversed_on as "reversedOn"
    from billing.payment p left join billing.reversal using (payment_id) where payer_id = any(${cards}::uuid[]) order by paid_on desc, p.received_at desc`);
}

export type HeldReminderChoice = {
  readonly payerId: string;
  readonly wanted: boolean;
  readonly changedAt: Date;
};

/** Whether messages about the bills of these cards are wanted, where that was chosen. */
export function heldReminderChoices(
  executor: Executor,
  cards: readonly string[],
): Promise<HeldReminderChoice[]> {
  return executor.many<HeldReminderChoice>(sql`
    select payer_id as "payerId", wanted, changed_at as "changedAt" from billing.reminder_choice
    where payer_id = any(${cards}::uuid[]) order by changed_at desc`);
}
