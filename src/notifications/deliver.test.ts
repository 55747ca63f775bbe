import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedClock, isId, newId } from '#kernel';
import { type Executor, readConfig, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import {
  deliveryServices,
  eventually,
  gatewaySink,
  mailSink,
  silentServer,
  smppSink,
} from '../../tests/support/messages.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import {
  deliverMessage,
  deliveryOf,
  forgetOldMessages,
  type NewMessage,
  rescueMessages,
  send,
} from './index.ts';

const database = await testDatabase();

function code(change: Partial<NewMessage> = {}): NewMessage {
  return {
    template: 'sign_in_code',
    channel: 'sms',
    to: '+6281234564471',
    language: 'id',
    parameters: { code: '482913' },
    now: new Date(),
    ...change,
  };
}

const queue = (change: Partial<NewMessage> = {}) =>
  database.transaction((tx) => send(tx, testKeys, code(change)));
const mail = { channel: 'email', to: 'siti@contoh.id' } as const;

type Row = {
  state: string;
  sealed: Buffer | null;
  last_error: string | null;
  provider: string | null;
  reference: string;
  attempts: number;
};
const rowOf = (id: string, executor: Executor = database) =>
  executor.one<Row>(
    sql`select state, sealed, last_error, provider, reference, attempts from notifications.message where id = ${id}`,
  );
const nowhere = 'smpp://goid:inbox@127.0.0.1:9';

test('a mail arrives over SMTP with its subject, its text and its reference', async () => {
  const sink = await mailSink();
  const services = deliveryServices(database, { SMTP_URL: sink.url });
  const id = await queue({ ...mail, expiresAt: new Date(Date.now() + 600_000) });
  assert.equal(await deliverMessage(services, id), 'accepted');
  const { reference } = await rowOf(id);
  assert.equal(sink.mails.length, 1);
  const [received] = sink.mails;
  assert.equal(received?.to, 'siti@contoh.id');
  assert.equal(received?.subject, 'Kode untuk masuk ke Go ID');
  assert.match(received?.text ?? '', /^ {4}482913$/m);
  assert.match(received?.text ?? '', new RegExp(`^Ref ${reference}$`, 'm'));
  const delivery = await deliveryOf(database, id);
  assert.equal(delivery?.state, 'accepted');
  assert.ok(delivery.acceptedAt instanceof Date);
});

test('[V1.3.11] neither an address nor a value can add a recipient or a header to a mail', async () => {
  const sink = await mailSink();
  const services = deliveryServices(database, { SMTP_URL: sink.url });
  for (const [change, code] of [
    [{ to: 'siti@contoh.id\r\nBcc: jahat@contoh.id' }, '482913'],
    [{ to: 'siti@contoh.id, jahat@contoh.id' }, '482913'],
    [{}, '482913\r\nBcc: jahat@contoh.id\r\n\r\nx'],
  ] as const) {
    const id = await queue({
      ...mail,
      ...change,
      parameters: { code },
      expiresAt: new Date(Date.now() + 600_000),
    });
    await deliverMessage(services, id).catch(() => {});
  }
  for (const received of sink.mails) {
    assert.doesNotMatch(JSON.stringify(received.to), /jahat/);
    assert.doesNotMatch(received.text, /^Bcc:/m);
    assert.equal(received.subject, 'Kode untuk masuk ke Go ID');
  }
  assert.ok(sink.mails.length > 0);
});

