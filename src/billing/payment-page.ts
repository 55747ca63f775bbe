import { createHmac } from 'node:crypto';
import { dayIn, isIsoDate } from '#kernel';
import { type Config, type Database, equalBytes, type Page, type Visit } from '#platform';
import { z } from 'zod';
import { receivePayment } from './receive-payment.ts';
import { receiveReversal } from './receive-reversal.ts';

/** Path of the page where banks tell of payments, on the face of the employers. */
export const paymentPath = '/payments';

const paymentShape = z.object({
  reference: z.string().regex(/^[!-~]{1,64}$/),
  billingCode: z.string().regex(/^\d{1,20}$/),
  // Whole rupiah as text: a number of JSON loses digits.
  amount: z.string().regex(/^[1-9]\d{0,14}$/),
  paidOn: z.string().refine(isIsoDate),
});

/** A payment that the bank takes back whole: `reverses` is the reference of the payment, `reference` that of the reversal. */
const reversalShape = paymentShape
  .pick({ reference: true, amount: true })
  .extend({ reverses: paymentShape.shape.reference, reversedOn: paymentShape.shape.paidOn });

/**
 * POST /payments: a bank tells of one payment, as JSON {reference, billingCode, amount, paidOn}, with the headers
 * `X-Bank: name`, `X-Timestamp: seconds since 1970` and `X-Signature: sha256=<HMAC-SHA-256 of timestamp, a dot and the body
 * with the bank's key>`. 201 noted; 200 told before; 202 kept, but the code names no bill; 400 not understood; 401 not signed
 * by a bank of ours, or too old; 409 told before with other values. Telling again changes nothing, so a bank may repeat what it got no
 * answer to. A payment that it takes back it tells of as {reference, reverses, amount, reversedOn}: 201 noted, 200 told before, 404 no such
 * payment, 409 otherwise than told before. For the bank's programmers: docs/payments.md.
 */
export function paymentPage(database: Database): Page {
  return {
    path: paymentPath,
    access: 'machine',
    receive: async (visit, body) => {
      const bank = signer(visit, body);
      if (!bank) return answer(visit, 401, { error: 'not_signed' });
      const told = parseJson(body);
      const payment = paymentShape.safeParse(told);
      if (payment.success) return takePayment(database, visit, bank, payment.data);
      const reversal = reversalShape.safeParse(told);
      return reversal.success
        ? takeReversal(database, visit, bank, reversal.data)
        : answer(visit, 400, { error: 'not_understood' });
    },
  };
}

async function takePayment(
  database: Database,
  visit: Visit,
  bank: string,
  told: z.infer<typeof paymentShape>,
): Promise<Response> {
  const { reference, billingCode, amount, paidOn } = told;
  if (paidOn > dayIn(visit.now)) return answer(visit, 400, { error: 'not_understood' });
  const payment = { bank, bankReference: reference, billingCode, amount: BigInt(amount), paidOn };
  const received = await receivePayment(database, payment, visit.now);
  if (!received.ok) return answer(visit, 409, { error: received.refusal });
  const { state, matched } = received.value;
  return answer(visit, state === 'again' ? 200 : matched ? 201 : 202, { state, matched });
}

async function takeReversal(
  database: Database,
  visit: Visit,
  bank: string,
  told: z.infer<typeof reversalShape>,
): Promise<Response> {
  const { reference, reverses, amount, reversedOn } = told;
  if (reversedOn > dayIn(visit.now)) return answer(visit, 400, { error: 'not_understood' });
  const reversal = {
    bank,
    bankReference: reverses,
    reversalReference: reference,
    amount: BigInt(amount),
    reversedOn,
  };
  const taken = await receiveReversal(database, reversal, visit.now);
  if (taken.ok) return answer(visit, taken.value.state === 'new' ? 201 : 200, taken.value);
  return answer(visit, taken.refusal === 'payment_unknown' ? 404 : 409, { error: taken.refusal });
}

/** A message is good for so long: a caught one sent again later is refused before it is looked at. */
const signatureSeconds = 300;

export function signPayment(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`;
}

function signer(visit: Visit, body: string): string | undefined {
  const { req } = visit.context;
  const timestamp = req.header('x-timestamp') ?? '';
  const bank = req.header('x-bank') ?? '';
  const age = Math.abs(visit.now.getTime() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || age > signatureSeconds) return undefined;
  const key = bankKeys(visit.config).get(bank);
  if (!key) return undefined;
  const signature = req.header('x-signature') ?? '';
  return equalBytes(Buffer.from(signPayment(key, timestamp, body)), Buffer.from(signature))
    ? bank
    : undefined;
}

/** `name:key` pairs of the setting; a key of fewer than 32 characters is none. */
export function bankKeys({ BANK_KEYS }: Pick<Config, 'BANK_KEYS'>): ReadonlyMap<string, string> {
  const pairs = (BANK_KEYS ?? '').split(/\s+/).flatMap((pair) => {
    const at = pair.indexOf(':');
    return at > 0 && pair.length - at > 32 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
  });
  return new Map(pairs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(visit: Visit, status: 200 | 201 | 202 | 400 | 401 | 404 | 409, body: object): Response {
  return visit.context.json(body, status);
}
