import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '#kernel';
import {
  deliverMessage,
  deliveryOf,
  type NewMessage,
  receiptPage,
  send,
  testProviders,
} from '#notifications';
import { buildFace, type Config, html, listen } from '#platform';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKeys } from '../../../tests/support/keys.ts';
import { deliveryServices, eventually, silentLog, testConfig } from '../../../tests/support/messages.ts';
import { freePortBase } from '../../../tests/support/ports.ts';
import { demonstrationProviders, startInbox } from './index.ts';
import { sameAddress } from './mailbox.ts';

const database = await testDatabase();
const settings = { PORT_BASE: String(await freePortBase()) };
const config = testConfig(settings);
const providers = demonstrationProviders(config);
const inboxServices = { config, keys: testKeys, log: silentLog, clock: systemClock, database };
const configured = { ...settings, SMTP_URL: providers.smtpUrl, SMS_PROVIDERS: providers.smsProviders };

type Listed = {
  channel: string;
  to: string;
  subject: string | null;
  text: string;
  state: string;
  sentAt: string;
};

async function listed(at: Config, to?: string): Promise<Listed[]> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
  const response = await fetch(`${at.origins.inbox}/api/messages${query}`);
  return (await response.json()) as Listed[];
}

const queue = (change: Partial<NewMessage>) =>
  database.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'id',
      parameters: { code: '482913' },
      now: new Date(),
      ...change,
    }),
  );

test('the inbox shows mail and SMS as they came, and sends receipts for SMS', async () => {
  const inbox = await startInbox(inboxServices);
  const services = deliveryServices(database, configured);
  assert.deepEqual(await listed(config), []);
  await deliverMessage(services, await queue({ channel: 'email', to: 'Siti@Contoh.id' }));
  const sms = await queue({});
  await deliverMessage(services, sms);
  const [newest, older] = await listed(config);
  assert.deepEqual(
    { ...newest, text: '', sentAt: '' },
    { channel: 'sms', to: '+6281234564471', subject: null, text: '', state: 'accepted', sentAt: '' },
  );
  assert.equal(older?.subject, 'Kode untuk masuk ke Go ID');
  assert.match(older?.text ?? '', /482913/);
  for (const spelling of ['081234564471', '+62 812-3456-4471', '6281234564471', '0812 3456 4471'])
    assert.equal((await listed(config, spelling)).length, 1, spelling);
  assert.equal((await listed(config, 'siti@contoh.ID')).length, 1);
  assert.equal((await listed(config, 'orang@contoh.id')).length, 0);
  await eventually(async () => (await listed(config))[0]?.state === 'delivered', 'the receipt goes back');
  assert.equal((await deliveryOf(database, sms))?.state, 'delivered');
  await services.carriers.close();
  await inbox.close();
});

test('the page shows people what came, in their language, and does not run what a message says', async () => {
  const inbox = await startInbox(inboxServices);
  const services = deliveryServices(database, configured);
  const until = '<b>tomorrow</b>, 15:05 WIB';
  await deliverMessage(
    services,
    await queue({ template: 'password_closed', parameters: { until }, language: 'en' }),
  );
  const response = await fetch(`${config.origins.inbox}/`, { headers: { Cookie: 'goid_inbox_lang=en' } });
  const text = await response.text();
  assert.equal(response.headers.get('refresh'), '10');
  assert.match(text, /<h1>Demonstration inbox<\/h1>/);
  assert.match(text, /&lt;b&gt;tomorrow&lt;\/b&gt;, 15:05 WIB/);
  assert.match(text, /by SMPP/);
  const still = await fetch(`${config.origins.inbox}/?refresh=off&to=0800`);
  assert.equal(still.headers.get('refresh'), null);
  assert.match(await still.text(), /Tidak ada pesan untuk alamat ini/);
  await services.carriers.close();
  await inbox.close();
});

test('when the SMPP port is silent the gateway takes the SMS, and its receipt comes in at the sign-in face', async () => {
  const inbox = await startInbox(inboxServices);
  const [, gatewayOnly = ''] = providers.smsProviders.split(' ');
  const services = deliveryServices(database, {
    ...configured,
    SMS_PROVIDERS: `smpp://goid:inbox@127.0.0.1:9 ${gatewayOnly}`,
  });
  const face = buildFace(inboxServicesWith(services.config), {
    site: 'sso',
    origin: config.origins.sso,
    database,
    pages: [receiptPage(database)],
    guards: {},
    renderError: () => html`error`,
    styleHashes: [],
    assets: new Map(),
  });
  const signIn = await listen(face, config.ports.sso, '127.0.0.1');
  const sms = await queue({ to: '+628999000111' });
  assert.equal(await deliverMessage(services, sms), 'accepted');
  await eventually(
    async () => (await deliveryOf(database, sms))?.state === 'delivered',
    'the receipt is noted',
  );
  await eventually(async () => (await listed(config, '08999000111'))[0]?.state === 'delivered', 'it shows');
  await services.carriers.close();
  await signIn.close();
  await inbox.close();
});

function inboxServicesWith(changed: Config) {
  return { ...inboxServices, config: changed };
}

test('doctor sees which provider answers and which does not', async () => {
  const down = await testProviders(testConfig(configured));
  assert.deepEqual(
    down.map(({ ok, error }) => [ok, error]),
    [
      [false, 'unreachable'],
      [false, 'unreachable'],
      [false, 'unreachable'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(down), /inbox/);
  const inbox = await startInbox(inboxServices);
  assert.ok((await testProviders(testConfig(configured))).every(({ ok }) => ok));
  const wrong = configured.SMS_PROVIDERS.replaceAll('inbox', 'wrong');
  const refused = await testProviders(testConfig({ ...configured, SMS_PROVIDERS: wrong }));
  assert.deepEqual(
    refused.map(({ error }) => error),
    [undefined, 'refused_us', 'refused_us'],
  );
  await inbox.close();
  assert.deepEqual(
    (await testProviders(testConfig())).map(({ error }) => error),
    ['not_configured', 'not_configured'],
  );
});

test('a taken port stops the inbox as a whole', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(config.ports.smpp, '127.0.0.1', resolve));
  await assert.rejects(startInbox(inboxServices), { code: 'EADDRINUSE' });
  await new Promise((resolve) => squatter.close(resolve));
  const inbox = await startInbox(inboxServices);
  await inbox.close();
});

test('a phone is the same in every usual spelling', () => {
  for (const spelling of ['0812-3456-789', '+62 812 3456 789', '62812 3456789', '0062 8123456789'])
    assert.equal(sameAddress(spelling), '628123456789');
});
