import { type AccountProfile, accountBySubject, isLimited, rolesOf } from '#accounts';
import { hashWith } from '#platform';
import type { Account, FindAccount } from 'oidc-provider';
import type { SsoServices } from './services.ts';
import { claimsByScope, sessionClaim } from './scopes.ts';
import type { ClientDirectory } from './clients.ts';

/**
 * The account behind a subject, with the claims that a scope or the claims parameter asked for.
 * Read at every call, so that a frozen account gets nothing more from that moment on.
 */
export function accountFinder(services: SsoServices, clients: ClientDirectory): FindAccount {
  const { database, keys } = services.accounts;
  return async (ctx, subject, token) => {
    if (!(await rolesOf(database, subject))) return undefined;
    const account: Account = {
      accountId: subject,
      claims: async (_use, scope, claims) => ({
        sub: subject,
        ...(wantsPerson(scope, claims)
          ? await sharedClaims(
              services,
              clients,
              ctx.oidc.client?.clientId,
              await accountBySubject(database, keys, subject),
            )
          : {}),
        ...(await sessionOf(clients, ctx.oidc.client?.clientId, token)),
      }),
    };
    return account;
  };
}

function wantsPerson(scope: string, claims: object): boolean {
  const asked = [...scope.split(' '), ...Object.keys(claims)];
  const { profile, email, phone } = claimsByScope;
  const personal: readonly string[] = ['profile', 'email', 'phone', ...profile, ...email, ...phone];
  return asked.some((name) => personal.includes(name));
}

/** Another service gets no data while the member has processing limited (UU 27/2022 article 41); our own faces do. */
async function sharedClaims(
  { accounts: { database } }: SsoServices,
  clients: ClientDirectory,
  clientId: string | undefined,
  profile: AccountProfile | undefined,
) {
  const own = clientId !== undefined && (await clients.isFirstParty(clientId));
  if (!own && profile && (await isLimited(database, profile.accountId))) return {};
  return personalClaims(profile);
}

function personalClaims(profile: AccountProfile | undefined) {
  return profile && { name: profile.displayName, email: profile.email, phone_number: profile.phone };
}

async function sessionOf(clients: ClientDirectory, clientId: string | undefined, token: unknown) {
  const { sessionUid } = (token ?? {}) as { readonly sessionUid?: string };
  const told = sessionUid !== undefined && clientId !== undefined && (await clients.isFirstParty(clientId));
  return told ? { [sessionClaim]: sessionUid } : {};
}

/** Each other service (by the host of its addresses) sees a subject of its own (OpenID Connect Core §8.1). */
export function pairwiseSubject(salt: Buffer, sector: string, subject: string): string {
  return hashWith(salt, sector, subject).toString('base64url');
}
