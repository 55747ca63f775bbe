import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#kernel';
import { buildFace, html, openDatabase, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { deliveryServices, gatewaySink, silentLog } from '../../tests/support/messages.ts';
import { deliverMessage, deliveryOf, receiptPage, receiptUrl, send, signReceipt } from './index.ts';

const database = await testDatabase();
const gateway = await gatewaySink();
const services = deliveryServices(database, { SMS_PROVIDERS: gateway.url });
// The page stands on the sign-in face and has no more rights than it.
const face = openDatabase({ url: database.url, role: 'goid_sso' });
const app = buildFace(
  { ...services, keys: testKeys, log: silentLog, clock: systemClock },
  {
    site: 'sso',
    origin: services.config.origins.sso,
    database: face,
    pages: [receiptPage(face)],
    guards: {},
    renderError: (_visit, error) => html`${error.code}`,
    styleHashes: [],
    assets: new Map(),
  },
);

async function acceptedMessage(): Promise<{ id: string; providerMessageId: string }> {
  const id = await face.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'id',
      parameters: { code: '482913' },
      now: new Date(),
    }),
  );
  await deliverMessage(services, id);
  const { providerMessageId } = await database.one<{ providerMessageId: string }>(
    sql`select provider_message_id as "providerMessageId" from notifications.message where id = ${id}`,
  );
  return { id, providerMessageId };
}

async function post(body: string, signature: string): Promise<number> {
  const url = receiptUrl(services.config);
  const headers = { 'X-Signature': signature, Host: new URL(url).host };
  return (await app.request(url, { method: 'POST', body, headers })).status;
}

test('a signed receipt makes the message delivered, once', async () => {
  const { id, providerMessageId } = await acceptedMessage();
  const body = JSON.stringify({ id: providerMessageId, state: 'delivered' });
  assert.equal(await post(body, signReceipt('inbox', body)), 204);
  assert.equal((await deliveryOf(face, id))?.state, 'delivered');
  assert.equal(await post(body, signReceipt('inbox', body)), 404);
});

test('a receipt that is not signed by a gateway of ours changes nothing', async () => {
  const { id, providerMessageId } = await acceptedMessage();
  const body = JSON.stringify({ id: providerMessageId, state: 'failed' });
  for (const signature of ['', 'sha256=', signReceipt('guess', body), signReceipt('inbox', `${body} `)])
    assert.equal(await post(body, signature), 401);
  assert.equal((await deliveryOf(face, id))?.state, 'accepted');
});

test('a signed receipt that cannot be read is refused', async () => {
  for (const body of ['', '[]', '{"id":1}', '{"id":"x","state":"lost"}'])
    assert.equal(await post(body, signReceipt('inbox', body)), 400);
});

test('a face cannot read what messages say', async () => {
  await assert.rejects(face.many(sql`select sealed from notifications.message`), { code: '42501' });
  await face.close();
});
