import type { IncomingMessage } from 'node:http';
import { type ClosedServices, endSession, originOf, sealClosedServices } from '#accounts';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { hashOfId } from './adapter.ts';
import type { ClientDirectory } from './clients.ts';
import { queueBackchannelLogouts } from './backchannel.ts';
import { closedByLibrary, closeServices } from './close-services.ts';
import { forgetBrowser, forgetInteraction } from './forget-browser.ts';
import { routes } from './provider-configuration.ts';
import type { SsoServices } from './services.ts';
import { visitOf } from './visits.ts';

/**
 * Logging out ends accounts' session row, and with it every face. A face that has already ended it comes here only
 * to clean up, and is sent straight back; the library asks everybody else whether they mean it.
 */
export function addLogoutRules(provider: Provider, services: SsoServices, clients: ClientDirectory): void {
  provider.use(async (ctx, next) => {
    if (ctx.path === routes.end_session && ctx.method === 'GET') {
      const back = await backToFace(provider, services, clients, ctx);
      if (back) {
        if (ctx.query['state'] === 'shared') forgetBrowser(ctx, visitOf(ctx.req));
        ctx.status = 303;
        ctx.redirect(back);
        return;
      }
    }
    await next();
    forgetInteraction(provider, ctx as KoaContextWithOIDC);
    const { session } = (ctx as KoaContextWithOIDC).oidc ?? {};
    if (ctx.path === `${routes.end_session}/confirm` && session && 'destroyed' in session)
      await afterLibrary(services, clients, ctx as KoaContextWithOIDC, answered.get(ctx.req));
  });
  const answered = new WeakMap<IncomingMessage, Set<string>>();
  provider.on('backchannel.success', ({ req }, client) => {
    answered.set(req, new Set([...(answered.get(req) ?? []), client.clientId]));
  });
  provider.on('backchannel.error', (_ctx, _error, client, subject, sid) => {
    queueBackchannelLogouts(services, [{ clientId: client.clientId, subject, sid: sid ?? '' }]).catch(
      (error: unknown) => services.log.error({ error }, 'a back-channel logout could not be queued'),
    );
  });
}

type Context = Pick<KoaContextWithOIDC, 'req' | 'query' | 'cookies'>;

/** Where a face's browser goes whose session is dead already; undefined when the library should look at it. */
async function backToFace(
  provider: Provider,
  services: SsoServices,
  clients: ClientDirectory,
  ctx: Context,
): Promise<string | undefined> {
  const { client_id: clientId, post_logout_redirect_uri: target, state, id_token_hint: hint } = ctx.query;
  if (typeof clientId !== 'string' || typeof target !== 'string' || hint !== undefined) return undefined;
  if (!clients.isFace(clientId)) return undefined;
  const metadata = await clients.metadata(clientId);
  if (!metadata?.post_logout_redirect_uris?.includes(target)) return undefined;
  const address = new URL(target);
  const name = provider.cookieName('session');
  const cookie = ctx.cookies.get(name, { signed: true });
  if (cookie) {
    if (await provider.Session.find(cookie).then((session) => session?.accountId)) return undefined;
    const told = await closeServices(provider, services, clients, hashOfId('Session', cookie));
    ctx.cookies.set(name, null, { signed: true, path: '/' });
    nameServices(services, address, told);
  }
  if (typeof state === 'string') address.searchParams.set('state', state);
  return address.href;
}

/** The names travel sealed; an address without any says nothing. */
function nameServices({ accounts }: SsoServices, address: URL, told: ClosedServices): void {
  if (told.closed.length + told.open.length === 0) return;
  address.searchParams.set('services', sealClosedServices(accounts.keys, told, accounts.clock.now()));
}

/** The account's session ends with the provider's; our own page says what became of the other services. */
async function afterLibrary(
  services: SsoServices,
  clients: ClientDirectory,
  ctx: KoaContextWithOIDC,
  answered: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { accounts } = services;
  const { session } = ctx.oidc;
  if (!session?.accountId) return;
  const visit = visitOf(ctx.req);
  const ended = await endSession(accounts.database, session.uid, 'signed_out', originOf(visit), visit.now);
  if (ended?.shared) forgetBrowser(ctx, visit);
  const done = ctx.oidc.urlFor('end_session_success');
  if (ctx.response.get('location') !== done) return;
  const asking = ctx.oidc.client?.clientId;
  const heard = new Set([...answered, ...(asking ? [asking] : [])]);
  const address = new URL(done);
  nameServices(
    services,
    address,
    await closedByLibrary(clients, { authorizations: session.authorizations }, heard),
  );
  if (ended?.shared) address.searchParams.set('state', 'shared');
  ctx.redirect(address.href);
}
