import { buildFace, type Database, type FaceServices, listen } from '#platform';
import { receiptUrl } from '#notifications';
import { assets, renderError, styleHashes } from '#web/layout';
import { demonstrationLogin } from './demonstration.ts';
import { startGatewayListener } from './gateway-listener.ts';
import { createMailbox, type InboxMessage, type Mailbox } from './mailbox.ts';
import { startMailListener } from './mail-listener.ts';
import { inboxPages } from './pages.ts';
import { type ReceivedSms, startSmppListener } from './smpp-listener.ts';

export type InboxServices = FaceServices & { readonly database: Database };

const receiptAfterMs = 1000;

/**
 * The demonstration's inbox: a mail server, a message centre and an SMS gateway on their ports, and a page that shows
 * what came. Rejects when a port is taken, with everything closed again.
 */
export async function startInbox(services: InboxServices): Promise<{ close(): Promise<void> }> {
  const { config } = services;
  const mailbox = createMailbox();
  const face = buildFace(services, {
    site: 'inbox',
    origin: config.origins.inbox,
    database: services.database,
    pages: inboxPages(mailbox),
    guards: {},
    renderError,
    styleHashes: styleHashes(config),
    assets: assets(config),
  });
  const started = await Promise.allSettled([
    listenForMail(services, mailbox),
    listenForSmpp(services, mailbox),
    listenForGateway(services, mailbox),
    // It shows everybody's one-time codes: this machine only, whatever BIND_ADDRESS says.
    listen(face, config.ports.inbox, '127.0.0.1'),
  ]);
  const close = async () => {
    for (const one of started) if (one.status === 'fulfilled') await one.value.close();
  };
  const refused = started.find((one) => one.status === 'rejected');
  if (!refused) return { close };
  await close();
  throw refused.reason;
}

function listenForMail({ config, clock }: InboxServices, mailbox: Mailbox) {
  return startMailListener({
    port: config.ports.smtp,
    onMail: (mail) =>
      mailbox.add({ ...mail, channel: 'email', via: 'SMTP', state: 'delivered', sentAt: clock.now() }),
  });
}

function listenForSmpp({ config, clock }: InboxServices, mailbox: Mailbox) {
  const sms = smsKeeper(mailbox, 'SMPP', clock);
  return startSmppListener({
    ...demonstrationLogin,
    port: config.ports.smpp,
    onSubmit: (message) => sms.keep(message, 0),
    stateOf: () => 'DELIVRD',
    receiptAfterMs,
    onReported: sms.delivered,
  });
}

function listenForGateway({ config, clock }: InboxServices, mailbox: Mailbox) {
  const sms = smsKeeper(mailbox, 'HTTP', clock);
  return startGatewayListener({
    ...demonstrationLogin,
    port: config.ports.smsGateway,
    onMessage: (message) => sms.keep(message, 202),
    receiptUrl: receiptUrl(config),
    receiptAfterMs,
    onReported: sms.delivered,
  });
}

/** Keeps each SMS and finds it again when its receipt has gone back. */
function smsKeeper(mailbox: Mailbox, via: 'SMPP' | 'HTTP', clock: InboxServices['clock']) {
  const entries = new WeakMap<ReceivedSms, InboxMessage>();
  return {
    keep: (message: ReceivedSms, answer: number) => {
      const entry: InboxMessage = {
        channel: 'sms',
        ...message,
        subject: null,
        via,
        state: 'accepted',
        sentAt: clock.now(),
      };
      entries.set(message, entry);
      mailbox.add(entry);
      return answer;
    },
    delivered: (message: ReceivedSms) => {
      const entry = entries.get(message);
      if (entry) entry.state = 'delivered';
    },
  };
}
