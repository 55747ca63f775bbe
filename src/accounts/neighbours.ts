import { findPersonByMemberNumber, memberNumbersOf } from '#members';
import { deliveryOf, maskAddress, send } from '#notifications';
import type { AccountServices, MemberRegister, Outbox } from './types.ts';

/** The rooms that this one asks, in one place. */
export function outboxOf(services: AccountServices): Outbox {
  return services.outbox ?? { send, deliveryOf, maskAddress };
}

export function memberRegisterOf(services: AccountServices): MemberRegister {
  return services.memberRegister ?? { findPersonByMemberNumber, memberNumbersOf };
}
