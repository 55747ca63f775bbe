import { openClosedServices } from '#accounts';
import { AppError } from '#kernel';
import type { Html, Visit } from '#platform';
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { SsoServices } from './services.ts';
import { visitOf } from './visits.ts';

type Answer = Pick<KoaContextWithOIDC, 'set' | 'append'> & { body: unknown };

/** Hands a page of ours to the library's answer, with the headers that every page has. */
async function answerWith(ctx: Answer, visit: Visit, page: Html, status: number): Promise<void> {
  const response = visit.html(page, status);
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') ctx.append(name, value);
    else ctx.set(name, value);
  }
  ctx.body = await response.text();
}

export function freshStart(services: SsoServices): string {
  return `${services.accounts.config.origins.portal}/login`;
}

/** An expired or used sign-in starts a fresh one; anything else is a page that says whom to ask. */
export function renderError(services: SsoServices): NonNullable<Configuration['renderError']> {
  return async (ctx, _out, error) => {
    if (error instanceof errors.SessionNotFound) {
      ctx.status = 303;
      ctx.redirect(freshStart(services));
      return;
    }
    const visit = visitOf(ctx.req);
    const shown = asAppError(error);
    ctx.status = shown.status;
    if (shown.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(shown.retryAfterSeconds));
    await answerWith(ctx, visit, services.renderers.error(visit, shown), shown.status);
  };
}

function asAppError(error: Error): AppError {
  if (error instanceof AppError) return error;
  return error instanceof errors.OIDCProviderError
    ? new AppError('sign_in_refused', error.error_detail ?? error.error)
    : new AppError('bug', 'the provider failed', { cause: error });
}

type Logout = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;

export function renderLogout({ renderers }: SsoServices): NonNullable<Logout['logoutSource']> {
  return async (ctx) => {
    const visit = visitOf(ctx.req);
    const { secret, postLogoutRedirectUri } = (ctx.oidc.session?.state ?? {}) as Record<string, string>;
    if (postLogoutRedirectUri) visit.allowFormAction(formTarget(postLogoutRedirectUri));
    const parts = {
      action: ctx.oidc.urlFor('end_session_confirm'),
      xsrf: secret ?? '',
      clientName: ctx.oidc.client?.clientName,
    };
    await answerWith(ctx, visit, renderers.logout(visit, parts), 200);
  };
}

export function renderLoggedOut({
  accounts,
  renderers,
}: SsoServices): NonNullable<Logout['postLogoutSuccessSource']> {
  return async (ctx) => {
    const visit = visitOf(ctx.req);
    const { services, state } = ctx.query;
    const told = typeof services === 'string' ? services : undefined;
    const page = renderers.loggedOut(visit, {
      services: openClosedServices(accounts.keys, told, visit.now),
      shared: state === 'shared',
    });
    await answerWith(ctx, visit, page, 200);
  };
}

/** What form-action must name so that a form may end at this address: its origin, or its scheme for an installed app. */
export function formTarget(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}
