import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { signReceipt } from '#notifications';
import { z } from 'zod';
import { listenLocally, type PortListener } from './mail-listener.ts';
import type { ReceivedSms } from './smpp-listener.ts';

export type GatewayListenerOptions = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Takes one message; answers with an HTTP status, 2xx when taken. */
  readonly onMessage: (message: ReceivedSms) => Promise<number> | number;
  /** The only address that receipts are posted to, whatever a request asks for. */
  readonly receiptUrl: string | undefined;
  readonly receiptAfterMs: number;
  /** The receipt has reached the sender. */
  readonly onReported?: (message: ReceivedSms) => void;
};

const requestShape = z.object({
  channel: z.enum(['sms', 'whatsapp']),
  to: z.string(),
  from: z.string(),
  text: z.string(),
  reference: z.string(),
});
const largestBodyBytes = 16 * 1024;
const retryMs = 1000;
const receiptTries = 30;

/** A real gateway for SMS and WhatsApp over HTTP on this machine only, with signed receipts. Rejects when the port is taken. */
export async function startGatewayListener(options: GatewayListenerOptions): Promise<PortListener> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  const port = await listenLocally(server, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: GatewayListenerOptions,
): Promise<void> {
  const credentials = Buffer.from(`${options.user}:${options.password}`).toString('base64');
  if (request.headers.authorization !== `Basic ${credentials}`) return finish(response, 401);
  if (request.method !== 'POST') return finish(response, 405);
  const parsed = requestShape.safeParse(await readJson(request));
  if (!parsed.success) return finish(response, 400);
  const { to, text, channel } = parsed.data;
  const message = { to, text, channel };
  const status = await options.onMessage(message);
  if (status >= 300) return finish(response, status);
  const id = randomBytes(8).toString('hex');
  finish(response, status, { id });
  report(id, message, options, receiptTries, options.receiptAfterMs);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBodyBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function finish(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body ? JSON.stringify(body) : undefined);
}

function report(
  id: string,
  message: ReceivedSms,
  options: GatewayListenerOptions,
  triesLeft: number,
  afterMs: number,
): void {
  const { receiptUrl, password } = options;
  if (receiptUrl === undefined || triesLeft === 0) return;
  setTimeout(() => {
    const body = JSON.stringify({ id, state: 'delivered' });
    const headers = { 'Content-Type': 'application/json', 'X-Signature': signReceipt(password, body) };
    fetch(receiptUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) }).then(
      (answer) =>
        answer.ok ? options.onReported?.(message) : report(id, message, options, triesLeft - 1, retryMs),
      () => report(id, message, options, triesLeft - 1, retryMs),
    );
  }, afterMs).unref();
}
