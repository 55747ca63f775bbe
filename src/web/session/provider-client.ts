import * as client from 'openid-client';
import { AppError } from '#kernel';
import type { FaceSessionOptions } from './options.ts';

export type ProviderClient = { configuration(): Promise<client.Configuration> };

/**
 * The face as a client of the provider. Discovery waits until it is needed, so that faces may start in any order,
 * and is tried again after a failure.
 */
export function providerClient(options: FaceSessionOptions): ProviderClient {
  let known: Promise<client.Configuration> | undefined;
  return {
    configuration: () => {
      known ??= discover(options).catch((error: unknown) => {
        known = undefined;
        throw new AppError('unavailable', 'the provider does not answer', {
          cause: error,
          retryAfterSeconds: 10,
        });
      });
      return known;
    },
  };
}

async function discover({
  services,
  clientId,
  clientSecret,
}: FaceSessionOptions): Promise<client.Configuration> {
  const { config } = services;
  const issuer = new URL(config.origins.sso);
  const configuration = await client.discovery(
    issuer,
    clientId,
    { id_token_signed_response_alg: 'ES256' },
    client.ClientSecretBasic(clientSecret),
    {
      timeout: 5,
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
      ...(config.SSO_INTERNAL_URL
        ? { [client.customFetch]: inwards(issuer, new URL(config.SSO_INTERNAL_URL)) }
        : {}),
    },
  );
  return configuration;
}

/** Reaches the provider from inside, under the name that it has outside. */
function inwards(issuer: URL, inside: URL): client.CustomFetch {
  return (address, options) => {
    const target = new URL(address);
    if (target.origin !== issuer.origin) return fetch(address, options as RequestInit);
    target.protocol = inside.protocol;
    target.host = inside.host;
    const headers = { ...options.headers, host: issuer.host };
    return fetch(target, { ...(options as RequestInit), headers });
  };
}
