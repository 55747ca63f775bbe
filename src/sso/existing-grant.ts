import { endSession, originOf } from '#accounts';
import { isId } from '#kernel';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import { faceGrantId } from './first-party-grants.ts';
import * as queries from './queries.ts';
import type { SsoServices } from './services.ts';
import { visitOf } from './visits.ts';

type LoadExistingGrant = NonNullable<Configuration['loadExistingGrant']>;

/** What the member already allowed this client: everything for the programme's own, else the grant given before. */
export function existingGrant(services: SsoServices, clients: ClientDirectory): LoadExistingGrant {
  const { database, clock } = services.accounts;
  return async (ctx) => {
    await linkToAccountSession(services, ctx);
    const { session, client, account, provider, result } = ctx.oidc;
    if (!session || !client || !account) return undefined;
    const { clientId } = client;
    if (await clients.isFirstParty(clientId))
      return provider.Grant.find(faceGrantId(session.uid, clientId, account.accountId));
    const known = result?.consent?.grantId ?? session.grantIdFor(clientId);
    const grant = known ? await provider.Grant.find(known) : undefined;
    if (grant) return grant;
    const given = await queries.findGrantOf(database, account.accountId, clientId, clock.now());
    return given ? provider.Grant.find(given) : undefined;
  };
}

/**
 * After a sign-in the browser's session takes the id of accounts' session row, on which it lives and dies from now on.
 * Signing in again in the same browser replaces the earlier row, so that logging out leaves nothing behind.
 */
async function linkToAccountSession({ accounts }: SsoServices, ctx: KoaContextWithOIDC): Promise<void> {
  const { session, result } = ctx.oidc;
  const linked = result?.['accountSession'];
  if (!session || typeof linked !== 'string' || session.uid === linked) return;
  const before = session.uid;
  session.uid = linked;
  if (!isId(before)) return;
  const visit = visitOf(ctx.req);
  await endSession(accounts.database, before, 'signed_out', originOf(visit), visit.now);
}
