export type { ClientRefusal, RegisteredClient, FaceCredentials, FaceId } from './clients.ts';
export { faceCredentials, listClients, registerClient, removeClient } from './clients.ts';
export type { Sso } from './create-sso.ts';
export { createSso } from './create-sso.ts';
export { forgetExpired } from './forget-expired.ts';
export type { WaitingInteraction } from './interactions.ts';
export type { BackchannelLogout } from './backchannel.ts';
export { backchannelLogoutTask } from './backchannel.ts';
export type { SsoRenderers, SsoServices } from './services.ts';
