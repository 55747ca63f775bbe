import type { Config } from '#platform';

/** The login of the demonstration's own message centres; they listen on this machine only. SMPP allows 8 characters. */
export const demonstrationLogin = { user: 'goid', password: 'inbox' };

/** The bank of the demonstration, which pays bills on a page beside the inbox; it listens on this machine only. */
export const demonstrationBank = { name: 'bank-contoh', key: 'kunci-bank-contoh-untuk-demonstrasi-saja' };

/**
 * Where the demonstration sends its messages when nothing else is configured: real protocols, into the inbox. SMS go
 * by SMPP; the HTTP gateway stands in when that does not answer, and takes WhatsApp.
 */
export function demonstrationProviders(config: Config): {
  readonly smtpUrl: string;
  readonly smsProviders: string;
  readonly whatsAppProviders: string;
  readonly bankKeys: string;
} {
  const { smtp, smpp, smsGateway } = config.ports;
  const login = `${demonstrationLogin.user}:${demonstrationLogin.password}`;
  const gateway = `http://${login}@127.0.0.1:${smsGateway}/messages`;
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    smsProviders: `smpp://${login}@127.0.0.1:${smpp} ${gateway}`,
    whatsAppProviders: gateway,
    bankKeys: `${demonstrationBank.name}:${demonstrationBank.key}`,
  };
}
