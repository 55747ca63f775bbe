import { attemptLifeSeconds } from '#accounts';

/** How long each thing of the protocol lives, in seconds (RFC 9700, FAPI 2.0; sessions follow the settings). */
export const lifetimeSeconds = {
  authorizationCode: 60,
  consumedCodeMark: 3600,
  accessToken: 300,
  idToken: 600,
  pushedRequest: 60,
  interaction: attemptLifeSeconds,
  grant: 90 * 86_400,
  refreshToken: 30 * 86_400,
  clientCache: 5,
} as const;
