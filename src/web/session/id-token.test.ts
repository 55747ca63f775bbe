import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { signIn, takeFinishedSignIn } from '#accounts';
import { buildFace, createLogger, nothing } from '#platform';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import {
  accountServices,
  newTestAccount,
  signInRequest,
  testOrigin,
} from '../../../tests/support/accounts.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKeys } from '../../../tests/support/keys.ts';
import { faceSession } from './index.ts';

const database = await testDatabase();
const own = await generateKeyPair('ES256');
const foreign = await generateKeyPair('ES256');
const published = { ...(await exportJWK(own.publicKey)), kid: 'a', alg: 'ES256', use: 'sig' };

let idToken = '';
const provider = createServer((request, answer) => {
  answer.setHeader('content-type', 'application/json');
  answer.end(
    JSON.stringify(
      answers[request.url ?? ''] ?? { access_token: 'x', token_type: 'bearer', id_token: idToken },
    ),
  );
});
await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
after(() => provider.close());
const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
const answers: Readonly<Record<string, unknown>> = {
  '/.well-known/openid-configuration': {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    jwks_uri: `${issuer}/oauth/jwks`,
    authorization_response_iss_parameter_supported: true,
  },
  '/oauth/jwks': { keys: [published] },
};

const services = accountServices(database);
const config = { ...services.config, origins: { ...services.config.origins, sso: issuer } };
const portal = config.origins.portal;
const face = faceSession({
  services: { ...services, config },
  face: 'portal',
  clientId: 'portal',
  clientSecret: () => 'x',
  allows: () => true,
});
const clock = { now: () => new Date() };
const app = buildFace(
  { config, keys: testKeys, log: createLogger('silent'), clock },
  {
    site: 'portal',
    origin: portal,
    database,
    pages: face.pages,
    guards: {},
    styleHashes: [],
    assets: new Map(),
    renderError: () => nothing,
  },
);

const ask = (address: string, cookie = '') =>
  app.fetch(new Request(address, { headers: { host: new URL(portal).host, cookie } }));

async function sessionId(): Promise<string> {
  const request = signInRequest((await newTestAccount(services)).username);
  await signIn(services, request);
  return (await takeFinishedSignIn(services, request.interactionUid, testOrigin))?.sessionId ?? assert.fail();
}

type Forge = (claims: JWTPayload) => Promise<string> | string;

/** Comes back from the provider with a code, for which it gives this ID token. */
async function comeBack(forge: Forge, change: JWTPayload = {}): Promise<Response> {
  const asked = await ask(`${portal}/login`);
  const sent = new URL(asked.headers.get('location') ?? '').searchParams;
  const cookie = asked.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: 'portal',
    sub: 's',
    iat: now,
    exp: now + 300,
    nonce: sent.get('nonce') ?? '',
    account_session: await sessionId(),
  };
  idToken = await forge({ ...claims, ...change });
  const back = new URLSearchParams({ code: 'c', state: sent.get('state') ?? '', iss: issuer });
  return ask(`${portal}/callback?${back.toString()}`, cookie);
}

const signed =
  (key = own.privateKey, kid = 'a'): Forge =>
  (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned: Forge = (claims) => `${part({ alg: 'none' })}.${part(claims)}.`;
/** With the public key as if it were a shared secret. */
const confused: Forge = (claims) => {
  const text = `${part({ alg: 'HS256', kid: 'a' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', JSON.stringify(published)).update(text).digest('base64url')}`;
};
const bitChanged: Forge = async (claims) => {
  const [head = '', , signature = ''] = (await signed()(claims)).split('.');
  return `${head}.${part({ ...claims, sub: 't' })}.${signature}`;
};

test('[V6.8.2] an ID token opens a session when its signature is the provider’s', async () => {
  const answer = await comeBack(signed());
  assert.equal(answer.status, 303);
  assert.match(answer.headers.getSetCookie().join(), /goid_portal_session=[\w-]{43}/);
});

const now = Math.floor(Date.now() / 1000);
const refused: readonly (readonly [string, Forge, JWTPayload?])[] = [
  ['without a signature', unsigned],
  ['signed with the public key as a secret', confused],
  ['with another text than was signed', bitChanged],
  ['signed by somebody else under the provider’s key id', signed(foreign.privateKey)],
  ['signed with a key that the provider does not publish', signed(foreign.privateKey, 'b')],
  ['for another service', signed(), { aud: 'console' }],
  ['of another provider', signed(), { iss: 'https://jahat.example' }],
  ['for another sign-in', signed(), { nonce: 'another' }],
  ['that has ended', signed(), { iat: now - 7200, exp: now - 3600 }],
];

for (const [what, forge, change] of refused)
  test(`[V6.8.2] an ID token ${what} opens nothing`, async () => {
    const answer = await comeBack(forge, change);
    assert.ok(answer.status >= 400, String(answer.status));
    assert.doesNotMatch(answer.headers.getSetCookie().join(), /goid_portal_session=\w/);
  });
