import type { Executor, KeyRing, Language } from '#platform';

/** DOOR (agreed). Messages leave through the outbox: `send` writes the row and queues the job in the caller's transaction. */
export type Channel = 'email' | 'sms';
/** Closed list; each has texts in locales/ under message.<template>.<channel>[.subject]. */
export type Template = 'sign_in_code' | 'new_device' | 'password_closed';
export type NewMessage = {
  readonly template: Template;
  readonly channel: Channel;
  /** E-mail address, or phone in E.164 (+62812…). Sealed at rest, wiped with the parameters at delivery. */
  readonly to: string;
  readonly language: Language;
  readonly parameters: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly now: Date;
  /** After this instant the message is not sent any more (a code that has expired). */
  readonly expiresAt?: Date;
};
export type DeliveryState = 'queued' | 'accepted' | 'delivered' | 'failed' | 'expired';
export type Delivery = {
  readonly messageId: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly queuedAt: Date;
  readonly acceptedAt: Date | undefined;
  readonly deliveredAt: Date | undefined;
  readonly failedAt: Date | undefined;
};
/** Returns the message id. */
export function send(_tx: Executor, _keys: KeyRing, _message: NewMessage): Promise<string> {
  throw new Error('not built');
}
export function deliveryOf(_executor: Executor, _messageId: string): Promise<Delivery | undefined> {
  throw new Error('not built');
}
/** `0812 •••• 4471`, `s••••@contoh.id`. */
export function maskAddress(_channel: Channel, _to: string): string {
  throw new Error('not built');
}
