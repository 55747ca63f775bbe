import { createHmac } from 'node:crypto';
import { equalBytes } from '#platform';
import { z } from 'zod';
import { type Carrier, carrierName, type ErrorClass, type Handover, type Outgoing } from './carrier.ts';

export type GatewayOptions = {
  readonly channel: 'sms' | 'whatsapp';
  readonly url: URL;
  readonly sender: string;
  readonly timeoutSeconds: number;
  /** Where the gateway posts its receipts. */
  readonly receiptUrl: string;
};

const answerShape = z.object({ id: z.union([z.string().min(1).max(200), z.number()]) });

/**
 * SMS or WhatsApp over an HTTP gateway: POST of JSON {channel, to, from, text, reference, validUntil, receiptUrl} with
 * basic authentication; 2xx and {id} mean taken. Receipts come back to `receiptUrl`, see receipt.ts.
 */
export function gatewayCarrier(options: GatewayOptions): Carrier {
  return {
    name: carrierName(options.url),
    channel: options.channel,
    handOver: async (message) => {
      try {
        return await toHandover(await post(options, 'POST', JSON.stringify(requestOf(options, message))));
      } catch (error) {
        return { kind: 'unavailable', error: errorClass(error) };
      }
    },
    check: async () => {
      try {
        // Any answer but a refusal of our name shows that the gateway is there.
        const { status } = await post(options, 'HEAD');
        return status === 401 || status === 403 ? 'refused_us' : status >= 500 ? 'busy' : undefined;
      } catch (error) {
        return errorClass(error);
      }
    },
    close: async () => {},
  };
}

function requestOf(options: GatewayOptions, message: Outgoing) {
  return {
    channel: options.channel,
    to: message.to,
    from: options.sender,
    text: message.text,
    reference: message.reference,
    validUntil: message.expiresAt.toISOString(),
    receiptUrl: options.receiptUrl,
  };
}

function post({ url, timeoutSeconds }: GatewayOptions, method: string, body?: string): Promise<Response> {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return fetch(address, {
    method,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    ...(body === undefined ? {} : { body }),
    redirect: 'error',
    // Covers the reading of the answer too.
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  });
}

async function toHandover(response: Response): Promise<Handover> {
  const body = await response.text();
  if (response.ok) return accepted(body);
  switch (response.status) {
    case 422:
      return { kind: 'refused', error: 'recipient_refused' };
    case 429:
    case 503:
      return { kind: 'unavailable', error: 'busy' };
    default:
      return { kind: 'unavailable', error: response.status >= 500 ? 'busy' : 'refused_us' };
  }
}

/** A gateway that says yes has the message, even when its answer cannot be read: sending again would double it. */
function accepted(body: string): Handover {
  try {
    return { kind: 'accepted', providerMessageId: String(answerShape.parse(JSON.parse(body)).id) };
  } catch {
    return { kind: 'accepted', providerMessageId: undefined };
  }
}

function errorClass(error: unknown): ErrorClass {
  return (error as Error).name === 'TimeoutError' ? 'timed_out' : 'unreachable';
}

/** `sha256=<hex>`: HMAC of the receipt's body with the password that we share with the gateway. */
export function signReceipt(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function isSignedBy(secret: string, body: string, signature: string): boolean {
  return secret !== '' && equalBytes(Buffer.from(signReceipt(secret, body)), Buffer.from(signature));
}
