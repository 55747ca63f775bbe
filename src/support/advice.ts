import type { Role } from '#accounts';

type Advice = {
  /** Who may offer it. */
  readonly roles: readonly Role[];
  /** Where it is done: told to the member on the phone, or acted on at the desk, with a second officer if need be. */
  readonly where: 'told' | 'desk' | 'desk-by-two' | 'death-by-two';
};

/** What helps, one line each. Names only: the desk does what is to be done, and checks again who may. */
export const advice = {
  wait: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  check_what_was_typed: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  open_account: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  use_known_device: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  use_other_factor: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  use_recovery_code: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  reset_by_member: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  set_clock: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  finish_recovery: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  tell_operator: { roles: ['agent', 'supervisor'], where: 'told' },
  object_to_freeze: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  come_to_branch: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  open_account_anew: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  keep_account: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  say_not_me: { roles: ['agent', 'supervisor', 'operator'], where: 'told' },
  lift_freeze: { roles: ['agent', 'supervisor'], where: 'death-by-two' },
  restore_officer: { roles: ['operator'], where: 'told' },
  ask_operator: { roles: ['agent', 'supervisor'], where: 'told' },
  unlock: { roles: ['agent', 'supervisor'], where: 'desk' },
  send_reset_link: { roles: ['agent', 'supervisor'], where: 'desk' },
  lift_disabled: { roles: ['agent', 'supervisor'], where: 'desk-by-two' },
  remove_factor: { roles: ['agent', 'supervisor'], where: 'desk-by-two' },
  change_contact: { roles: ['agent', 'supervisor'], where: 'desk-by-two' },
} as const satisfies Record<string, Advice>;
export type AdviceName = keyof typeof advice;

/** Of these, what the holder of the roles may offer. */
export function adviceFor(names: readonly AdviceName[], roles: readonly string[]): AdviceName[] {
  return names.filter((name) => advice[name].roles.some((role) => roles.includes(role)));
}
