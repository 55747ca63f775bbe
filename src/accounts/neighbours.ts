import { findPersonByMemberNumber } from '#members';
import { type Channel, deliveryOf, maskAddress, send } from '#notifications';
import type { MessageMethod } from './strength.ts';
import type { AccountServices, MemberRegister, Outbox } from './types.ts';

/** The rooms that this one asks, in one place. */
export function outboxOf(services: Pick<AccountServices, 'outbox'>): Outbox {
  return services.outbox ?? { send, deliveryOf, maskAddress };
}

export function memberRegisterOf(services: AccountServices): MemberRegister {
  return services.memberRegister ?? { findPersonByMemberNumber };
}

/** WhatsApp goes to the member's own number, so SMS stands in for it when the operator has turned it off again. */
export function channelFor({ config }: AccountServices, method: MessageMethod): Channel {
  return method === 'whatsapp' && config.WHATSAPP_PROVIDERS === undefined ? 'sms' : method;
}
