import assert from 'node:assert/strict';
import {
  type AccountServices,
  addPasskey,
  type LiveSession,
  newPasskeyOptions,
  signIn,
  takeFinishedSignIn,
  useSession,
} from '#accounts';
import { signInRequest, testOrigin } from './accounts.ts';
import { type AuthenticatorTraits, softwareAuthenticator } from './software-authenticator.ts';

/** The session of somebody who has just signed in with the password alone. */
export async function passwordSession(services: AccountServices, username: string): Promise<LiveSession> {
  const request = signInRequest(username);
  assert.deepEqual(await signIn(services, request), { ok: true, value: { step: 'done' } });
  const finished = await takeFinishedSignIn(services, request.interactionUid, testOrigin);
  const session = await useSession(services.database, finished?.sessionId ?? '', services.clock.now());
  return session ?? assert.fail('no session');
}

/** Adds a passkey with an authenticator of its own, which it returns. */
export async function newPasskey(
  services: AccountServices,
  session: LiveSession,
  traits: Partial<AuthenticatorTraits> & { readonly name?: string } = {},
) {
  const { name = 'HP Siti', ...rest } = traits;
  const device = softwareAuthenticator({ origin: services.config.origins.sso, ...rest });
  const answer = device.create(await newPasskeyOptions(services, session, 'Siti Rahayu'));
  const added = await addPasskey(
    services,
    session,
    { name, answer },
    {
      ...testOrigin,
      sessionId: session.sessionId,
    },
  );
  assert.deepEqual(added, { ok: true, value: undefined });
  return device;
}
