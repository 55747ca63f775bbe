import { addJob } from '#platform';
import type Provider from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import type * as queries from './queries.ts';
import type { SsoServices } from './services.ts';

// The library's types leave out this method of its client.
declare module 'oidc-provider' {
  interface Client {
    backchannelLogout(subject: string, sid: string): Promise<void>;
  }
}

export const backchannelLogoutTask = 'sso.backchannel_logout';

/** Ids only: which client is told that which of its sessions ended. */
export type BackchannelLogout = {
  readonly clientId: string;
  readonly subject: string;
  readonly sid: string;
};

/** The services of somebody else that a provider's session was used for and that want to hear of its end. */
export async function toBeTold(
  clients: ClientDirectory,
  session: queries.Payload | undefined,
): Promise<BackchannelLogout[]> {
  const authorizations = Object.entries(
    (session?.['authorizations'] ?? {}) as Record<string, { readonly sid?: string }>,
  );
  const told: BackchannelLogout[] = [];
  for (const [clientId, { sid = '' }] of authorizations) {
    if ((await clients.metadata(clientId))?.backchannel_logout_uri)
      told.push({ clientId, subject: String(session?.['accountId']), sid });
  }
  return told;
}

export async function queueBackchannelLogouts(
  { accounts }: SsoServices,
  logouts: readonly BackchannelLogout[],
): Promise<void> {
  for (const logout of logouts) await addJob(accounts.database, backchannelLogoutTask, logout);
}

/** Tells one client that a session ended (OpenID Connect Back-Channel Logout 1.0); throws when it does not answer, so that the job is tried again. */
export async function sendBackchannelLogout(provider: Provider, logout: BackchannelLogout): Promise<void> {
  const client = await provider.Client.find(logout.clientId);
  await client?.backchannelLogout(logout.subject, logout.sid);
}
