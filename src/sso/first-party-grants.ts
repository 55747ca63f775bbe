import type { AdapterPayload } from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import { lifetimeSeconds } from './lifetimes.ts';
import { claimNames, scopeNames } from './scopes.ts';

const prefix = 'own.';

/**
 * What belongs to the programme needs no consent, so its grant is not a row: the id says it all
 * (session, client, subject), which spares every sign-in a write and a read.
 */
export function faceGrantId(sessionUid: string, clientId: string, subject: string): string {
  return prefix + [sessionUid, clientId, subject].map(encodeURIComponent).join('/');
}

export function isFaceGrant(id: string): boolean {
  return id.startsWith(prefix);
}

/** The grant that the id names, as long as the client still belongs to the programme. */
export async function faceGrant(
  id: string,
  clients: ClientDirectory,
  now: Date,
): Promise<AdapterPayload | undefined> {
  const [, clientId = '', accountId = ''] = id.slice(prefix.length).split('/').map(decodeURIComponent);
  if (!(await clients.isFirstParty(clientId))) return undefined;
  const issuedAt = Math.floor(now.getTime() / 1000);
  return {
    jti: id,
    kind: 'Grant',
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds.grant,
    accountId,
    clientId,
    openid: { scope: scopeNames.join(' '), claims: [...claimNames] },
  };
}
