/** Delivers one message and is killed between the provider's yes and the record of it. Run as a process of its own. */
import { systemClock } from '#kernel';
import { deliverMessage, openCarriers } from '#notifications';
import { openDatabase } from '#platform';
import { testKeys } from './keys.ts';
import { silentLog, testConfig } from './messages.ts';

const [url = '', smsProviders = '', messageId = ''] = process.argv.slice(2);
const config = testConfig({ SMS_PROVIDERS: smsProviders });
const services = {
  database: openDatabase({ url }),
  keys: testKeys,
  clock: systemClock,
  log: silentLog,
  config,
};
const carriers = openCarriers(services);
await deliverMessage(
  {
    ...services,
    carriers: {
      ...carriers,
      handOver: async (channel, message) => {
        await carriers.handOver(channel, message);
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => {});
      },
    },
  },
  messageId,
);
