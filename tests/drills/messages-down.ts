import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after } from 'node:test';
import { send } from '#notifications';
import { openDatabase, sql } from '#platform';
import { testKeys } from '../support/keys.ts';
import { mailSink, smppSink } from '../support/messages.ts';
import { freePortBase } from '../support/ports.ts';
import { startProgram } from '../support/program.ts';

export type DownSizes = { readonly messages: number; readonly downSeconds: number };

/**
 * Mail server and message centre are away while messages are written, come back, and go away once more in the middle.
 * Every message arrives, and the program needs no help.
 */
export async function takeProvidersDown({ messages, downSeconds }: DownSizes): Promise<void> {
  const ports = await freePortBase();
  const program = await startProgram({
    environment: {
      MASTER_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      SMTP_URL: `smtp://127.0.0.1:${ports}`,
      SMS_PROVIDERS: `smpp://goid:inbox@127.0.0.1:${ports + 1}`,
      MESSAGE_TIMEOUT_SECONDS: '2',
    },
  });
  const database = openDatabase({ url: program.databaseUrl, poolSize: 2 });
  after(() => database.close());
  const write = async (first: number) => {
    for (let number = first; number < first + messages; number += 1)
      await database.transaction((tx) =>
        send(tx, testKeys, {
          template: 'sign_in_code',
          channel: number % 2 === 0 ? 'sms' : 'email',
          to: number % 2 === 0 ? `+62812000${number}` : `peserta${number}@contoh.id`,
          language: 'id',
          parameters: { code: String(number) },
          now: new Date(),
        }),
      );
  };
  await write(100_000);
  await sleep(downSeconds * 1000);
  assert.deepEqual(
    await states(),
    { queued: messages },
    'nothing is lost or called sent while nobody takes it',
  );
  const first = { mail: await mailSink(ports), sms: await smppSink(ports + 1) };
  await write(200_000);
  await settled(messages * 2, 'after the providers came');
  await first.mail.close();
  await first.sms.close();
  await write(300_000);
  await sleep(Math.min(downSeconds, 10) * 1000);
  const second = { mail: await mailSink(ports), sms: await smppSink(ports + 1) };
  await settled(messages * 3, 'after they came back');
  const texts = [first, second].flatMap(({ mail, sms }) => [
    ...mail.mails.map((one) => JSON.stringify(one)),
    ...sms.messages.map(({ text }) => text),
  ]);
  for (const start of [100_000, 200_000, 300_000])
    for (let number = start; number < start + messages; number += 1)
      assert.ok(
        texts.some((text) => text.includes(String(number))),
        `the message ${number} never came`,
      );
  console.log(`${messages * 3} messages written, ${texts.length} arrived; down for ${downSeconds} s`);
  assert.ok(texts.length <= messages * 3 + 2, 'hardly one comes twice');

  async function states(): Promise<Record<string, number>> {
    const rows = await database.many<{ state: string; count: number }>(
      sql`select state, count(*)::int as count from notifications.message group by state`,
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  async function settled(count: number, when: string): Promise<void> {
    const deadline = Date.now() + (90 + downSeconds) * 1000;
    for (;;) {
      const { accepted = 0, delivered = 0, ...others } = await states();
      if (accepted + delivered === count) return;
      if (Date.now() > deadline)
        assert.fail(`${when}: ${accepted + delivered} of ${count}, ${JSON.stringify(others)}`);
      await sleep(250);
    }
  }
}
