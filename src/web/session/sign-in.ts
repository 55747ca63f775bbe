import { createHash, randomBytes } from 'node:crypto';
import { learnTimeZone, openFaceSession, useFaceSession } from '#accounts';
import { AppError } from '#kernel';
import { type Visit, writeChoiceTime } from '#platform';
import * as client from 'openid-client';
import { notAllowedPath } from './guard.ts';
import type { FaceSessionOptions } from './options.ts';
import { ownPath } from './own-path.ts';
import type { ProviderClient } from './provider-client.ts';
import { remember, take, type WaitingSignIn } from './waiting-sign-in.ts';

type Face = { readonly options: FaceSessionOptions; readonly provider: ProviderClient };

/**
 * GET /login?to=/path: sends the browser to the provider (code flow, PKCE S256, state and nonce of its own). With
 * ?other=1 somebody who is signed in may sign in as another; with ?strength=2r it asks for that strength at least.
 */
export async function startSignIn({ options, provider }: Face, visit: Visit): Promise<Response> {
  const { req } = visit.context;
  const waiting: WaitingSignIn = {
    state: randomBytes(16).toString('hex'),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    to: ownPath(req.query('to')),
    silent: req.query('silent') === '1',
    again: req.query('again') === '1',
  };
  const configuration = await provider.configuration();
  const acr = options.acr ?? steppedUp.find((strength) => strength === req.query('strength'));
  remember(visit, waiting);
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(options),
    scope: 'openid',
    // S256 (RFC 7636 §4.2), without a detour over another thread.
    code_challenge: createHash('sha256').update(waiting.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: waiting.state,
    nonce: waiting.nonce,
    ui_locales: visit.t.language,
    language_chosen_at: writeChoiceTime(visit.languageChoice),
    claims: JSON.stringify({ id_token: { account_session: null } }),
    ...(acr ? { acr_values: acr } : {}),
    ...(waiting.silent ? { prompt: 'none' } : {}),
    ...(req.query('other') === '1' ? { prompt: 'login' } : {}),
  });
  return visit.redirect(address.href);
}

/** What another page of ours may ask for: a code by e-mail at least, or anything stronger. */
const steppedUp = ['1e', '2r', '2'] as const;

const redirectUri = ({ services, face }: FaceSessionOptions) => `${services.config.origins[face]}/callback`;

/** GET /callback: the provider's answer. Opens the face's own session and goes where the person wanted to. */
export async function finishSignIn(face: Face, visit: Visit): Promise<Response> {
  const { req } = visit.context;
  const waiting = take(visit, req.query('state') ?? '');
  if (!waiting) return strayAnswer(visit);
  const error = req.query('error');
  if (error) return refusedAnswer(visit, waiting, error);
  const claims = await redeem(face, visit, waiting);
  if (!claims) return tryAgain(visit, waiting);
  return openSession(face.options, visit, waiting, claims);
}

/** An answer that this browser did not ask for: an old address, or one that somebody else made up. */
function strayAnswer(visit: Visit): Response {
  return visit.redirect(visit.cookie('session') ? '/' : '/login?again=1');
}

function refusedAnswer(visit: Visit, waiting: WaitingSignIn, error: string): Response {
  const to = encodeURIComponent(waiting.to);
  if (waiting.silent) return visit.redirect(`/session-ended?to=${to}`);
  if (error === 'access_denied') return visit.redirect('/');
  throw new AppError(
    'sign_in_refused',
    `the provider answered ${error.replaceAll(/[^a-z_]/g, '').slice(0, 60)}`,
  );
}

/** A code that cannot be redeemed (used before, or too late) starts over once. */
function tryAgain(visit: Visit, waiting: WaitingSignIn): Response {
  if (waiting.again) throw new AppError('sign_in_expired', 'two codes in a row could not be redeemed');
  return visit.redirect(`/login?again=1&to=${encodeURIComponent(waiting.to)}`);
}

async function redeem(
  { options, provider }: Face,
  visit: Visit,
  waiting: WaitingSignIn,
): Promise<client.IDToken | undefined> {
  const configuration = await provider.configuration();
  const address = new URL(redirectUri(options));
  address.search = new URL(visit.context.req.url).search;
  try {
    const answer = await client.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: waiting.verifier,
      expectedState: waiting.state,
      expectedNonce: waiting.nonce,
      idTokenExpected: true,
    });
    return answer.claims();
  } catch (error) {
    if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return undefined;
    if (error instanceof client.ResponseBodyError || error instanceof client.AuthorizationResponseError)
      throw new AppError('sign_in_refused', `the provider refused: ${error.error}`, { cause: error });
    throw new AppError('unavailable', 'the code could not be redeemed', {
      cause: error,
      retryAfterSeconds: 10,
    });
  }
}

async function openSession(
  options: FaceSessionOptions,
  visit: Visit,
  waiting: WaitingSignIn,
  claims: client.IDToken,
): Promise<Response> {
  const sessionId = claims['account_session'];
  if (typeof sessionId !== 'string') throw new AppError('sign_in_refused', 'the ID token names no session');
  const { database } = options.services;
  if (options.face === 'portal') await learnTimeZone(database, claims.sub);
  const token = await openFaceSession(database, options.face, sessionId, visit.now);
  visit.setCookie('session', token);
  const strongEnough =
    options.acr === undefined || (claims['acr'] === options.acr && (await isStrong(options, visit, token)));
  // Asked again, the provider would say the same; whether the role is there is the guard's to see.
  return visit.redirect(strongEnough ? waiting.to : notAllowedPath);
}

/** What the provider says of the strength is believed only together with the session itself. */
async function isStrong(
  { services, face, acr }: FaceSessionOptions,
  visit: Visit,
  token: string,
): Promise<boolean> {
  const session = await useFaceSession(services.database, services.keys, face, token, visit.now);
  return session?.acr === acr;
}
