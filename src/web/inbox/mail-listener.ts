import type { AddressInfo, Server } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type MailText, readMail } from './mail-text.ts';

export type PortListener = { readonly port: number; close(): Promise<void> };

export type ReceivedMail = MailText & { readonly to: string };

export type MailListenerOptions = {
  readonly port: number;
  /** Takes one mail; an error with `responseCode` refuses it with that SMTP answer. */
  readonly onMail: (mail: ReceivedMail) => Promise<void> | void;
  /** Refuses a recipient by throwing, in the same way. */
  readonly onRecipient?: (to: string) => void;
};

const largestMailBytes = 1024 * 1024;

/** A real SMTP server on this machine only, without TLS or login. Rejects when the port is taken. */
export async function startMailListener(options: MailListenerOptions): Promise<PortListener> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMailBytes,
    logger: false,
    onRcptTo: (address, _session, done) => {
      try {
        options.onRecipient?.(address.address);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    onData: (stream, session, done) => void answerMail(stream, session, options, done),
  });
  // A connection that breaks is the client's affair.
  server.on('error', () => {});
  const listening = await listenLocally(server.server, options.port, () =>
    server.listen(options.port, '127.0.0.1'),
  );
  return {
    port: listening,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

async function answerMail(
  stream: AsyncIterable<Buffer>,
  session: SMTPServerSession,
  options: MailListenerOptions,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    await take(stream, session, options);
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

async function take(
  stream: AsyncIterable<Buffer>,
  session: SMTPServerSession,
  options: MailListenerOptions,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const mail = readMail(Buffer.concat(chunks));
  for (const { address } of session.envelope.rcptTo) await options.onMail({ ...mail, to: address });
}

/** Waits until the server listens; rejects when it cannot. Port 0 takes a free one. */
export function listenLocally(
  server: Server,
  port: number,
  start = () => server.listen(port, '127.0.0.1'),
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
    start();
  });
}
