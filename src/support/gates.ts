import { channelsDown, closedWhen, type Gate, limit, mustChange, newestCode, waysOf } from './gate-parts.ts';

/** Every gate from knowing the name to being in, in the order in which a member meets them. */
export const gates = [
  {
    name: 'known',
    weight: 'stops',
    askedOf: 'anybody',
    evaluate: closedWhen(({ account, personKnown }) => !account && !personKnown),
    remedies: ['check_what_was_typed'],
  },
  {
    name: 'no_account',
    weight: 'stops',
    askedOf: 'person',
    evaluate: closedWhen(({ account, personKnown }) => !account && personKnown),
    remedies: ['open_account'],
  },
  {
    name: 'reported_death',
    weight: 'stops',
    askedOf: 'person',
    evaluate: closedWhen(
      ({ freeze }) => freeze !== undefined,
      ({ freeze }) => ({
        values: {
          by: 'officer',
          since: freeze?.frozenAt.toISOString() ?? '',
          objected: freeze?.objectedAt ? 1 : 0,
        },
      }),
    ),
    remedies: ['object_to_freeze', 'come_to_branch', 'lift_freeze'],
  },
  {
    name: 'being_deleted',
    weight: 'stops',
    evaluate: closedWhen(
      ({ closing }) => closing?.closedAt !== undefined,
      ({ closing }) => ({ values: { since: closing?.closedAt?.toISOString() ?? '' } }),
    ),
    remedies: ['open_account_anew'],
  },
  {
    name: 'frozen',
    weight: 'stops',
    evaluate: closedWhen(
      ({ account, freeze, closing }) => account?.state === 'frozen' && !freeze && !closing?.closedAt,
      ({ frozenBy }) => ({ values: { by: frozenBy?.kind ?? 'unknown' } }),
    ),
    remedies: ['restore_officer', 'ask_operator'],
  },
  {
    name: 'password_disabled',
    weight: 'hinders',
    evaluate: closedWhen(({ account }) => account?.password.disabledAt !== undefined),
    remedies: ['reset_by_member', 'use_known_device', 'send_reset_link', 'lift_disabled'],
  },
  {
    name: 'password_closed',
    weight: 'hinders',
    evaluate: limit('password_identifier'),
    remedies: ['wait', 'reset_by_member', 'use_known_device', 'unlock', 'send_reset_link'],
  },
  {
    name: 'password_day',
    weight: 'hinders',
    evaluate: limit('password_account_day'),
    remedies: ['wait', 'reset_by_member', 'use_known_device', 'unlock', 'send_reset_link'],
  },
  {
    name: 'device_closed',
    weight: 'hinders',
    evaluate: limit('password_device', 'password_device_day'),
    remedies: ['wait', 'reset_by_member', 'unlock', 'send_reset_link'],
  },
  {
    name: 'reset_due',
    weight: 'hinders',
    evaluate: mustChange('not_me'),
    remedies: ['reset_by_member', 'send_reset_link'],
  },
  {
    name: 'new_password_due',
    weight: 'hinders',
    evaluate: mustChange('breached', 'old'),
    remedies: ['reset_by_member'],
  },
  {
    name: 'codes_closed',
    weight: 'hinders',
    evaluate: limit('code_wrong_hour', 'code_wrong_day'),
    remedies: ['wait', 'use_known_device', 'unlock'],
  },
  {
    name: 'sends_closed',
    weight: 'hinders',
    evaluate: limit('code_sends_hour', 'code_sends_day'),
    remedies: ['wait', 'use_other_factor', 'use_recovery_code', 'unlock'],
  },
  {
    name: 'mailbox_only',
    weight: 'stops',
    evaluate: closedWhen(
      ({ account }) => Boolean(account?.mailboxUsed) && waysOf(account).join() === 'email',
    ),
    remedies: ['finish_recovery', 'remove_factor'],
  },
  {
    name: 'provider_outage',
    weight: 'hinders',
    evaluate: closedWhen(
      (facts) => channelsDown(facts).length > 0,
      (facts) => ({ values: { channels: channelsDown(facts).join(' ') } }),
    ),
    remedies: ['wait', 'use_other_factor', 'use_recovery_code', 'tell_operator'],
  },
  {
    name: 'code_not_delivered',
    weight: 'hinders',
    evaluate: closedWhen(
      (facts) => ['failed', 'expired'].includes(newestCode(facts)?.state ?? ''),
      (facts) => ({ values: { channels: newestCode(facts)?.channel ?? '' } }),
    ),
    remedies: ['use_other_factor', 'use_recovery_code', 'change_contact'],
  },
  {
    name: 'app_clock',
    weight: 'hinders',
    evaluate: closedWhen(
      ({ drift }) => drift !== undefined,
      ({ drift }) => ({ values: { seconds: Math.abs((drift?.steps ?? 0) * 30) } }),
    ),
    remedies: ['set_clock', 'use_other_factor', 'use_recovery_code'],
  },
  {
    name: 'number_stale',
    weight: 'hinders',
    evaluate: closedWhen(
      ({ account }) => (account?.staleNumbers ?? 0) > 0 && waysOf(account).includes('sms'),
    ),
    remedies: ['use_known_device', 'use_other_factor', 'change_contact'],
  },
  {
    name: 'recovery_waits',
    weight: 'hinders',
    evaluate: closedWhen(
      ({ account }) => account?.recovery !== undefined,
      ({ account: { recovery } = {} }) => ({
        until: recovery?.ready ? recovery.finishBefore : recovery?.endsAt,
        values: { ready: recovery?.ready ? 1 : 0 },
      }),
    ),
    remedies: ['wait', 'finish_recovery'],
  },
  {
    name: 'contacts_frozen',
    weight: 'hinders',
    evaluate: closedWhen(
      ({ account }) => account?.contactsFrozenUntil !== undefined,
      ({ account }) => ({ until: account?.contactsFrozenUntil }),
    ),
    remedies: ['wait'],
  },
  {
    // The account works as before; whoever asks about it may have had a notice of it.
    name: 'deletion_waits',
    weight: 'hinders',
    evaluate: closedWhen(
      ({ closing }) => closing !== undefined && !closing.closedAt,
      ({ closing }) => ({ until: closing?.eraseAfter }),
    ),
    remedies: ['keep_account', 'say_not_me'],
  },
] as const satisfies readonly Gate[];
export type GateName = (typeof gates)[number]['name'];
