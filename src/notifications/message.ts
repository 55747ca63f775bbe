import type { Clock, TimeZoneName } from '#kernel';
import type { Config, Database, KeyRing, Language, Logger } from '#platform';

export type Channel = 'email' | 'sms' | 'whatsapp';

/** Closed list; each has texts in locales/ under message.<template>.<channel> (and `.subject` for e-mail). */
export type Template =
  | 'sign_in_code'
  | 'password_closed'
  | 'register_code'
  | 'register_exists'
  | 'register_shared'
  | 'account_opened'
  | 'password_disabled'
  | 'reset_link'
  | 'reset_unknown'
  | 'reset_code'
  | 'reset_shared_number'
  | 'password_reset'
  | 'recovery_link'
  | 'recovery_waiting'
  | 'recovery_ready'
  | 'recovery_cancelled'
  | 'recovery_code'
  | 'recovery_finished'
  | 'not_me_reported'
  | 'contact_code'
  | 'contact_change_code'
  | 'contact_added'
  | 'contact_changed'
  | 'contact_removed'
  | 'password_changed'
  | 'new_device'
  | 'factor_code'
  | 'factor_added'
  | 'factor_removed'
  | 'recovery_codes_made'
  | 'recovery_code_used'
  | 'case_answered'
  | 'case_answer_ready'
  | 'case_closed'
  | 'desk_new_address'
  | 'desk_factors_removed'
  | 'lock_lifted'
  | 'clerk_invitation'
  | 'filing_counted'
  | 'filing_refused'
  | 'filing_changed'
  | 'bill_issued'
  | 'bill_due_soon'
  | 'bill_overdue'
  | 'data_changed'
  | 'data_copy_ready'
  | 'data_decided'
  | 'deletion_asked'
  | 'deletion_soon'
  | 'deletion_cancelled'
  | 'deletion_done'
  | 'merging_waiting'
  | 'merging_waiting_closing'
  | 'merging_stopped'
  | 'merging_done'
  | 'merging_done_closed'
  | 'address_changed'
  | 'correction_sent'
  | 'correction_more'
  | 'correction_result'
  | 'account_frozen'
  | 'account_unfrozen'
  | 'exit_recorded'
  | 'exit_refused'
  | 'contribution_alert';

/** What each template says besides what every message knows (brand, reference, support, life). */
export const templateParameters = {
  sign_in_code: ['code'],
  password_closed: ['until'],
  register_code: ['code'],
  register_exists: [],
  register_shared: ['case'],
  account_opened: ['at'],
  password_disabled: [],
  reset_link: ['token'],
  reset_unknown: [],
  reset_code: ['code'],
  reset_shared_number: [],
  password_reset: ['at'],
  recovery_link: ['token'],
  recovery_waiting: ['until', 'token', 'stop'],
  recovery_ready: ['until'],
  recovery_cancelled: ['at'],
  recovery_code: ['code'],
  recovery_finished: ['at'],
  not_me_reported: ['case_number'],
  contact_code: ['code', 'member'],
  contact_change_code: ['code', 'member'],
  new_device: ['device', 'at'],
  contact_added: ['stop', 'until'],
  contact_changed: ['stop', 'until'],
  contact_removed: ['stop', 'until'],
  password_changed: [],
  factor_code: ['code'],
  factor_added: ['factor'],
  factor_removed: ['factor'],
  recovery_codes_made: [],
  recovery_code_used: ['left'],
  case_answered: ['case_number'],
  case_answer_ready: ['case_number', 'read'],
  case_closed: ['case_number'],
  desk_new_address: ['until', 'go_on'],
  desk_factors_removed: ['at'],
  lock_lifted: ['at'],
  clerk_invitation: ['token', 'employer', 'days'],
  filing_counted: ['employer', 'report', 'place'],
  filing_refused: ['employer', 'report', 'place'],
  filing_changed: ['employer', 'report', 'place'],
  bill_issued: ['payer', 'month', 'due'],
  bill_due_soon: ['payer', 'month', 'due'],
  bill_overdue: ['payer', 'month', 'due'],
  data_changed: ['case_number'],
  data_copy_ready: ['until'],
  data_decided: ['case_number'],
  deletion_asked: ['until', 'keep'],
  deletion_soon: ['until', 'keep'],
  deletion_cancelled: ['at'],
  deletion_done: ['at'],
  merging_waiting: ['case_number', 'until', 'stop'],
  merging_waiting_closing: ['case_number', 'until', 'stop'],
  merging_stopped: ['case_number'],
  merging_done: ['case_number'],
  merging_done_closed: ['case_number'],
  address_changed: [],
  correction_sent: ['case_number', 'until'],
  correction_more: ['case_number'],
  correction_result: ['case_number'],
  account_frozen: ['case_number', 'token', 'alive'],
  account_unfrozen: ['case_number'],
  exit_recorded: ['case_number'],
  exit_refused: ['case_number'],
  contribution_alert: ['months', 'stop'],
} as const satisfies Record<Template, readonly string[]>;

export type NewMessage = {
  readonly template: Template;
  readonly channel: Channel;
  /** E-mail address, or phone in E.164 (+62812…). Sealed at rest, wiped with the parameters at delivery. */
  readonly to: string;
  readonly language: Language;
  /** See `templateParameters`; values are short texts, ready to be read (`15.05 WIB`). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly now: Date;
  /** Of the member, for the end of its life; WIB unless said. */
  readonly timeZone?: TimeZoneName;
  /** After this instant the message is not sent any more (a code that has expired). Three days unless said. */
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

export type MessageServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
};

/** What stands sealed in the row while the message waits. */
export type SealedContent = Pick<NewMessage, 'to' | 'parameters' | 'timeZone'>;

export function sealPlace(messageId: string): string {
  return `notifications.message.sealed/${messageId}`;
}
