import { type Configuration, errors } from 'oidc-provider';
import { accountFinder, pairwiseSubject } from './account-claims.ts';
import { storageAdapter } from './adapter.ts';
import type { ClientDirectory } from './clients.ts';
import { mostWaitMs } from './close-services.ts';
import { existingGrant } from './existing-grant.ts';
import { acrValues, policy } from './interaction-policy.ts';
import { interactionAddress } from './interaction-address.ts';
import { lifetimeSeconds } from './lifetimes.ts';
import { renderError, renderLoggedOut, renderLogout } from './provider-pages.ts';
import { textOf } from './parameters.ts';
import type { ProviderKeys } from './provider-keys.ts';
import { cookieSignatures } from './cookie-signatures.ts';
import { claimsByScope, scopeNames, sessionClaim } from './scopes.ts';
import type { SsoServices } from './services.ts';

export const routes = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  jwks: '/oauth/jwks',
  userinfo: '/oauth/userinfo',
  end_session: '/oauth/logout',
  pushed_authorization_request: '/oauth/par',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
} as const;

/** The profile of RFC 9700: code flow with PKCE S256, exact redirect addresses, no implicit flow, no passwords to clients. */
export function providerConfiguration(
  services: SsoServices,
  clients: ClientDirectory,
  providerKeys: ProviderKeys,
): Configuration {
  const { database, clock } = services.accounts;
  return {
    adapter: storageAdapter({ database, clock, clients }),
    jwks: providerKeys.jwks,
    routes,
    responseTypes: ['code'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes: [...scopeNames],
    claims: {
      ...claimsByScope,
      acr: null,
      amr: null,
      auth_time: null,
      iss: null,
      sid: null,
      [sessionClaim]: null,
    },
    acrValues,
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: async (_ctx, subject, client) =>
      pairwiseSubject(
        providerKeys.pairwiseSalt,
        textOf(client, 'sectorIdentifier') || client.clientId,
        subject,
      ),
    findAccount: accountFinder(services, clients),
    loadExistingGrant: existingGrant(services, clients),
    interactions: { policy: policy(), url: interactionAddress },
    clockTolerance: 10,
    clientBasedCORS: () => false,
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'], userinfoSigningAlgValues: ['ES256', 'RS256'] },
    discovery: { ui_locales_supported: ['id', 'en'], claims_parameter_supported: true },
    // Only addresses that an operator registered are called; they may well stand in the institution's own network.
    fetch: (url, { dispatcher: _guarded, ...options }: RequestInit & { dispatcher?: unknown } = {}) =>
      fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(mostWaitMs) }),
    cookies: cookies(services),
    features: features(services),
    ttl: ttl(services),
    renderError: renderError(services),
  };
}

/** Over TLS the session cookie is bound to the host; the other two carry a path, which that prefix forbids. */
function cookies({ accounts: { config, keys } }: SsoServices): Configuration['cookies'] {
  const secure = config.origins.sso.startsWith('https://');
  const common = {
    httpOnly: true,
    sameSite: 'lax',
    signed: true,
    overwrite: true,
    ...(secure ? { secure } : {}),
  } as const;
  return {
    keys: cookieSignatures(keys),
    names: {
      session: secure ? '__Host-op_session' : 'op_session',
      interaction: secure ? '__Secure-op_ix' : 'op_ix',
      resume: secure ? '__Secure-op_resume' : 'op_resume',
    },
    long: { ...common, path: '/' },
    short: common,
  };
}

function features(services: SsoServices): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: renderLogout(services),
      postLogoutSuccessSource: renderLoggedOut(services),
    },
    backchannelLogout: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    claimsParameter: { enabled: true },
    revocation: { enabled: true, allowedPolicy: ownToken },
    introspection: { enabled: true, allowedPolicy: ownToken },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => {
        throw new errors.InvalidTarget();
      },
    },
  };
}

/** A client may look at and give back its own tokens, nobody else's. */
const ownToken = async (
  _ctx: unknown,
  client: { readonly clientId: string },
  token: { readonly clientId?: string | undefined },
) => token.clientId === client.clientId;

function ttl({ accounts: { config } }: SsoServices): Configuration['ttl'] {
  return {
    AccessToken: lifetimeSeconds.accessToken,
    AuthorizationCode: lifetimeSeconds.authorizationCode,
    IdToken: lifetimeSeconds.idToken,
    Interaction: lifetimeSeconds.interaction,
    PushedAuthorizationRequest: lifetimeSeconds.pushedRequest,
    Grant: lifetimeSeconds.grant,
    Session: config.SESSION_TOTAL_SECONDS,
    // A new refresh token inherits the end of the one it replaces.
    RefreshToken: (ctx) =>
      ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? lifetimeSeconds.refreshToken,
  };
}
