import { AppError } from '#kernel';
import { type FaceEnvironment, RESPONSE_ALREADY_SENT } from '#platform';
import type { Context, Hono } from 'hono';
import type Provider from 'oidc-provider';
import { routes } from './provider-configuration.ts';
import { parameterFault } from './parameters.ts';
import { rememberVisit } from './visits.ts';

const discovery = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
const bodyLimitBytes = 32 * 1024;
const pushLimitBytes = 8 * 1024;

/** Puts the library's addresses into the face. The host and the scheme are ours to say, never a header's. */
export function mountProvider(provider: () => Provider, issuer: string, app: Hono<FaceEnvironment>): void {
  const { protocol, host } = new URL(issuer);
  app.post(routes.authorization, (context) => asGet(context));
  app.all('/oauth/*', (context) => handle(context));
  for (const path of discovery) app.all(path, (context) => handle(context));

  async function handle(context: Context<FaceEnvironment>): Promise<Response> {
    const { incoming, outgoing } = context.env;
    const visit = context.get('visit');
    refuseLookingAhead(context);
    refuseLongPush(context);
    const fault = parameterFault(context.req.path, new URL(context.req.url).searchParams);
    if (fault !== undefined) return refuseParameter(context, fault);
    rememberVisit(incoming, visit);
    incoming.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    incoming.headers['x-forwarded-host'] = host;
    for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
    outgoing.setHeader('X-Request-Id', visit.requestId);
    outgoing.setHeader('Cache-Control', cacheFor(context.req.path));
    if (protocol === 'https:')
      outgoing.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
    await answers.get(provider())?.(incoming, outgoing);
    return RESPONSE_ALREADY_SENT;
  }
}

const answers = new WeakMap<Provider, ReturnType<Provider['callback']>>();

/** What the library is told once, before it answers. */
export function prepareProvider(provider: Provider, issuer: string): void {
  // Scripts of other origins read what is public to everybody; elsewhere the library would show its refusals to any that asks.
  provider.use(async (ctx, next) => {
    await next();
    if (cacheFor(ctx.path) === 'no-store') ctx.remove('Access-Control-Allow-Origin');
  });
  provider.proxy = new URL(issuer).protocol === 'https:';
  answers.set(provider, provider.callback());
}

/** HEAD would start a sign-in or end a session for somebody who only looks whether the address is there. */
function refuseLookingAhead(context: Context<FaceEnvironment>): void {
  if (context.req.method === 'HEAD' && cacheFor(context.req.path) === 'no-store')
    throw new AppError('method_not_allowed', 'HEAD at an address that acts');
}

/** A pushed request (RFC 9126) is kept whole while it waits. */
function refuseLongPush(context: Context<FaceEnvironment>): void {
  if (context.req.path !== routes.pushed_authorization_request || context.req.method !== 'POST') return;
  if (Number(context.req.header('content-length') ?? pushLimitBytes + 1) > pushLimitBytes)
    throw new AppError('body_too_large', 'a pushed request over the limit');
}

/** RFC 6749 §4.1.2.1: nothing is sent back to an address that came with such a request. */
function refuseParameter(context: Context<FaceEnvironment>, name: string): Response {
  return context.json(
    { error: 'invalid_request', error_description: `the parameter ${name} is too long` },
    400,
  );
}

/** Only what is the same for everybody may be kept: for long enough to help, briefly enough to change keys. */
function cacheFor(path: string): string {
  return [...discovery, routes.jwks as string].includes(path) ? 'public, max-age=300' : 'no-store';
}

/** For answers that are no page of ours: redirects, JSON, and the library's form that posts an answer to a client. */
const headers = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

/**
 * OpenID Connect Core §3.1.2.1 wants POST too. A POST from another site brings no Lax cookie along, so it becomes
 * the same request as GET, which does.
 */
async function asGet(context: Context<FaceEnvironment>): Promise<Response> {
  if (Number(context.req.header('content-length') ?? bodyLimitBytes + 1) > bodyLimitBytes)
    throw new AppError('body_too_large', 'an authorization request over the limit');
  const asked = new URLSearchParams(await context.req.text());
  return context.get('visit').redirect(`${routes.authorization}?${asked.toString()}`);
}
