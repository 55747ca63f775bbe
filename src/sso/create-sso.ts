import type { LiveSession } from '#accounts';
import type { FaceEnvironment, Visit } from '#platform';
import type { Hono } from 'hono';
import Provider, { type errors } from 'oidc-provider';
import { type ClientDirectory, clientDirectory, secretMatches } from './clients.ts';
import * as interactions from './interactions.ts';
import { type BackchannelLogout, sendBackchannelLogout } from './backchannel.ts';
import { addLogoutRules } from './logout.ts';
import { mountProvider, prepareProvider } from './mount.ts';
import { providerConfiguration } from './provider-configuration.ts';
import { loadProviderKeys, type ProviderKeys, providerKeysWord } from './provider-keys.ts';
import { freshStart } from './provider-pages.ts';
import type { SsoServices } from './services.ts';
import { afterSessionEnded } from './session-ended.ts';
import { peekSession, sessionOf } from './session-of.ts';

export type Sso = {
  /** Puts the protocol's addresses into the sso face (Face.mount). */
  mount(app: Hono<FaceEnvironment>): void;
  /** Looks whether other keys sign now, or are published; called every few seconds. */
  refreshKeys(): Promise<void>;
  /** What waits for this browser under this uid; undefined when it expired, was used or is another browser's. */
  interactionOf(visit: Visit, uid: string): Promise<interactions.WaitingInteraction | undefined>;
  /** 303 to the waiting client with the sign-in that accounts finished, or to where the person should be. */
  finish(visit: Visit, uid: string): Promise<Response>;
  /** 303 to the waiting client, which is told that the member did not go on. */
  cancel(visit: Visit, uid: string): Promise<Response>;
  /** 303 to the waiting client, which may see what it asked for, for 90 days. */
  consent(visit: Visit, uid: string): Promise<Response>;
  /** The live session of this browser at the provider; undefined when nobody is signed in. */
  sessionOf(visit: Visit): Promise<LiveSession | undefined>;
  /** The id of this browser's live session, looked at without counting as use. */
  peekSession(visit: Visit): Promise<string | undefined>;
  /** 303 to the start of a fresh sign-in. */
  startAgain(visit: Visit): Response;
  /** The job `sso.backchannel_logout`. Throws when the client does not answer. */
  sendBackchannelLogout(logout: BackchannelLogout): Promise<void>;
  /** The job that accounts queues when a session ends: the other services that it was used for are told. */
  afterSessionEnded(sessionId: string): Promise<void>;
};

/** The library reads its keys at its start, so that other keys are another provider. */
function newProvider(services: SsoServices, clients: ClientDirectory, providerKeys: ProviderKeys): Provider {
  const issuer = services.accounts.config.origins.sso;
  const provider = new Provider(issuer, providerConfiguration(services, clients, providerKeys));
  // Kept secrets are hashes, so what is sent is hashed before it is compared.
  provider.Client.prototype.compareClientSecret = function (this: { clientSecret?: string }, sent: string) {
    return secretMatches(this.clientSecret, sent);
  };
  provider.on('server_error', (_ctx, error: Error | errors.OIDCProviderError) =>
    services.log.error({ error }, 'the provider failed'),
  );
  addLogoutRules(provider, services, clients);
  prepareProvider(provider, issuer);
  return provider;
}

/** The OpenID provider of the sso face. Makes its signing keys when there are none. */
export async function createSso(services: SsoServices): Promise<Sso> {
  const { config, database, keys, clock } = services.accounts;
  const clients = clientDirectory({ database, config, keys, clock });
  const issuer = config.origins.sso;
  const load = () => loadProviderKeys({ database, keys, clock });
  let providerKeys = await load();
  let provider = newProvider(services, clients, providerKeys);
  let running: Promise<void> = Promise.resolve();
  const refreshKeys = async () => {
    if ((await providerKeysWord({ database, keys, clock })) === providerKeys.word) return;
    providerKeys = await load();
    // What is under way goes on with the provider that it began with: both keep everything in the database.
    provider = newProvider(services, clients, providerKeys);
  };
  const deps = {
    get provider() {
      return provider;
    },
    services,
    clients,
  };
  return {
    mount: (app) => mountProvider(() => provider, issuer, app),
    refreshKeys: () => (running = running.then(refreshKeys)),
    interactionOf: (visit, uid) => interactions.interactionOf(deps, visit, uid),
    finish: (visit, uid) => interactions.finish(deps, visit, uid),
    cancel: (visit, uid) => interactions.cancel(deps, visit, uid),
    consent: (visit, uid) => interactions.consent(deps, visit, uid),
    sessionOf: (visit) => sessionOf(deps, visit),
    peekSession: (visit) => peekSession(deps, visit),
    startAgain: (visit) => visit.redirect(freshStart(services)),
    sendBackchannelLogout: (logout) => sendBackchannelLogout(provider, logout),
    afterSessionEnded: (sessionId) => afterSessionEnded(services, clients, sessionId),
  };
}
