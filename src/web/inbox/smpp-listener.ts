import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { smpp, type SmppSession, smppStatus, type SmppUnit } from '#notifications';
import { listenLocally, type PortListener } from './mail-listener.ts';

export type ReceivedSms = {
  readonly to: string;
  readonly text: string;
  /** SMS unless the gateway says otherwise. */
  readonly channel?: 'sms' | 'whatsapp';
};

export type SmppListenerOptions = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Takes one message; answers with an SMPP status, 0 when taken. */
  readonly onSubmit: (message: ReceivedSms) => Promise<number> | number;
  /** What the receipt says, about a second later; undefined sends none. */
  readonly stateOf: (message: ReceivedSms) => 'DELIVRD' | 'UNDELIV' | undefined;
  readonly receiptAfterMs: number;
  /** The receipt has reached the sender. */
  readonly onReported?: (message: ReceivedSms) => void;
};

const retryMs = 1000;
const receiptTries = 30;

/** A real SMPP 3.4 message centre on this machine only. Rejects when the port is taken. */
export async function startSmppListener(options: SmppListenerOptions): Promise<PortListener> {
  const bound = new Set<SmppSession>();
  const sockets = new Set<Socket>();
  const server = smpp.createServer((session) => serve(session, bound, options));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listenLocally(server, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(session: SmppSession, bound: Set<SmppSession>, options: SmppListenerOptions): void {
  session.on('error', () => session.destroy());
  session.once('close', () => bound.delete(session));
  session.on('bind_transceiver', (unit: SmppUnit) => {
    const known = unit.system_id === options.user && unit.password === options.password;
    session.send(unit.response({ command_status: known ? smppStatus.ok : smppStatus.bindFailed }));
    if (known) bound.add(session);
    else session.close();
  });
  session.on('enquire_link', (unit: SmppUnit) => session.send(unit.response()));
  session.on('unbind', (unit: SmppUnit) => {
    session.send(unit.response());
    session.close();
  });
  session.on('submit_sm', (unit: SmppUnit) => void submit(session, unit, bound, options));
}

async function submit(
  session: SmppSession,
  unit: SmppUnit,
  bound: Set<SmppSession>,
  options: SmppListenerOptions,
): Promise<void> {
  const text = String(unit.message_payload?.message ?? unit.short_message?.message ?? '');
  const message = { to: `+${unit.destination_addr ?? ''}`, text };
  const status = bound.has(session) ? await options.onSubmit(message) : smppStatus.bindFailed;
  const id = randomBytes(8).toString('hex');
  session.send(unit.response(status === smppStatus.ok ? { message_id: id } : { command_status: status }));
  if (status !== smppStatus.ok || unit.registered_delivery !== 1) return;
  report({ id, unit, message, bound, options, triesLeft: receiptTries }, options.receiptAfterMs);
}

type Report = {
  readonly id: string;
  readonly unit: SmppUnit;
  readonly message: ReceivedSms;
  readonly bound: ReadonlySet<SmppSession>;
  readonly options: SmppListenerOptions;
  readonly triesLeft: number;
};

/** Sends the receipt over any session of the sender that is bound, again until it is taken. */
function report(receipt: Report, afterMs: number): void {
  const { id, unit, message, bound, options, triesLeft } = receipt;
  const state = options.stateOf(message);
  if (state === undefined || triesLeft === 0) return;
  setTimeout(() => {
    const [session] = [...bound].toReversed();
    const again = () => report({ ...receipt, triesLeft: triesLeft - 1 }, retryMs);
    const fields = {
      source_addr: unit.destination_addr ?? '',
      destination_addr: unit.source_addr ?? '',
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:${state === 'DELIVRD' ? '001' : '000'} stat:${state} err:000 text:`,
    };
    const answered = (answer: SmppUnit) =>
      answer.command_status === smppStatus.ok ? options.onReported?.(message) : again();
    if (!session?.deliver_sm(fields, answered)) again();
  }, afterMs).unref();
}
