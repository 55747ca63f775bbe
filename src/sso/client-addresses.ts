type Addresses = {
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  readonly firstParty: boolean;
  readonly public: boolean;
};

/** A domain name in reverse order: nobody else's, and never `javascript:` or `data:`. */
const ownScheme = /^[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+:$/;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a client's addresses may be registered: https, or http on the own machine; an installed application may have
 * a scheme of its own with a dot in it (RFC 8252 §7.1). No fragments. A service of somebody else stays on one host,
 * because the subject that it sees is made for that host.
 */
export function addressesAreUsable(client: Addresses): boolean {
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = client;
  const hosts = new Set(redirectUris.map((uri) => URL.parse(uri)?.host));
  return (
    redirectUris.length > 0 &&
    [...redirectUris, ...postLogoutRedirectUris].every((uri) => isUsable(uri, client.public)) &&
    (backchannelLogoutUri === undefined || isUsable(backchannelLogoutUri, false)) &&
    (client.firstParty || hosts.size === 1)
  );
}

function isUsable(uri: string, installed: boolean): boolean {
  const address = URL.parse(uri);
  if (!address || uri.includes('#') || address.username !== '' || address.password !== '') return false;
  if (address.protocol === 'https:') return true;
  if (address.protocol === 'http:') return loopback.has(address.hostname);
  return installed && ownScheme.test(address.protocol);
}
