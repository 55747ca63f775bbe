import type { Config } from '#platform';
import { demonstrationProviders } from '#web/inbox';

/** The configuration with its mail, SMS and WhatsApp providers and its banks: the configured ones, else in a demonstration its own inbox. */
export function withProviders(config: Config): Config {
  if (!config.DEMO) return config;
  const own = demonstrationProviders(config);
  return {
    ...config,
    SMTP_URL: config.SMTP_URL ?? own.smtpUrl,
    SMS_PROVIDERS: config.SMS_PROVIDERS ?? own.smsProviders,
    WHATSAPP_PROVIDERS: config.WHATSAPP_PROVIDERS ?? own.whatsAppProviders,
    BANK_KEYS: config.BANK_KEYS ?? own.bankKeys,
  };
}
