export { maskAddress } from './address.ts';
export { type CarrierServices, type Carriers, openCarriers } from './carriers.ts';
export { checkMessage, type MessageCheck, type OwnMessage } from './check-message.ts';
export {
  type ChannelTrouble,
  channelTroubles,
  type KeptMessage,
  keptMessagesOf,
  recentMessages,
  type SentMessage,
} from './channel-trouble.ts';
export { deliverMessage, type DeliveryOutcome, type DeliveryServices } from './deliver.ts';
export { signReceipt } from './http-carrier.ts';
export { forgetOldMessages, forgetRecipients, rescueMessages } from './housekeeping.ts';
export {
  type Channel,
  type Delivery,
  type DeliveryState,
  type MessageServices,
  type NewMessage,
  type Template,
} from './message.ts';
export { outboxAgeSeconds, type ProviderAnswers, providerAnswers } from './provider-figures.ts';
export { type ProviderTest, testProviders } from './providers.ts';
export { receiptUrl } from './receipt.ts';
export { receiptPage } from './receipt-page.ts';
export { deliveryAttempts, deliveryOf, send } from './send.ts';
export { smpp, type SmppSession, smppStatus, type SmppUnit } from './smpp-library.ts';
export { sealedColumns as sealedMessageColumns } from './keyed-columns.ts';
