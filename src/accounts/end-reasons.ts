/** Why a session was ended before its time: kept with it, and told to whoever comes back to it. */
export const endReasons = [
  'signed_out',
  'ended_elsewhere',
  'new_password',
  'recovered',
  'not_me',
  'revoked',
] as const;
export type EndReason = (typeof endReasons)[number];
