import { AppError, newId, newReference } from '#kernel';
import { addJob, type Executor, type KeyRing, seal } from '#platform';
import { type Delivery, type NewMessage, sealPlace, type Template, templateParameters } from './message.ts';
import { insertMessage, selectDelivery } from './queries.ts';

const longestWaitDays = 3;

/** How often the queue tries one delivery; with its growing pauses that is longer than any message lives. */
export const deliveryAttempts = 25;

/** Somebody waits for these as for a code, though they hold none. */
const awaited: readonly Template[] = ['reset_link', 'reset_unknown', 'recovery_link'];

/** What somebody sits in front of a page and waits for goes first when there are many messages; notices can follow. */
export function deliveryPriority(template: Template): number {
  const holdsCode = templateParameters[template].some((name) => name === 'code');
  return holdsCode || awaited.includes(template) ? 0 : 10;
}

/**
 * Writes the message into the outbox and queues its delivery, both in the caller's transaction: it is sent if the
 * change it tells about is committed, and then surely. Returns the message id.
 */
export async function send(tx: Executor, keys: KeyRing, message: NewMessage): Promise<string> {
  refuseIncomplete(message);
  const id = newId(message.now);
  const { to, parameters, timeZone } = message;
  const content = JSON.stringify({ to, parameters, timeZone });
  const row = {
    id,
    accountId: message.accountId,
    template: message.template,
    channel: message.channel,
    language: message.language,
    sealed: seal(keys, 'message', sealPlace(id), content),
    queuedAt: message.now,
    expiresAt: message.expiresAt ?? new Date(message.now.getTime() + longestWaitDays * 86_400_000),
  };
  // A reference may meet one that is still kept: one in ten thousand at national scale.
  for (let tries = 0; !(await insertMessage(tx, { ...row, reference: newReference() })); tries += 1) {
    if (tries === 5) throw new AppError('bug', 'no free message reference found');
  }
  await queueDelivery(tx, id, message.template);
  return id;
}

/** One job per message: queueing it again moves the job that waits, it does not add another. */
export async function queueDelivery(
  tx: Executor,
  messageId: string,
  template: Template,
  runAt?: Date,
): Promise<void> {
  await addJob(
    tx,
    'deliver_message',
    { messageId },
    {
      key: messageId,
      ...(runAt ? { runAt } : {}),
      maxAttempts: deliveryAttempts,
      priority: deliveryPriority(template),
    },
  );
}

function refuseIncomplete({ template, parameters }: NewMessage): void {
  const missing = templateParameters[template].filter((name) => !parameters[name]);
  if (missing.length > 0) throw new AppError('bug', `message ${template} lacks ${missing.join(', ')}`);
}

/** How far a message has come; undefined when it never was, or is older than 180 days. An expired one counts as failed at that instant. */
export async function deliveryOf(executor: Executor, messageId: string): Promise<Delivery | undefined> {
  const row = await selectDelivery(executor, messageId);
  return (
    row && {
      ...row,
      acceptedAt: row.acceptedAt ?? undefined,
      deliveredAt: row.deliveredAt ?? undefined,
      failedAt: row.failedAt ?? undefined,
    }
  );
}
