import { AppError, dayIn, type IsoDate } from '#kernel';
import { addressSubject, type LimitName, networkSubject, take } from '#throttle';
import { findReferences, isOnlyReference } from './find-references.ts';
import type { Channel, MessageServices, Template } from './message.ts';
import { selectByReference } from './queries.ts';
import { hasSameWords } from './same-words.ts';

/** What anybody may know of a message that is ours: never to whom it went, nor what became of it. */
export type OwnMessage = {
  readonly kind: 'ours';
  readonly template: Template;
  readonly channel: Channel;
  /** The day on which it was handed over, in WIB. */
  readonly sentOn: IsoDate;
  /** Whether the pasted text is what we wrote; a fraud may carry the reference of somebody's true message. */
  readonly words: 'same' | 'different' | 'not-pasted';
};

export type MessageCheck =
  | OwnMessage
  | { readonly kind: 'unknown'; readonly reference: string }
  | { readonly kind: 'without-reference' };

type CheckServices = Pick<MessageServices, 'database' | 'keys' | 'config'>;

const longestPasted = 10_000;

/**
 * "Is this message from us?" for a pasted reference or a whole pasted text. Unknown references and ones older than
 * MESSAGES_KEPT_DAYS get the same answer, after the same one look into the table, with or without a reference.
 *
 * A reference is one of 23 · 31⁷ ≈ 6 · 10¹¹ (39 bits). With 150 million messages kept, a guess meets one in four
 * thousand times, and what it then learns is a kind, a channel and a day, of nobody. Longer ones would not help: whoever
 * wants a true reference for a false message has one sent to themselves. That is why the page says what the true
 * message was and compares its words, and never that a text is genuine because its reference is.
 *
 * Throws AppError `too_many_requests` when the address or its network has asked too often.
 */
export async function checkMessage(
  services: CheckServices,
  pasted: string,
  asking: { readonly address: string; readonly now: Date },
): Promise<MessageCheck> {
  await takeFromBudgets(services, asking);
  const text = pasted.slice(0, longestPasted);
  const references = findReferences(text);
  const since = new Date(asking.now.getTime() - services.config.MESSAGES_KEPT_DAYS * 86_400_000);
  const found = await selectByReference(services.database, references, since);
  const [first] = references;
  if (!found)
    return first === undefined ? { kind: 'without-reference' } : { kind: 'unknown', reference: first };
  const { template, channel, sentAt } = found;
  return { kind: 'ours', template, channel, sentOn: dayIn(sentAt), words: wordsOf(services, text, found) };
}

function wordsOf(
  { config }: CheckServices,
  text: string,
  found: { readonly template: Template; readonly channel: Channel; readonly reference: string },
): OwnMessage['words'] {
  if (isOnlyReference(text)) return 'not-pasted';
  return hasSameWords(config, text, found) ? 'same' : 'different';
}

/** The narrow limit first: what it refuses is not counted for the network, so that one address cannot use it up. */
async function takeFromBudgets(
  services: CheckServices,
  { address, now }: { readonly address: string; readonly now: Date },
): Promise<void> {
  const budgets: readonly (readonly [LimitName, string])[] = [
    ['message_check_address', addressSubject(address)],
    ['message_check_network', networkSubject(address)],
  ];
  for (const [name, subject] of budgets) {
    const taken = await take(services.database, services, name, subject, now);
    if (taken.allowed) continue;
    const retryAfterSeconds = Math.max(1, Math.ceil((taken.until.getTime() - now.getTime()) / 1000));
    throw new AppError('too_many_requests', `limit ${name}`, { retryAfterSeconds });
  }
}
