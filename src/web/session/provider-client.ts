import * as client from 'openid-client';
import { AppError } from '#kernel';
import { insideFetch } from './inside-fetch.ts';
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
  return client.discovery(
    issuer,
    clientId,
    { id_token_signed_response_alg: 'ES256' },
    (...request) => client.ClientSecretBasic(clientSecret())(...request),
    {
      timeout: 5,
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
      [client.customFetch]: insideFetch(issuer, new URL(config.SSO_INTERNAL_URL ?? issuer)),
    },
  );
}
