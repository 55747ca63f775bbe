import type { Executor } from '#platform';

/** DOOR (agreed): append-only record of who did what. `record` is called in the transaction of the change. */
export type Actor = {
  readonly kind: 'member' | 'officer' | 'system' | 'unknown';
  readonly accountId?: string;
};
export type ActivityEvent =
  | 'sign_in_succeeded'
  | 'sign_in_refused'
  | 'password_closed'
  | 'code_sent'
  | 'code_refused'
  | 'signed_out'
  | 'session_ended'
  | 'browser_remembered'
  | 'national_number_revealed'
  | 'history_downloaded'
  | 'client_authorised'
  | 'account_created';
export type NewActivity = {
  readonly event: ActivityEvent;
  readonly actor: Actor;
  readonly accountId?: string;
  readonly personId?: string;
  readonly at: Date;
  readonly address?: string;
  readonly userAgent?: string;
  /** Closed, small, no personal value: names of limits, channels, methods. */
  readonly details?: Readonly<Record<string, string | number>>;
};
export type ActivityEntry = NewActivity & { readonly id: string };
export function record(_tx: Executor, _entry: NewActivity): Promise<void> {
  throw new Error('not built');
}
export function recentActivity(
  _executor: Executor,
  _accountId: string,
  _limit: number,
): Promise<ActivityEntry[]> {
  throw new Error('not built');
}
