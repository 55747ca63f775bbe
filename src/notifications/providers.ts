import { type Config, ConfigError } from '#platform';
import type { Carrier, ErrorClass, Receipt } from './carrier.ts';
import { gatewayCarrier } from './http-carrier.ts';
import { mailCarrier } from './mail-carrier.ts';
import { receiptUrl } from './receipt.ts';
import { smppCarrier } from './smpp-carrier.ts';

type OnReceipt = (receipt: Receipt) => Promise<boolean>;

/** One carrier per configured provider, in order of preference. Throws ConfigError for an address of another kind. */
export function openProviders(config: Config, onReceipt: OnReceipt): Carrier[] {
  const mail = config.SMTP_URL === undefined ? [] : [openMail(config, config.SMTP_URL)];
  return [
    ...mail,
    ...smsUrls(config).map((url) => openSms(config, url, onReceipt)),
    ...whatsAppUrls(config).map((url) => openGateway(config, url, 'whatsapp')),
  ];
}

function smsUrls(config: Config): URL[] {
  return urlsIn(config, 'SMS_PROVIDERS', ['smpp:', 'ssmpp:', 'https:', 'http:']);
}

function whatsAppUrls(config: Config): URL[] {
  return urlsIn(config, 'WHATSAPP_PROVIDERS', ['https:', 'http:']);
}

/** The gateways that post receipts to us. */
export function gatewayUrls(config: Config): URL[] {
  return [...smsUrls(config), ...whatsAppUrls(config)].filter((url) => url.protocol.startsWith('http'));
}

function urlsIn(
  config: Config,
  setting: 'SMS_PROVIDERS' | 'WHATSAPP_PROVIDERS',
  protocols: readonly string[],
): URL[] {
  return (config[setting] ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map((text) => readUrl(setting, text, protocols));
}

function openMail(config: Config, text: string): Carrier {
  return mailCarrier({
    url: readUrl('SMTP_URL', text, ['smtp:', 'smtps:']),
    from: config.MAIL_FROM,
    timeoutSeconds: config.MESSAGE_TIMEOUT_SECONDS,
    host: new URL(config.origins.sso).hostname,
  });
}

function openSms(config: Config, url: URL, onReceipt: OnReceipt): Carrier {
  const options = { url, sender: config.SMS_SENDER, timeoutSeconds: config.MESSAGE_TIMEOUT_SECONDS };
  return url.protocol.endsWith('smpp:')
    ? smppCarrier({ ...options, onReceipt })
    : openGateway(config, url, 'sms');
}

function openGateway(config: Config, url: URL, channel: 'sms' | 'whatsapp'): Carrier {
  const { SMS_SENDER: sender, MESSAGE_TIMEOUT_SECONDS: timeoutSeconds } = config;
  return gatewayCarrier({ channel, url, sender, timeoutSeconds, receiptUrl: receiptUrl(config) });
}

/** In the place of an address without encryption. SMTP is not among them: the mail carrier demands STARTTLS. */
const encrypted: Readonly<Record<string, string>> = { 'http:': 'https://', 'smpp:': 'ssmpp://' };

function readUrl(setting: string, text: string, protocols: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const kinds = protocols.map((protocol) => `${protocol}//`).join(', ');
  // The text itself holds a password and is not repeated.
  if (!url || !protocols.includes(url.protocol) || url.hostname === '')
    throw new ConfigError(`${setting}: each address begins with one of ${kinds} and names a host`);
  const safe = encrypted[url.protocol];
  if (safe !== undefined && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
    throw new ConfigError(
      `${setting}: ${url.protocol}// serves only this machine; use ${safe} for ${url.host}${safe === 'ssmpp://' ? ', or a tunnel that begins on this machine' : ''}`,
    );
  return url;
}

export type ProviderTest = {
  /** Protocol and host, without user or password. */
  readonly name: string;
  readonly ok: boolean;
  readonly error: ErrorClass | undefined;
};

/** Connects and logs in to the mail server and each SMS or WhatsApp provider, sending nothing. For `doctor`. */
export async function testProviders(config: Config): Promise<ProviderTest[]> {
  const carriers = openProviders(config, async () => false);
  const missing = (['email', 'sms'] as const)
    .filter((channel) => !carriers.some((carrier) => carrier.channel === channel))
    .map((channel) => ({ name: channel, ok: false, error: 'not_configured' as const }));
  const tried = await Promise.all(
    carriers.map(async (carrier) => {
      const error = await carrier.check();
      await carrier.close();
      return { name: carrier.name, ok: error === undefined, error };
    }),
  );
  return [...missing, ...tried];
}
