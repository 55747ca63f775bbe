import type { Channel } from '#notifications';

export type InboxState = 'accepted' | 'delivered';

/** A message as the demonstration's own mail server or message centre got it. */
export type InboxMessage = {
  readonly channel: Channel;
  /** E-mail address as sent, or phone in E.164. */
  readonly to: string;
  /** E-mail only. */
  readonly subject: string | null;
  readonly text: string;
  /** The protocol that it came by, so that people can watch one provider stand in for another. */
  readonly via: 'SMTP' | 'SMPP' | 'HTTP';
  readonly sentAt: Date;
  state: InboxState;
};

export type Mailbox = {
  add(message: InboxMessage): void;
  /** Newest first, at most 100; with `to` only that address, written in any usual way. */
  list(to?: string): readonly InboxMessage[];
};

const kept = 1000;
const listed = 100;

/** Messages in memory, the newest thousand; the demonstration forgets them when it stops. */
export function createMailbox(): Mailbox {
  const messages: InboxMessage[] = [];
  return {
    add: (message) => {
      messages.unshift(message);
      messages.length = Math.min(messages.length, kept);
    },
    list: (to) => {
      const wanted = to === undefined ? undefined : sameAddress(to);
      return messages
        .filter((message) => wanted === undefined || sameAddress(message.to) === wanted)
        .slice(0, listed);
    },
  };
}

/** One spelling per address: `0812-3456-789`, `+62 812 3456789` and `628123456789` are the same phone. */
export function sameAddress(address: string): string {
  if (address.includes('@')) return address.trim().toLowerCase();
  const digits = address.replaceAll(/\D/g, '');
  return digits.replace(/^(?:0062|62|0)/, '62');
}
