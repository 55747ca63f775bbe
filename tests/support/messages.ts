import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after } from 'node:test';
import { readConfig } from '#platform';
import { type DeliveryServices, openCarriers } from '#notifications';
import {
  type ReceivedMail,
  type ReceivedSms,
  startGatewayListener,
  startMailListener,
  startSmppListener,
} from '#web/inbox';
import { type Clock, systemClock } from '#kernel';
import type { Config, Database, Logger } from '#platform';
import { createLogger } from '#platform';
import { testKeys } from './keys.ts';

const login = { user: 'goid', password: 'inbox' };

type Refusal = { readonly responseCode: number };

/** A mail server on a free port that a test can make refuse or dawdle. */
export async function mailSink(port = 0) {
  const behaviour: { refuse?: Refusal; refuseRecipient?: Refusal; delayMs?: number } = {};
  const mails: ReceivedMail[] = [];
  const refusal = ({ responseCode }: Refusal) =>
    Object.assign(new Error('refused by the test'), { responseCode });
  const listener = await startMailListener({
    port,
    onRecipient: () => {
      if (behaviour.refuseRecipient) throw refusal(behaviour.refuseRecipient);
    },
    onMail: async (mail) => {
      if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
      if (behaviour.refuse) throw refusal(behaviour.refuse);
      mails.push(mail);
    },
  });
  after(() => listener.close());
  return { ...listener, behaviour, mails, url: `smtp://127.0.0.1:${listener.port}` };
}

/** A message centre on a free port; `status` other than 0 refuses, `receipt` says what becomes of a message. */
export async function smppSink(port = 0) {
  const behaviour: { status: number; delayMs?: number; receipt: 'DELIVRD' | 'UNDELIV' | undefined } = {
    status: 0,
    receipt: 'DELIVRD',
  };
  const messages: ReceivedSms[] = [];
  const counts = { asked: 0 };
  const listener = await startSmppListener({
    ...login,
    port,
    receiptAfterMs: 20,
    stateOf: () => behaviour.receipt,
    onSubmit: async (message) => {
      counts.asked += 1;
      if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
      if (behaviour.status === 0) messages.push(message);
      return behaviour.status;
    },
  });
  after(() => listener.close());
  return { ...listener, behaviour, counts, messages, url: `smpp://goid:inbox@127.0.0.1:${listener.port}` };
}

/** A server that takes every connection and never says a word; its address is `127.0.0.1:port`. */
export async function silentServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An HTTP gateway on a free port; `status` other than 2xx refuses. */
export async function gatewaySink(receiptUrl?: string) {
  const behaviour = { status: 202 };
  const messages: ReceivedSms[] = [];
  const listener = await startGatewayListener({
    ...login,
    port: 0,
    receiptUrl,
    receiptAfterMs: 20,
    onMessage: (message) => {
      if (behaviour.status < 300) messages.push(message);
      return behaviour.status;
    },
  });
  after(() => listener.close());
  return { ...listener, behaviour, messages, url: `http://goid:inbox@127.0.0.1:${listener.port}/messages` };
}

export function testConfig(settings: Readonly<Record<string, string>> = {}): Config {
  return readConfig({ NODE_ENV: 'test', MESSAGE_TIMEOUT_SECONDS: '1', ...settings });
}

export const silentLog: Logger = createLogger('silent');

/** Everything that delivering needs, with the providers that the settings name; closed when the test file ends. */
export function deliveryServices(
  database: Database,
  settings: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
): DeliveryServices {
  const services = { database, keys: testKeys, clock, log: silentLog, config: testConfig(settings) };
  const carriers = openCarriers(services);
  after(() => carriers.close());
  return { ...services, carriers };
}

/** Waits until the condition holds; fails after ten seconds, or as many as said. */
export async function eventually(
  condition: () => Promise<boolean> | boolean,
  what: string,
  seconds = 10,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
