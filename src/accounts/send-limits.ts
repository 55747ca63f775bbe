import {
  type Counted,
  type LimitName,
  addressSubject,
  networkSubject,
  peekEach,
  settleSoon,
  takeEach,
} from '#throttle';
import type { MessageMethod } from './strength.ts';
import type { AccountServices } from './types.ts';

export type SendRefusal =
  /** The 60 seconds between two sends by one way are not over. */
  | { readonly kind: 'too-soon'; readonly at: Date }
  /** The account has been sent as many as may be. */
  | { readonly kind: 'too-many'; readonly at: Date }
  /** This way is used up for the number or its neighbours, or for everybody: other ways still work. */
  | { readonly kind: 'way-closed'; readonly at: Date }
  | { readonly kind: 'not-possible' };

/** What a send is counted for. */
export type SendSubjects = {
  readonly accountId: string;
  readonly method: MessageMethod;
  /** What the 60 seconds are about: one way of one account. */
  readonly wayId: string;
  readonly to: string;
  /** Network address of the browser that asks. */
  readonly address: string;
};

type Budget = {
  readonly name: LimitName;
  readonly subject: (send: SendSubjects) => string;
  readonly refusal: 'too-soon' | 'too-many' | 'way-closed';
  /** Only for ways that cost money per message. */
  readonly paidOnly?: true;
};

/** Numbers that differ in their last four digits only: whoever pumps SMS owns a block of numbers (security.md d.6). */
const blockOf = (phone: string) => phone.slice(0, -4);
/** The house's day is counted in parts, so that not everybody waits for one row. */
const partOf = (accountId: string) => `part ${accountId.slice(-1)}`;
/** All of them: an id ends with a hexadecimal digit. */
export const houseParts: readonly string[] = Array.from('0123456789abcdef', partOf);

/** In the order of the table of limits: the narrow ones first, so that what they refuse uses up nothing that others need. */
const budgets: readonly Budget[] = [
  { name: 'code_send_gap', subject: ({ wayId }) => wayId, refusal: 'too-soon' },
  { name: 'code_sends_hour', subject: ({ accountId }) => accountId, refusal: 'too-many' },
  { name: 'code_sends_day', subject: ({ accountId }) => accountId, refusal: 'too-many' },
  { name: 'paid_sends_number', subject: ({ to }) => to, refusal: 'way-closed', paidOnly: true },
  { name: 'paid_sends_block', subject: ({ to }) => blockOf(to), refusal: 'way-closed', paidOnly: true },
  {
    name: 'paid_sends_address',
    subject: ({ address }) => addressSubject(address),
    refusal: 'way-closed',
    paidOnly: true,
  },
  {
    name: 'paid_sends_network',
    subject: ({ address }) => networkSubject(address),
    refusal: 'way-closed',
    paidOnly: true,
  },
  {
    name: 'paid_sends_day',
    subject: ({ accountId }) => partOf(accountId),
    refusal: 'way-closed',
    paidOnly: true,
  },
];

function sendBudgetsOf({ method }: Pick<SendSubjects, 'method'>): readonly Budget[] {
  return method === 'email' ? budgets.filter(({ paidOnly }) => !paidOnly) : budgets;
}

const paidBudgetsOf = (send: SendSubjects) => sendBudgetsOf(send).filter(({ paidOnly }) => paidOnly);

/**
 * Takes one send from every budget that it falls under. What was taken before one refuses is given back, so that a
 * refused send counts for nothing. Undefined when it may go.
 */
export async function takeSend(
  services: AccountServices,
  send: SendSubjects,
  now: Date,
): Promise<SendRefusal | undefined> {
  return takeFrom(services, sendBudgetsOf(send), send, now);
}

/**
 * The same of the budgets for messages that cost money only, where the sends of an account or a person are counted
 * otherwise: for what somebody asked for who has proven nothing.
 */
export async function takePaidSend(
  services: AccountServices,
  send: SendSubjects,
  now: Date,
): Promise<PaidRefusal | undefined> {
  const refusal = await takeFrom(services, paidBudgetsOf(send), send, now);
  if (!refusal || refusal.kind === 'not-possible') return refusal;
  return { kind: 'way-closed', at: refusal.at };
}

export type PaidRefusal = Extract<SendRefusal, { readonly kind: 'way-closed' | 'not-possible' }>;

async function takeFrom(
  services: AccountServices,
  due: readonly Budget[],
  send: SendSubjects,
  now: Date,
): Promise<SendRefusal | undefined> {
  if (!mayBeSentTo(services, send)) return { kind: 'not-possible' };
  if (due.length === 0) return undefined;
  const answers = await takeEach(services.database, services, countedOf(due, send), now);
  const last = answers.at(-1);
  const refusing = due[answers.length - 1];
  if (!last || last.allowed || !refusing) return undefined;
  await giveBackAll(services, countedOf(due.slice(0, answers.length - 1), send));
  return { kind: refusing.refusal, at: last.until };
}

function countedOf(some: readonly Budget[], send: SendSubjects): Counted[] {
  return some.map(({ name, subject }) => ({ name, subject: subject(send) }));
}

/** The instant at which every budget allows one more. */
export async function mayBeSentAt(services: AccountServices, send: SendSubjects, now: Date): Promise<Date> {
  const counted = countedOf(sendBudgetsOf(send), send);
  const allowances = await peekEach(services.database, services, counted, now);
  return allowances.reduce((at, { allowed, until }) => (!allowed && until > at ? until : at), now);
}

/** A send that came to nothing is not counted. */
export function giveBackSend(services: AccountServices, send: SendSubjects): Promise<void> {
  return giveBackAll(services, countedOf(sendBudgetsOf(send), send));
}

/**
 * The budgets are against messages that nobody uses; this one was used. Those of the account are settled with the
 * code itself; these stand on rows that many people share, and are given back outside that transaction.
 */
export function giveBackPaid(services: AccountServices, send: SendSubjects): Promise<void> {
  return giveBackAll(services, countedOf(paidBudgetsOf(send), send));
}

async function giveBackAll(services: AccountServices, givenBack: readonly Counted[]): Promise<void> {
  if (givenBack.length > 0) await settleSoon(services.database, services, { givenBack });
}

/** Messages that cost money go only to the countries that the operator names. */
function mayBeSentTo(
  { config }: AccountServices,
  { method, to }: Pick<SendSubjects, 'method' | 'to'>,
): boolean {
  return method === 'email' || config.PHONE_COUNTRIES.some((prefix) => to.startsWith(prefix));
}
