export { demonstrationProviders } from './demonstration.ts';
export { type GatewayListenerOptions, startGatewayListener } from './gateway-listener.ts';
export { type PortListener, type ReceivedMail, startMailListener } from './mail-listener.ts';
export { type ReceivedSms, startSmppListener } from './smpp-listener.ts';
export { type InboxServices, startInbox } from './start.ts';
