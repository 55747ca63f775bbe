/** The scopes of OpenID Connect Core §5.4 that Go ID has answers to, and the claims each brings. */
export const claimsByScope = {
  openid: ['sub'],
  profile: ['name'],
  email: ['email'],
  phone: ['phone_number'],
} as const;

export const scopeNames = ['openid', 'profile', 'email', 'phone', 'offline_access'] as const;

/** Only for the programme's own clients: the id of accounts' session row, so that a face can point at it. */
export const sessionClaim = 'account_session';

export const claimNames = [
  'sub',
  'name',
  'email',
  'phone_number',
  'acr',
  'amr',
  'auth_time',
  sessionClaim,
] as const;
