import { setTimeout as sleep } from 'node:timers/promises';
import type { ClosedServices } from '#accounts';
import { addJob } from '#platform';
import type Provider from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import { type BackchannelLogout, backchannelLogoutTask, sendBackchannelLogout } from './backchannel.ts';
import * as queries from './queries.ts';
import type { SsoServices } from './services.ts';

/** Nobody waits longer than this for a page after logging out, however slow a service is. */
export const mostWaitMs = 2000;
/** More than a person opens in a session; a page and an address have room for so many names. */
const mostNamed = 20;

type UsedService = {
  readonly clientId: string;
  readonly name: string;
  readonly logout: BackchannelLogout | undefined;
};

/**
 * Tells every service of somebody else that a provider's session was used for, all at once, and waits for their answers
 * for two seconds at most. Who does not answer is told again by a job; who cannot be told is named too. The session goes
 * only then, so that a crash meanwhile leaves it to the job of the session's end.
 */
export async function closeServices(
  provider: Provider,
  { accounts: { database } }: SsoServices,
  clients: ClientDirectory,
  sessionHash: Buffer,
): Promise<ClosedServices> {
  const used = await usedServices(clients, await queries.storedSession(database, sessionHash));
  const told = await Promise.all(
    used.map(async (service) => ({
      ...service,
      closed: service.logout !== undefined && (await answersInTime(provider, service.logout)),
    })),
  );
  await database.transaction(async (tx) => {
    if ((await queries.deleteSession(tx, sessionHash)) === undefined) return;
    for (const { logout, closed } of told)
      if (logout && !closed) await addJob(tx, backchannelLogoutTask, logout);
  });
  return namesOf(told);
}

/**
 * The same for a logout in which the library has told them, once each: `answered` are the clients that said so. The one
 * that asked for the logout has closed its own session before (OpenID Connect RP-Initiated Logout 1.0 §2).
 */
export async function closedByLibrary(
  clients: ClientDirectory,
  session: queries.Payload,
  answered: ReadonlySet<string>,
): Promise<ClosedServices> {
  const used = await usedServices(clients, session);
  return namesOf(used.map(({ clientId, name }) => ({ name, closed: answered.has(clientId) })));
}

function namesOf(told: readonly { readonly name: string; readonly closed: boolean }[]): ClosedServices {
  const those = (closed: boolean) =>
    told
      .filter((service) => service.closed === closed)
      .map(({ name }) => name)
      .slice(0, mostNamed);
  return { closed: those(true), open: those(false) };
}

async function usedServices(
  clients: ClientDirectory,
  session: queries.Payload | undefined,
): Promise<UsedService[]> {
  const authorizations = Object.entries(
    (session?.['authorizations'] ?? {}) as Record<string, { readonly sid?: string }>,
  );
  const used: UsedService[] = [];
  for (const [clientId, { sid = '' }] of authorizations) {
    const name = clients.isFace(clientId) ? undefined : await clients.nameOf(clientId);
    if (name === undefined) continue;
    const listens = (await clients.metadata(clientId))?.backchannel_logout_uri !== undefined;
    const logout = listens ? { clientId, subject: String(session?.['accountId']), sid } : undefined;
    used.push({ clientId, name: name.slice(0, 60), logout });
  }
  return used;
}

function answersInTime(provider: Provider, logout: BackchannelLogout): Promise<boolean> {
  return Promise.race([
    sendBackchannelLogout(provider, logout).then(
      () => true,
      () => false,
    ),
    sleep(mostWaitMs, false, { ref: false }),
  ]);
}