test('an SMS goes over SMPP, and its receipt makes it delivered', async () => {
  const sink = await smppSink();
  const services = deliveryServices(database, { SMS_PROVIDERS: sink.url });
  const id = await queue();
  assert.equal(await deliverMessage(services, id), 'accepted');
  assert.equal(sink.messages[0]?.to, '+6281234564471');
  assert.match(sink.messages[0]?.text ?? '', /^482913 adalah kode .*\n.*\n@localhost #482913$/);
  await eventually(async () => (await rowOf(id)).state === 'delivered', 'the receipt is noted');
  assert.ok((await deliveryOf(database, id))?.deliveredAt instanceof Date);
});

test('a receipt that says the phone was not reached makes the message failed', async () => {
  const sink = await smppSink();
  sink.behaviour.receipt = 'UNDELIV';
  const services = deliveryServices(database, { SMS_PROVIDERS: sink.url });
  const id = await queue();
  await deliverMessage(services, id);
  await eventually(async () => (await rowOf(id)).state === 'failed', 'the receipt is noted');
  assert.equal((await rowOf(id)).last_error, 'not_delivered');
});

test('a text outside the GSM alphabet arrives whole', async () => {
  const sink = await smppSink();
  const services = deliveryServices(database, { SMS_PROVIDERS: sink.url, BRAND_NAME: 'ゴー Go ID' });
  await deliverMessage(services, await queue());
  assert.match(sink.messages[0]?.text ?? '', /MASUK ke ゴー Go ID\./);
});

test('when the SMPP provider is down the HTTP gateway takes over', async () => {
  const gateway = await gatewaySink();
  const services = deliveryServices(database, { SMS_PROVIDERS: `${nowhere} ${gateway.url}` });
  const id = await queue();
  assert.equal(await deliverMessage(services, id), 'accepted');
  assert.equal(gateway.messages.length, 1);
  assert.match((await rowOf(id)).provider ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
});

test('an SMPP provider that does not answer in time is passed over, and after three misses asked last', async () => {
  const slow = await smppSink();
  slow.behaviour.delayMs = 3000;
  const gateway = await gatewaySink();
  const services = deliveryServices(database, { SMS_PROVIDERS: `${slow.url} ${gateway.url}` });
  for (let turn = 0; turn < 3; turn += 1) await deliverMessage(services, await queue());
  await deliverMessage(services, await queue());
  assert.equal(slow.counts.asked, 3);
  assert.equal(gateway.messages.length, 4);
});

test('a provider comes back after it was down, and is bound again by itself', async () => {
  const first = await smppSink();
  const services = deliveryServices(database, { SMS_PROVIDERS: first.url });
  await deliverMessage(services, await queue());
  await first.close();
  const id = await queue();
  await assert.rejects(deliverMessage(services, id), { code: 'unavailable' });
  const second = await smppSink(first.port);
  await eventually(async () => {
    return (await deliverMessage(services, id).catch(() => 'not yet')) === 'accepted';
  }, 'the message leaves');
  assert.equal(second.messages.length, 1);
});

test('[V16.5.2] with every provider down a message stays queued, and nothing of it is lost', async () => {
  const services = deliveryServices(database, { SMS_PROVIDERS: `${nowhere} http://x:y@127.0.0.1:9/m` });
  const id = await queue();
  await assert.rejects(deliverMessage(services, id), { code: 'unavailable' });
  const row = await rowOf(id);
  assert.equal(row.state, 'queued');
  assert.equal(row.last_error, 'unreachable');
  assert.ok(row.sealed);
  const gateway = await gatewaySink();
  const mended = deliveryServices(database, { SMS_PROVIDERS: gateway.url });
  assert.equal(await deliverMessage(mended, id), 'accepted');
  assert.equal(gateway.messages.length, 1);
});

test('a channel without a provider waits for one', async () => {
  const id = await queue(mail);
  await assert.rejects(deliverMessage(deliveryServices(database, {}), id), { code: 'unavailable' });
  assert.equal((await rowOf(id)).last_error, 'not_configured');
});

for (const [answer, lastError] of [
  [{ refuse: { responseCode: 451 } }, 'busy'],
  [{ refuse: { responseCode: 554 } }, 'refused_us'],
  [{ refuse: { responseCode: 550 } }, 'refused_us'],
  [{ refuseRecipient: { responseCode: 450 } }, 'busy'],
  [{ delayMs: 3000 }, 'timed_out'],
] as const) {
  test(`a mail server that answers ${JSON.stringify(answer)} is asked again later`, async () => {
    const sink = await mailSink();
    Object.assign(sink.behaviour, answer);
    const services = deliveryServices(database, { SMTP_URL: sink.url });
    const id = await queue(mail);
    const started = Date.now();
    await assert.rejects(deliverMessage(services, id), { code: 'unavailable' });
    assert.ok(Date.now() - started < 2900, 'the time-out holds');
    const row = await rowOf(id);
    assert.deepEqual([row.state, row.last_error], ['queued', lastError]);
  });
}

for (const [channel, protocol] of [
  ['email', 'smtp'],
  ['sms', 'smpp'],
  ['sms', 'http'],
] as const) {
  test(`a ${protocol} provider that takes the connection and falls silent is given up in time`, async () => {
    const url = `${protocol}://goid:inbox@${await silentServer()}`;
    const settings = channel === 'email' ? { SMTP_URL: url } : { SMS_PROVIDERS: url };
    const services = deliveryServices(database, settings);
    const id = await queue(channel === 'email' ? mail : {});
    await assert.rejects(deliverMessage(services, id), { code: 'unavailable' });
    assert.equal((await rowOf(id)).last_error, 'timed_out');
    await services.carriers.close();
  });
}

test('an address that the mail server does not know fails at once', async () => {
  const sink = await mailSink();
  sink.behaviour.refuseRecipient = { responseCode: 550 };
  const services = deliveryServices(database, { SMTP_URL: sink.url });
  const id = await queue(mail);
  assert.equal(await deliverMessage(services, id), 'failed');
  assert.equal((await rowOf(id)).sealed, null);
  assert.ok((await deliveryOf(database, id))?.failedAt instanceof Date);
});

test('a number that one provider refuses is offered to the next, and fails when all refuse it', async () => {
  const smpp = await smppSink();
  smpp.behaviour.status = 0x0b;
  const gateway = await gatewaySink();
  const services = deliveryServices(database, { SMS_PROVIDERS: `${smpp.url} ${gateway.url}` });
  assert.equal(await deliverMessage(services, await queue()), 'accepted');
  gateway.behaviour.status = 422;
  assert.equal(await deliverMessage(services, await queue()), 'failed');
});

test('an expired code is not sent, and is wiped', async () => {
  const gateway = await gatewaySink();
  const clock = fixedClock(new Date());
  const services = deliveryServices(database, { SMS_PROVIDERS: gateway.url }, clock);
  const id = await queue({ expiresAt: new Date(clock.now().getTime() + 60_000) });
  clock.advance(60);
  assert.equal(await deliverMessage(services, id), 'expired');
  assert.equal(gateway.messages.length, 0);
  const row = await rowOf(id);
  assert.deepEqual([row.state, row.sealed], ['expired', null]);
});

test('recipient and parameters are sealed while a message waits and wiped when it has left', async () => {
  const gateway = await gatewaySink();
  const services = deliveryServices(database, { SMS_PROVIDERS: gateway.url });
  const id = await queue();
  const asText = async () =>
    (
      await database.one<{ row: string }>(
        sql`select m::text as row from notifications.message m where id = ${id}`,
      )
    ).row;
  const { sealed } = await rowOf(id);
  assert.ok(sealed && !sealed.includes('482913') && !sealed.includes('4471'));
  await deliverMessage(services, id);
  assert.equal((await rowOf(id)).sealed, null);
  assert.doesNotMatch(await asText(), /482913|81234564471/);
});

test('the job holds the id of the message and nothing else', async () => {
  const id = await queue();
  const job = await database.one<{ payload: unknown }>(
    sql`select payload from graphile_worker._private_jobs where key = ${`deliver_message/${id}`}`,
  );
  assert.deepEqual(job.payload, { messageId: id });
  assert.ok(isId(id));
});

test('a message whose transaction is undone was never there', async () => {
  let id = '';
  await assert.rejects(
    database.transaction(async (tx) => {
      id = await send(tx, testKeys, code());
      throw new Error('undone');
    }),
  );
  assert.equal(await deliveryOf(database, id), undefined);
});

test('a message that lacks a parameter is refused when it is written', async () => {
  await assert.rejects(queue({ parameters: {} }), /lacks code/);
});

test('sixteen workers at once on two processes hand one message over once', async () => {
  const gateway = await gatewaySink();
  const messageId = await queue();
  const answers = await raceOverTwoProcesses(database.url, {
    verb: 'deliverMessage',
    messageId,
    smsProviders: gateway.url,
    now: new Date(),
  });
  assert.equal(answers.filter((outcome) => outcome === 'accepted').length, 1, answers.join());
  assert.equal(answers.filter((outcome) => outcome === 'not-mine').length, 15);
  assert.equal(gateway.messages.length, 1);
});

test('a message whose worker died is found again, and only after its claim has run out', async () => {
  const clock = fixedClock(new Date());
  const id = await queue();
  const claimedUntil = new Date(clock.now().getTime() + 30_000);
  await database.run(sql`update notifications.message set claimed_until = ${claimedUntil} where id = ${id}`);
  // The job that a killed worker held stays locked for hours; a fresh one takes its place.
  await database.run(sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead'
    where key = ${`deliver_message/${id}`}`);
  const waiting = () =>
    database.many(sql`select 1 from graphile_worker._private_jobs
      where key = ${`deliver_message/${id}`} and locked_at is null`);
  await rescueMessages(database, clock.now());
  assert.equal((await waiting()).length, 0);
  clock.advance(31);
  await rescueMessages(database, clock.now());
  await rescueMessages(database, clock.now());
  assert.equal((await waiting()).length, 1);
});

test('a message that nobody has tried for a quarter of an hour is put into the queue again', async () => {
  const now = new Date();
  const id = await queue({ ...mail, now: new Date(now.getTime() - 16 * 60_000) });
  await database.run(sql`delete from graphile_worker._private_jobs where key = ${`deliver_message/${id}`}`);
  await rescueMessages(database, now);
  const jobs = await database.many(
    sql`select 1 from graphile_worker._private_jobs where key = ${`deliver_message/${id}`}`,
  );
  assert.equal(jobs.length, 1);
});

test('messages are forgotten after 180 days, with their references', async () => {
  const now = new Date();
  const old = await queue({ now: new Date(now.getTime() - 181 * 86_400_000) });
  const young = await queue({ now: new Date(now.getTime() - 179 * 86_400_000) });
  await forgetOldMessages(database, readConfig({}), now);
  assert.equal(await deliveryOf(database, old), undefined);
  assert.ok(await deliveryOf(database, young));
  await forgetOldMessages(database, { MESSAGES_KEPT_DAYS: 178 }, now);
  assert.equal(await deliveryOf(database, young), undefined);
});

test('a message that never was has no delivery', async () => {
  assert.equal(await deliveryOf(database, newId(new Date())), undefined);
});
