/**
 * Everything that is recorded, in one closed list. A name is never changed or used for something else, because
 * old entries keep it; the member's activity page has a sentence for each.
 */
export const activityEvents = [
  'sign_in_succeeded',
  'sign_in_refused',
  'password_closed',
  'password_disabled',
  'code_sent',
  'code_refused',
  'confirmation_refused',
  'new_device',
  'signed_out',
  'session_ended',
  'browser_remembered',
  'device_forgotten',
  'factor_added',
  'factor_removed',
  'factor_preferred',
  'passkey_renamed',
  'passkey_refused',
  'recovery_codes_made',
  'recovery_code_used',
  'national_number_revealed',
  'history_downloaded',
  'client_authorised',
  'account_created',
  'registration_asked',
  'reset_sent',
  'password_reset',
  'recovery_started',
  'recovery_ready',
  'recovery_cancelled',
  'recovery_expired',
  'recovery_finished',
  'password_changed',
  'password_breached',
  'checked_up',
  'disowned',
  'number_confirmed',
  'number_refused',
  'contact_code_sent',
  'contact_added',
  'contact_changed',
  'contact_removed',
  'contact_change_stopped',
  'browser_forgotten',
  'activity_forgotten',
  'case_opened',
  'case_taken',
  'case_answered',
  'case_closed',
  'support_searched',
  'support_looked',
  'officer_limit_reached',
  'officer_enrolled',
  'officer_roles_changed',
  'officer_removed',
  'notice_announced',
  'notice_updated',
  'read_only_set',
  'read_only_lifted',
  'touched_listed',
  'identity_check_passed',
  'identity_check_failed',
  'remedy_proposed',
  'remedy_refused',
  'remedy_approved',
  'lock_lifted',
  'slip_printed',
  'slip_used',
  'key_added',
  'key_used',
  'key_retired',
  'data_asked',
  'data_downloaded',
  'limitation_asked',
  'limitation_upheld',
  'limitation_lifted',
  'consent_withdrawn',
  'deletion_asked',
  'deletion_cancelled',
  'account_erased',
  'evidence_added',
  'evidence_opened',
  'correction_sent',
  'correction_withdrawn',
  'correction_proposed',
  'correction_approved',
  'correction_returned',
  'correction_made',
  'correction_refused',
  'correction_needs_more',
  'account_frozen',
  'account_unfrozen',
  'freeze_objected',
  'death_noted',
  'exit_recorded',
  'exit_refused',
] as const;
export type ActivityEvent = (typeof activityEvents)[number];

export type Actor = {
  readonly kind: 'member' | 'officer' | 'system' | 'unknown';
  readonly accountId?: string;
};

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
