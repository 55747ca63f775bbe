import { createTransport, type Transporter } from 'nodemailer';
import {
  type Carrier,
  CarrierError,
  carrierName,
  type ErrorClass,
  type Handover,
  type Outgoing,
  within,
} from './carrier.ts';

export type MailOptions = {
  readonly url: URL;
  readonly from: string;
  readonly timeoutSeconds: number;
  /** Right-hand side of the Message-ID. */
  readonly host: string;
};

/**
 * E-mail over SMTP (`smtp:`, `smtps:`), one connection per message. Outside this machine `smtp:` must offer
 * STARTTLS. The Message-ID is the message's own, so that a mailbox can tell a copy sent twice.
 */
export function mailCarrier(options: MailOptions): Carrier {
  const transport = createTransport(transportOptions(options));
  return {
    name: carrierName(options.url),
    channel: 'email',
    handOver: (message) => handOver(transport, options, message),
    check: async () => {
      try {
        await within(options.timeoutSeconds, transport.verify());
        return undefined;
      } catch (error) {
        return errorClass(error);
      }
    },
    close: async () => transport.close(),
  };
}

function transportOptions({ url, timeoutSeconds }: MailOptions) {
  const secure = url.protocol === 'smtps:';
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const milliseconds = timeoutSeconds * 1000;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: !secure && local,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    dnsTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

async function handOver(transport: Transporter, options: MailOptions, message: Outgoing): Promise<Handover> {
  try {
    await within(
      options.timeoutSeconds,
      transport.sendMail({
        from: options.from,
        to: { name: '', address: message.to },
        subject: message.subject,
        text: message.text,
        messageId: `<${message.messageId}@${options.host}>`,
        // Out-of-office programs do not answer these (RFC 3834 §5).
        headers: { 'Auto-Submitted': 'auto-generated' },
      }),
    );
    return { kind: 'accepted', providerMessageId: undefined };
  } catch (error) {
    const kind = isRefusedForGood(error) ? 'refused' : 'unavailable';
    return { kind, error: kind === 'refused' ? 'recipient_refused' : errorClass(error) };
  }
}

type SmtpError = Error & {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
};

/** RFC 5321 §4.2.3: no such mailbox. Other 5xx are as often our own set-up, which is mended while messages wait. */
function isRefusedForGood(error: unknown): boolean {
  const { command, responseCode } = error as SmtpError;
  return command === 'RCPT TO' && [550, 551, 553, 556].includes(responseCode ?? 0);
}

function errorClass(error: unknown): ErrorClass {
  if (error instanceof CarrierError) return error.kind;
  const { code = '', responseCode = 0 } = error as SmtpError;
  if (code === 'ETIMEDOUT') return 'timed_out';
  if (responseCode >= 400 && responseCode < 500) return 'busy';
  if (responseCode >= 500 || code === 'EAUTH' || code === 'ETLS') return 'refused_us';
  return 'unreachable';
}
